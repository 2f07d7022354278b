// What a reader wants to know of one node.
import { ask } from "../../api.ts";
import { type Child, h } from "../../dom.ts";
import { icon, mark } from "../icons.ts";
import { types } from "../kinds.ts";
import { loaded, nothing } from "../loading.ts";
import { nameFragment, nameOf, type Named } from "../node.ts";
import { badge } from "../parts.ts";
import { changed, go, here, href, nodeHref } from "../route.ts";
import { documentFragment, showDocument, showSpecification, specificationFragment } from "./document.ts";
import { type Decided, decidedFields } from "../meeting/facts.ts";
import { groupFragment, showCorrespondence, showStudyGroup } from "./group.ts";
import { meetingFragment, showMeeting } from "./meeting.ts";
import { personFragment, showPerson } from "./person.ts";
import { questionFragment, showQuestion } from "./question.ts";
import { reportFragment, showReport } from "./report.ts";
import { showText, textFragment } from "./text.ts";

// What is asked of a node of each kind, which its id begins with: a server limits what one operation may ask for.
const fragments: Record<string, string> = {
  text: textFragment, person: personFragment, question: questionFragment, document: documentFragment, specification: specificationFragment,
  meeting: meetingFragment, "study-group": groupFragment, "correspondence-group": groupFragment, report: reportFragment,
};

function query(id: string): string {
  const fragment = fragments[id.slice(0, id.indexOf(":"))] ?? "";
  const spread = /^fragment (\w+)/.exec(fragment);
  return `query Details($id: ID!) {
  node(id: $id) { ...Name ${spread ? `...${spread[1]}` : ""} ... on Action { text { ...Name } } }
  ${fragment === meetingFragment ? decidedFields : ""}
}
${nameFragment} ${fragment}`;
}

/** The details of a node, and what can be done with it in the graph around the center. */
export function details(id: string, signal: AbortSignal, graph: { center: string }): HTMLElement {
  return loaded((s) => ask<Decided & { node: Named | null }>(query(id), { id }, { signal: s }), ({ node, ...decided }) => {
    if (!node) return nothing("There is no such thing here", h("p", {}, "Nothing has the id ", h("code", {}, id), ". It may have been removed with its report."), h("a", { class: "button", href: "/" }, "To the start"));
    return [head(node, id, graph.center), body(node, decided)];
  }, signal, 7);
}

function head(node: Named, asked: string, center: string): Child {
  const kind = types[node.__typename];
  const title = node.__typename === "Text" && node.acronym ? node.title : node.__typename === "StudyGroup" || node.__typename === "CorrespondenceGroup" ? node.title : null;
  return h("header", { class: "panel-head" },
    h("p", { class: "eyebrow" }, mark(node.__typename, 15), kind.one, node.__typename === "Text" ? badge(node.status) : null),
    h("h2", {}, nameOf(node)),
    title && h("p", { class: "panel-title" }, title),
    asked === center ? null : h("div", { class: "panel-acts" },
      h("a", { class: "button", href: nodeHref(node.id) }, icon("graph", 16), "Graph around this"),
      h("a", { class: "button", href: changed({ to: node.id, path: null }) }, icon("path", 16), "Path to this"),
      shutButton(node.id)),
    node.__typename === "Meeting" && h("div", { class: "panel-acts" }, h("a", { class: "button", href: href({ view: "meeting", node: node.id }) }, icon("calendar", 16), "Page of this meeting")));
}

function shutButton(id: string): HTMLElement {
  return h("button", {
    class: "button", type: "button", title: "Takes what hangs on this alone out of the graph",
    onclick: () => go(changed({ open: here().getAll("open").filter((one) => one !== id), shut: [...new Set([...here().getAll("shut"), id])], select: null })),
  }, icon("minus", 16), "Close");
}

function body(node: Named, decided: Decided): Child {
  switch (node.__typename) {
    case "Text": return showText(node as never);
    case "Person": return showPerson(node as never);
    case "Question": return showQuestion(node as never);
    case "Document": return showDocument(node as never);
    case "Specification": return showSpecification(node as never);
    case "Meeting": return showMeeting(node as never, decided);
    case "StudyGroup": return showStudyGroup(node as never);
    case "CorrespondenceGroup": return showCorrespondence(node as never);
    case "Report": return showReport(node as never);
    case "Action": return h("p", {}, "A decision about ", h("a", { href: nodeHref((node as never as { text: Named }).text.id) }, nameOf((node as never as { text: Named }).text)), ".");
  }
}
