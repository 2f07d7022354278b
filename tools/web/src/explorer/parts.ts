// Small pieces that several views are made of.
import { type Child, h } from "../dom.ts";
import { mark } from "./icons.ts";
import { decisions, words } from "./kinds.ts";
import { aboutOf, nameOf, type Named } from "./node.ts";
import { nodeHref } from "./route.ts";

/** What was decided, as a small label. */
export function badge(kind: string | null | undefined): HTMLElement | null {
  if (!kind) return null;
  return h("span", { class: `badge ${decisions[kind]?.tone ?? "plain"}`, title: decisions[kind]?.means }, words(kind));
}

/** A link to a node: its shape and its name. */
export function nodeLink(node: Named, ...after: Child[]): HTMLElement {
  return h("a", { class: "node-link", href: nodeHref(node.id) }, mark(node.__typename, 14), h("span", {}, nameOf(node), after));
}

/** A line of a list: a node, what it is about, and something at the end. */
export function nodeLine(node: Named, end?: Child, under?: Child): HTMLElement {
  const about = aboutOf(node);
  return h("li", { class: "node-line" },
    h("div", { class: "node-line-main" }, nodeLink(node), about && h("p", { class: "soft clamp" }, about), under),
    end ? h("div", { class: "node-line-end" }, end) : null);
}

/** A part of a page under a heading; left out where it has nothing. */
export function section(title: Child, body: Child, count?: number | string): HTMLElement | null {
  if (body == null || body === false || (Array.isArray(body) && body.length === 0)) return null;
  return h("section", { class: "section" }, h("h3", {}, title, count != null && h("span", { class: "count" }, count)), body);
}

/** A list that shows its first lines, and the others when asked. */
export function longList(lines: HTMLElement[], shown = 8, what = "more", list = h("ul", { class: "lines" })): HTMLElement {
  list.append(...lines.slice(0, shown));
  const rest = lines.slice(shown);
  if (rest.length === 0) return list;
  const button = h("button", {
    class: "button quiet", type: "button",
    onclick: () => {
      list.append(...rest);
      button.remove();
      rest[0]?.querySelector("a")?.focus();
    },
  }, `Show ${rest.length} ${what}`);
  return h("div", {}, list, button);
}

/** Facts as name and value; those without a value are left out. */
export function facts(pairs: [string, Child][]): HTMLElement | null {
  const known = pairs.filter(([, value]) => value != null && value !== false && value !== "" && !(Array.isArray(value) && value.length === 0));
  if (known.length === 0) return null;
  return h("dl", { class: "facts" }, known.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

/** A number with its noun: 1 text, 12 texts, 1,204 texts. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}
