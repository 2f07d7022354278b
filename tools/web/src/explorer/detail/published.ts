// What pages and records add to a text: its publication, its editions, and which document says what.
import { type Child, h } from "../../dom.ts";
import { day } from "../dates.ts";
import { decisions, words } from "../kinds.ts";
import type { Named } from "../node.ts";
import { badge, longList, nodeLine, nodeLink } from "../parts.ts";
import { type Source, sourceFields, sourceLines } from "./source.ts";

export const publicationFields = `approvalProcess approvedOn publication summary url supportingMembers
  equivalences { degree specification { ...Name } }
  editions { number name approvedOn publication url }
  statements {
    date acronym provisionalName title status target liaisons baseTexts
    report { ...Name reportKind: kind } statementEditors: editors { ...Name } ${sourceFields}
  }`;

interface Statement {
  date: string | null;
  acronym: string | null;
  provisionalName: string | null;
  title: string | null;
  status: string | null;
  target: string | null;
  liaisons: string[];
  baseTexts: string[];
  report: Named & { reportKind: string };
  statementEditors: Named[];
  source: Source;
}

export interface Published {
  approvalProcess: string | null;
  approvedOn: string | null;
  publication: string | null;
  summary: string | null;
  url: string | null;
  supportingMembers: string[];
  equivalences: { degree: string | null; specification: Named }[];
  editions: { number: string | null; name: string; approvedOn: string | null; publication: string | null; url: string | null }[];
  statements: Statement[];
}

const degrees: Record<string, string> = { IDENTICAL: "common text", TWIN: "technically aligned" };

export function publicationFacts(text: Published): [string, Child][] {
  const approved = [text.approvalProcess && processName(text.approvalProcess), text.approvedOn && day(text.approvedOn)].filter(Boolean);
  return [
    ["Approval", approved.join(", ")],
    ["Publication", text.publication && words(text.publication)],
    ["Address", text.url && link(text.url)],
    ["Supported by", text.supportingMembers.join(", ")],
  ];
}

export function showEquivalents({ equivalences }: Published): Child {
  return equivalences.length > 0 && h("ul", { class: "lines" }, equivalences.map(({ degree, specification }) =>
    nodeLine(specification, degree && degrees[degree])));
}

/** The editions, the newest first. */
export function showEditions({ editions }: Published): Child {
  return editions.length > 0 && longList([...editions].reverse().map((edition) => h("li", { class: "node-line" },
    h("div", { class: "node-line-main" },
      edition.url ? link(edition.url, edition.name) : edition.name,
      h("p", { class: "soft" }, [edition.number && `edition ${edition.number}`, edition.approvedOn && `approved ${day(edition.approvedOn)}`].filter(Boolean).join(", "))),
    edition.publication && h("div", { class: "node-line-end" }, words(edition.publication)))), 5, "older editions");
}

/** Which document says what, the newest first, with the lines that say so. */
export function showStatements({ statements }: Published): Child {
  return longList(statements.map((said) => h("li", { class: said.status ? decisions[said.status]?.tone : undefined },
    h("p", {}, badge(said.status), said.date && h("time", { datetime: said.date }, day(said.date))),
    h("p", {}, nodeLink(said.report), h("span", { class: "soft" }, ` · ${words(said.report.reportKind).toLowerCase()}`)),
    h("p", {}, said.acronym, said.provisionalName && ` (${said.provisionalName})`, said.title && [(said.acronym || said.provisionalName) && ": ", said.title]),
    detail("Target", said.target && day(said.target)),
    detail("Editors", said.statementEditors.length > 0 && said.statementEditors.map((person, i) => [i > 0 && ", ", nodeLink(person)])),
    detail("Liaison", said.liaisons.join(", ")),
    detail("Base texts", said.baseTexts.join(", ")),
    sourceLines(said.source, "document"))), 6, "older statements", h("ol", { class: "timeline" }));
}

function detail(name: string, value: Child): Child {
  return value ? h("p", { class: "soft" }, `${name}: `, value) : null;
}

/** AAP and TAP are abbreviations; agreement is a word. */
function processName(process: string): string {
  return process.length === 3 ? process : words(process);
}

/** A link to a page of others, where the address is one of the web. */
function link(url: string, shown = url): Child {
  return /^https?:\/\//.test(url) ? h("a", { href: url, rel: "noreferrer" }, shown) : shown;
}
