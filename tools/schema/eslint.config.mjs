// The rules of clients for schema.graphqls: relay's connections, edges, arguments and page info; a description of
// everything; names as GraphQL's own.
import graphql from "@graphql-eslint/eslint-plugin";

export default [
  {
    files: ["**/*.graphqls"],
    plugins: { "@graphql-eslint": graphql },
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: "build/schema.graphqls" } },
    },
    rules: {
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
      "@graphql-eslint/relay-connection-types": "error",
      // Short lists are lists; those that can be long are connections.
      "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: true, withEdgeSuffix: true }],
      "@graphql-eslint/relay-page-info": "error",
      "@graphql-eslint/require-description": ["error", {
        types: true,
        rootField: true,
        FieldDefinition: true,
        InputValueDefinition: true,
        EnumValueDefinition: true,
        DirectiveDefinition: true,
      }],
      "@graphql-eslint/description-style": ["error", { style: "inline" }],
      "@graphql-eslint/naming-convention": ["error", {
        types: "PascalCase",
        FieldDefinition: "camelCase",
        InputValueDefinition: "camelCase",
        Argument: "camelCase",
        DirectiveDefinition: "camelCase",
        EnumValueDefinition: { style: "UPPER_CASE" },
        "FieldDefinition[parent.name.value=Query]": { forbiddenPrefixes: ["query", "get"], forbiddenSuffixes: ["Query"] },
        "FieldDefinition[parent.name.value=Mutation]": { forbiddenPrefixes: ["mutation"], forbiddenSuffixes: ["Mutation"] },
      }],
      "@graphql-eslint/no-hashtag-description": "error",
      "@graphql-eslint/no-typename-prefix": "error",
      "@graphql-eslint/no-unreachable-types": "error",
      "@graphql-eslint/require-deprecation-reason": "error",
      "@graphql-eslint/require-nullable-fields-with-oneof": "error",
      "@graphql-eslint/require-type-pattern-with-oneof": "error",
      "@graphql-eslint/unique-enum-value-names": "error",
    },
  },
];
