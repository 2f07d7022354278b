// The query that asks for all that introspection tells: what tools ask for, what is left out where nothing deprecated is asked
// for, and types by their names.
import { getIntrospectionQuery } from "graphql";

const tools = getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true });
const more = `
  visible: __schema { types { name fields { name args { name } } inputFields { name } enumValues { name } } directives { name args { name } } }
  query: __type(name: "Query") { ...Whole }
  enum: __type(name: "__TypeKind") { ...Whole }
  meta: __type(name: "__Directive") { ...Whole }
  none: __type(name: "Nothing") { name }
  allDirectives: __schema { directives(includeDeprecated: true) { name isDeprecated deprecationReason } }
}

fragment Whole on __Type {
  kind name description specifiedByURL isOneOf ofType { name } interfaces { name } possibleTypes { name } enumValues { name description }
  inputFields { name } fields(includeDeprecated: true) { name description isDeprecated deprecationReason type { kind name ofType { kind name ofType { kind name } } } args(includeDeprecated: true) { name description defaultValue isDeprecated deprecationReason } }
}
`;

export const introspection = tools.replace(/\}\s*fragment FullType/, `${more}\nfragment FullType`);
