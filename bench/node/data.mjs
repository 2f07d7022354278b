// Reads the data set into memory, with the indexes that the resolvers need.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

export async function read(file) {
  const graph = {
    questions: new Map(), people: new Map(), documents: new Map(), specifications: new Map(),
    byLabel: new Map(), byName: new Map(), byAcronym: new Map(),
    textsOf: new Map(), // of a Question or a person
  };
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const { question, person, document, specification, text } = JSON.parse(line);
    if (question) {
      graph.questions.set(question.id, question);
      graph.byLabel.set(question.label, question);
      graph.textsOf.set(question.id, []);
    } else if (person) {
      graph.people.set(person.id, person);
      graph.byName.set(person.name, person);
      graph.textsOf.set(person.id, []);
    } else if (document) graph.documents.set(document.id, document);
    else if (specification) graph.specifications.set(specification.id, specification);
    else if (text) {
      graph.byAcronym.set(text.acronym, text);
      for (const id of text.questions) graph.textsOf.get(id).push(text);
      for (const id of text.editors) graph.textsOf.get(id).push(text);
    } else throw new Error(`${file}: a node of no known kind: ${line}`);
  }
  return graph;
}

export const page = (texts, first = 20) => ({ nodes: texts.slice(0, first), totalCount: texts.length });
