// The decisions of a meeting by the Question whose texts they are about.
import { h } from "../../dom.ts";
import { decisions } from "../kinds.ts";
import { badge, counted, nodeLine } from "../parts.ts";
import { href, nodeHref } from "../route.ts";
import type { Action } from "./actions.ts";

/** One line a Question with its number of decisions and plans of each kind, and what they are about when opened. texts has how many the list of a Question holds. */
export function byQuestion(actions: Action[], meeting: string, texts: Map<string, number>): HTMLElement | null {
  if (actions.length === 0) return null;
  const questions = new Map<string, { label: string; id: string; number: number; actions: Action[] }>();
  for (const action of actions) {
    for (const question of action.questions.length > 0 ? action.questions : [{ id: "", label: "No Question", number: Infinity }]) {
      const group = questions.get(question.id) ?? { ...question, actions: [] };
      group.actions.push(action);
      questions.set(question.id, group);
    }
  }
  const most = Math.max(...[...questions.values()].map((question) => question.actions.length));
  return h("ul", { class: "by-question" }, [...questions.values()].sort((a, b) => a.number - b.number).map((question) => h("li", {},
    h("details", {},
      h("summary", {}, h("span", { class: "by-question-label" }, question.label), stack(question.actions, most),
        h("span", { class: "by-question-n" }, question.actions.length)),
      h("div", { class: "by-question-texts" },
        question.id !== "" && h("p", { class: "faint" }, h("a", { href: nodeHref(question.id) }, "Graph of ", question.label), " · ",
          h("a", { href: href({ view: "texts", questions: question.id, decidedMeetings: meeting }), "data-count": texts.get(question.id) }, counted(texts.get(question.id) ?? 0, "text"), " as a list")),
        h("ul", { class: "lines" }, question.actions.map((action) => nodeLine(action.text, badge(action.kind)))))))));
}

function stack(actions: Action[], most: number): HTMLElement {
  const parts = Object.keys(decisions).map((kind) => [kind, actions.filter((action) => action.kind === kind).length] as const).filter(([, n]) => n > 0);
  const bar = h("span", { class: "stack", role: "img", "aria-label": parts.map(([kind, n]) => `${n} ${decisions[kind]!.name.toLowerCase()}`).join(", ") },
    parts.map(([kind, n]) => {
      const part = h("span", { class: `stack-part ${kind}`, title: `${decisions[kind]!.name}: ${n}` });
      part.style.width = `${(100 * n) / most}%`;
      return part;
    }));
  return bar;
}

/** What the colours of the lines mean. */
export function kindsKey(actions: Action[]): HTMLElement {
  return h("ul", { class: "kinds-key" }, Object.keys(decisions).filter((kind) => actions.some((action) => action.kind === kind)).map((kind) =>
    h("li", {}, h("span", { class: `swatch ${kind}`, "aria-hidden": "true" }), decisions[kind]!.name)));
}
