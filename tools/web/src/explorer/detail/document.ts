// A temporary document and a specification: what they carry or are the twin of.
import type { Child } from "../../dom.ts";
import { h } from "../../dom.ts";
import { words } from "../kinds.ts";
import type { Named } from "../node.ts";
import { badge, facts, longList, nodeLine, nodeLink, section } from "../parts.ts";

export const documentFragment = `fragment DocumentDetail on Document {
  revision
  documentGroup: studyGroup { ...Name }
  documentMeeting: meeting { ...Name }
  documentTexts: texts { role text { ...Name } action { kind } }
}`;

interface DocumentDetail extends Named {
  revision: number | null;
  documentGroup: Named | null;
  documentMeeting: Named | null;
  documentTexts: { role: string; text: Named; action: { kind: string } | null }[];
}

const headings: Record<string, string> = { LOCATION_OF_TEXT: "Holds the text of", A1_JUSTIFICATION: "Justifies the new work item", TUTORIAL: "Tutorial on" };

export function showDocument(document: DocumentDetail): Child {
  const roles = Map.groupBy(document.documentTexts, ({ role }) => role);
  return [
    facts([
      ["Revision", document.revision],
      ["Study period", document.studyPeriod],
      ["Study group", document.documentGroup && nodeLink(document.documentGroup)],
      ["Last seen at", document.documentMeeting && nodeLink(document.documentMeeting)],
    ]),
    [...roles].map(([role, texts]) => section(headings[role] ?? words(role),
      longList(texts.map(({ text, action }) => nodeLine(text, action && badge(action.kind))), 10, "texts"))),
    roles.size === 0 && h("p", { class: "soft" }, "No text is known that it carries."),
  ];
}

export const specificationFragment = `fragment SpecificationDetail on Specification {
  organizations series specificationNumber: number part
  twins: texts(first: 50) { totalCount nodes { ...Name } }
}`;

interface SpecificationDetail extends Named {
  organizations: string[];
  series: string | null;
  specificationNumber: string;
  part: string | null;
  twins: { totalCount: number; nodes: Named[] };
}

export function showSpecification(specification: SpecificationDetail): Child {
  return [
    facts([
      ["Published by", specification.organizations.join(" and ")],
      ["Series", specification.series],
      ["Number", specification.specificationNumber],
      ["Part", specification.part],
    ]),
    section("Twin of", specification.twins.totalCount > 0 && longList(specification.twins.nodes.map((text) => nodeLine(text, badge(text.status))), 10, "texts"), specification.twins.totalCount),
  ];
}
