// A text: where it stands, who edits it, what carries it, and where the reports say so.
import { type Child, h } from "../../dom.ts";
import { day } from "../dates.ts";
import { decisions, words } from "../kinds.ts";
import type { Named } from "../node.ts";
import { nameOf } from "../node.ts";
import { badge, facts, longList, nodeLine, nodeLink, section } from "../parts.ts";
import { nodeHref } from "../route.ts";
import { type Source, sourceFields, sourceLines } from "./source.ts";
import { type Published, publicationFields, publicationFacts, showEditions, showEquivalents, showStatements } from "./published.ts";

export const textFragment = `fragment TextDetail on Text {
  provisionalName otherNames textKind: kind novelty startOfWork target targetAction
  textGroup: studyGroup { ...Name }
  questions { ...Name }
  textEditors: editors { ...Name }
  documents { role document { ...Name } action { kind } }
  ${publicationFields}
  relations { kind direction text { ...Name } }
  decisions: actions { id kind date target targetAction meeting { ...Name } textEditors: editors { id name } ${sourceFields} }
}`;

interface Decision {
  id: string;
  kind: string;
  date: string | null;
  target: string | null;
  targetAction: string | null;
  meeting: Named;
  textEditors: { id: string; name: string }[];
  source: Source;
}

export interface TextDetail extends Named, Published {
  provisionalName: string | null;
  otherNames: string[];
  textKind: string | null;
  novelty: string | null;
  startOfWork: string | null;
  target: string | null;
  targetAction: string | null;
  textGroup: Named | null;
  questions: Named[];
  textEditors: Named[];
  documents: { role: string; document: Named; action: { kind: string } | null }[];
  relations: { kind: string; direction: "IN" | "OUT"; text: Named }[];
  decisions: Decision[];
}

const related: Record<string, [string, string]> = {
  REVISES: ["Revises", "Revised by"],
  AMENDS: ["Amends", "Amended by"],
  CORRECTS: ["Corrects", "Corrected by"],
  SUPPLEMENTS: ["Supplements", "Supplemented by"],
  PART_OF: ["Part of", "Has the part"],
};

const roles: Record<string, string> = { LOCATION_OF_TEXT: "holds the text", A1_JUSTIFICATION: "A.1 justification", TUTORIAL: "tutorial" };

export function showText(text: TextDetail): Child {
  const target = text.target && [day(text.target), text.targetAction && ` (${words(text.targetAction).toLowerCase()})`];
  return [
    text.referencedOnly && h("p", { class: "callout" }, "No report was read that lists this text; another text refers to it."),
    facts([
      ["Kind", [text.textKind && words(text.textKind), text.novelty && `, ${text.novelty.toLowerCase()}`]],
      ["Earlier name", text.provisionalName],
      ["Other names", text.otherNames.join(", ")],
      ["Work began", text.startOfWork && day(text.startOfWork)],
      ["To be acted on", target ?? (text.targetAction && words(text.targetAction))],
      ["Questions", commas(text.questions)],
      ["Study group", text.textGroup && nodeLink(text.textGroup)],
      ...publicationFacts(text),
    ]),
    section("Summary", text.summary && h("p", { class: "summary" }, text.summary)),
    section("Editors", text.textEditors.length > 0
      ? longList(text.textEditors.map((person) => nodeLine(person)), 8, "editors")
      : text.referencedOnly ? null : h("p", { class: "soft" }, "No report names an editor."), text.textEditors.length || undefined),
    section("Decisions", text.decisions.length > 0 && timeline(text.decisions)),
    section("Documents", text.documents.length > 0 && h("ul", { class: "lines" }, text.documents.map(({ role, document, action }) =>
      nodeLine(document, [roles[role] ?? words(role)], action && h("p", { class: "soft" }, `when ${words(action.kind).toLowerCase()}`))))),
    section("Equivalents", showEquivalents(text)),
    section("Editions", showEditions(text), text.editions.length || undefined),
    section("Relations", text.relations.length > 0 && h("ul", { class: "lines" }, text.relations.map(({ kind, direction, text: other }) =>
      nodeLine(other, related[kind]?.[direction === "OUT" ? 0 : 1] ?? words(kind))))),
    section("What documents say", text.statements.length > text.decisions.length && showStatements(text), text.statements.length),
  ];
}

/** What was decided, meeting by meeting. */
function timeline(all: Decision[]): HTMLElement {
  return h("ol", { class: "timeline" }, all.map((decision) => h("li", { class: decisions[decision.kind]?.tone },
    h("p", {}, badge(decision.kind), decision.date && h("time", { datetime: decision.date }, day(decision.date))),
    h("p", {}, h("a", { href: nodeHref(decision.meeting.id) }, nameOf(decision.meeting))),
    (decision.target || decision.targetAction) && h("p", { class: "soft" }, "Target: ", [decision.target && day(decision.target), decision.targetAction && words(decision.targetAction).toLowerCase()].filter(Boolean).join(", ")),
    sourceLines(decision.source))));
}

function commas(nodes: Named[]): Child {
  return nodes.map((node, i) => [i > 0 && ", ", nodeLink(node)]);
}
