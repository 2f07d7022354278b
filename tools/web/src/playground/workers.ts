// The workers of the editor, each a file of this server, as the content security policy wants. Only the languages that
// GraphiQL edits are here: GraphQL and JSON.
import EditorWorker from "monaco-editor/esm/vs/editor/editor.worker.js?worker";
import JsonWorker from "monaco-editor/esm/vs/language/json/json.worker.js?worker";
import GraphQLWorker from "monaco-graphql/esm/graphql.worker.js?worker";

const workers: Record<string, new () => Worker> = { json: JsonWorker, graphql: GraphQLWorker };

Object.assign(globalThis, {
  MonacoEnvironment: { getWorker: (_: string, label: string) => new (workers[label] ?? EditorWorker)() },
});
