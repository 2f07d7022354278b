// Mercurius with its JIT, and its loaders for every relation: node mercurius.mjs SCHEMA DATA
import Fastify from "fastify";
import mercurius from "mercurius";
import { readFile } from "node:fs/promises";
import { page, read } from "./data.mjs";

const [schema, data] = process.argv.slice(2);
const graph = await read(data);
const app = Fastify({ logger: false });
// Loaders do not remember within a request: the data is in memory, and remembering made them slower.
const opts = { cache: false };
const each = (f) => ({ loader: async (queries) => queries.map(f), opts });
const texts = each(({ obj, params }) => page(graph.textsOf.get(obj.id), params.first ?? undefined));

app.register(mercurius, {
  schema: await readFile(schema, "utf8"),
  resolvers: {
    Query: {
      text: (_, { acronym }) => graph.byAcronym.get(acronym),
      question: (_, { label }) => graph.byLabel.get(label),
      editor: (_, { name }) => graph.byName.get(name),
    },
  },
  loaders: {
    Question: { texts },
    Person: { texts },
    Text: {
      questions: each(({ obj }) => obj.questions.map((id) => graph.questions.get(id))),
      editors: each(({ obj }) => obj.editors.map((id) => graph.people.get(id))),
      equivalents: each(({ obj }) => obj.equivalents.map((id) => graph.specifications.get(id))),
    },
    TextDocument: { document: each(({ obj }) => graph.documents.get(obj.document)) },
  },
  jit: 1,
});
const address = await app.listen({ port: 0, host: "127.0.0.1" });
console.log(`${address}/graphql`);
