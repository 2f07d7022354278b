import { graphql } from "relay-runtime";

// The newest decisions, paged backwards.
export const actions = graphql`
  fragment Feed_actions on Query
  @refetchable(queryName: "FeedPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    actions(last: $count, before: $cursor, filter: { kinds: [CONSENTED, APPROVED] }) @connection(key: "Feed_actions") {
      edges {
        node {
          kind
          date
          text {
            acronym
          }
        }
      }
    }
  }
`;

export const query = graphql`
  query FeedQuery {
    ...Feed_actions
  }
`;
