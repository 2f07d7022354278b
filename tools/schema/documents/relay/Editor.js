import { graphql } from "relay-runtime";

export const texts = graphql`
  fragment Editor_texts on Person
  @refetchable(queryName: "EditorTextsPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    name
    texts(first: $count, after: $cursor, orderBy: { field: TARGET, direction: ASC }) @connection(key: "Editor_texts") {
      totalCount
      edges {
        node {
          id
          acronym
          target
        }
      }
    }
  }
`;

export const coEditors = graphql`
  fragment Editor_coEditors on Person
  @refetchable(queryName: "EditorCoEditorsPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    coEditors(first: $count, after: $cursor) @connection(key: "Editor_coEditors") {
      edges {
        sharedTexts
        node {
          name
        }
      }
    }
  }
`;

export const query = graphql`
  query EditorQuery($name: String!) {
    editor(name: $name) {
      ...Editor_texts
      ...Editor_coEditors
    }
  }
`;
