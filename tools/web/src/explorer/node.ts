// A node of any type, as lists, suggestions and the graph know it: enough to name it.
import type { TypeName } from "./kinds.ts";
import { types, words } from "./kinds.ts";
import { period } from "./dates.ts";

export interface Named {
  __typename: TypeName;
  id: string;
  acronym?: string | null;
  title?: string | null;
  status?: string | null;
  referencedOnly?: boolean;
  name?: string;
  label?: string;
  number?: string;
  studyPeriod?: string | null;
  questionPeriod?: string;
  identifier?: string;
  kind?: string;
  start?: string | null;
  end?: string | null;
  place?: string | null;
  groupAcronym?: string;
  reportTitle?: string;
}

/** The fields of Named; put it at the end of an operation and ...Name where a node is wanted. */
export const nameFragment = /* GraphQL */ `
  fragment Name on Node {
    __typename
    id
    ... on Text { acronym title status referencedOnly }
    ... on Person { name }
    ... on Question { label questionPeriod: studyPeriod }
    ... on Document { number studyPeriod }
    ... on Specification { identifier }
    ... on Meeting { name kind start end place }
    ... on StudyGroup { name title }
    ... on CorrespondenceGroup { groupAcronym: acronym title }
    ... on Report { reportTitle: title }
  }
`;

/** What the node is called: short enough for a label, never empty. */
export function nameOf(node: Named): string {
  switch (node.__typename) {
    case "Text": return node.acronym ?? node.title ?? "(text without a name)";
    case "Question": return node.label ?? node.id;
    case "Document": return node.number ?? node.id;
    case "Specification": return node.identifier ?? node.id;
    case "Report": return node.reportTitle ?? node.id;
    case "CorrespondenceGroup": return node.groupAcronym ?? node.id;
    default: return node.name ?? node.id;
  }
}

/** The name on a node of the graph, where meetings would be too long. */
export function labelOf(node: Named): string {
  if (node.__typename === "Meeting") {
    const where = node.place ? `${node.place.split(",")[0]}, ` : "";
    const day = period(node.start, null);
    return day ? where + day : short(nameOf(node));
  }
  return short(nameOf(node));
}

function short(name: string): string {
  return name.length > 34 ? `${name.slice(0, 32).trimEnd()}…` : name;
}

/** A second line about the node, empty where there is nothing to say. */
export function aboutOf(node: Named): string {
  switch (node.__typename) {
    case "Text": return node.acronym ? (node.title ?? (node.referencedOnly ? "known from a relation alone" : "")) : "";
    case "Question": return node.questionPeriod ?? "";
    case "Document": return node.studyPeriod ?? "";
    case "Meeting": return [node.kind && words(node.kind), period(node.start, node.end)].filter(Boolean).join(" · ");
    case "StudyGroup": case "CorrespondenceGroup": return node.title ?? "";
    default: return "";
  }
}

/** The type and name, as a screen reader says them. */
export function spoken(node: Named): string {
  const about = aboutOf(node);
  return `${types[node.__typename].one} ${nameOf(node)}${about ? `, ${about}` : ""}`;
}
