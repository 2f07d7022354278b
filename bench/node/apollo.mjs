// Apollo Server, standalone, with a dataloader for every relation: node apollo.mjs SCHEMA DATA
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import DataLoader from "dataloader";
import { readFile } from "node:fs/promises";
import { page, read } from "./data.mjs";

const [schema, data] = process.argv.slice(2);
const graph = await read(data);
const loader = (from) => new DataLoader(async (ids) => ids.map((id) => from.get(id)));
const texts = async (parent, { first }, { textsOf }) => page(await textsOf.load(parent.id), first ?? undefined);

const server = new ApolloServer({
  typeDefs: await readFile(schema, "utf8"),
  resolvers: {
    Query: {
      text: (_, { acronym }) => graph.byAcronym.get(acronym),
      question: (_, { label }) => graph.byLabel.get(label),
      editor: (_, { name }) => graph.byName.get(name),
    },
    Question: { texts },
    Person: { texts },
    Text: {
      questions: (text, _, { questions }) => questions.loadMany(text.questions),
      editors: (text, _, { people }) => people.loadMany(text.editors),
      equivalents: (text, _, { specifications }) => specifications.loadMany(text.equivalents),
    },
    TextDocument: { document: (link, _, { documents }) => documents.load(link.document) },
  },
});
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: "127.0.0.1" },
  context: async () => ({
    questions: loader(graph.questions),
    people: loader(graph.people),
    documents: loader(graph.documents),
    specifications: loader(graph.specifications),
    textsOf: loader(graph.textsOf),
  }),
});
console.log(`${url}graphql`);
