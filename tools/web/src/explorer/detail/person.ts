// A person: their texts, with whom they edit them, how their name is spelt.
import { type Child, h } from "../../dom.ts";
import type { Named } from "../node.ts";
import { counted, facts, longList, nodeLine, nodeLink, section } from "../parts.ts";
import { href } from "../route.ts";
import { byStatus } from "./bystatus.ts";

export const personFragment = `fragment PersonDetail on Person {
  spellings
  personTexts: texts(first: 100) { totalCount nodes { ...Name } }
  questions { ...Name }
  coEditors(first: 20) { totalCount edges { sharedTexts node { ...Name } } }
  possibleDuplicates { ...Name spellings }
  roles { title represents present meeting { ...Name } }
}`;

interface PersonDetail extends Named {
  name: string;
  spellings: string[];
  personTexts: { totalCount: number; nodes: Named[] };
  questions: Named[];
  coEditors: { totalCount: number; edges: { sharedTexts: number; node: Named }[] };
  possibleDuplicates: (Named & { spellings: string[] })[];
  roles: { title: string; represents: string | null; present: boolean | null; meeting: Named | null }[];
}

export function showPerson(person: PersonDetail): Child {
  const { coEditors, personTexts: texts } = person;
  const more = coEditors.totalCount - coEditors.edges.length;
  return [
    facts([
      ["Questions", person.questions.map((question, i) => [i > 0 && ", ", nodeLink(question)])],
      ["Also printed as", person.spellings.filter((spelling) => spelling !== person.name).join("; ")],
    ]),
    person.possibleDuplicates.length > 0 && h("div", { class: "callout" }, h("p", {}, h("strong", {}, "Perhaps the same person"), " — the names are much alike; nobody has confirmed it."),
      h("ul", { class: "lines" }, person.possibleDuplicates.map((other) => nodeLine(other, null, other.spellings.length > 1 && h("p", { class: "soft" }, other.spellings.join("; ")))))),
    section("Texts", texts.totalCount > 0 ? byStatus(texts.nodes, texts.totalCount, href({ view: "texts", editors: person.id })) : h("p", { class: "soft" }, "No report names them as an editor."), texts.totalCount || undefined),
    section("Edits with", coEditors.edges.length > 0 && [
      longList(coEditors.edges.map(({ sharedTexts, node }) => nodeLine(node, counted(sharedTexts, "text"))), 8, "people"),
      more > 0 && h("p", { class: "faint" }, `and ${counted(more, "other")}`),
    ], coEditors.totalCount || undefined),
    section("Roles", person.roles.length > 0 && h("ul", { class: "lines" }, person.roles.map((role) => h("li", { class: "node-line" },
      h("div", { class: "node-line-main" }, h("p", {}, role.title, role.represents && `, ${role.represents}`),
        role.meeting && h("p", { class: "soft" }, nodeLink(role.meeting))),
      role.present != null && h("div", { class: "node-line-end" }, role.present ? "present" : "absent"))))),
  ];
}
