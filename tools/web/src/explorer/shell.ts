// What stands around every view of the explorer: the top with the search box.
import { h } from "../dom.ts";
import { top } from "../top.ts";
import { go, href, nodeHref } from "./route.ts";
import { suggestBox } from "./suggest.ts";

/** The header; its search box is left out where the view has one. */
export function header(view: string, searching: boolean, words: string): HTMLElement {
  return top({ current: view, middle: searching ? searchBox(words) : h("div", { class: "top-gap" }) });
}

/** The search over everything. */
export function searchBox(words = ""): HTMLElement {
  return suggestBox({
    id: "search", label: "Search texts, people, Questions, TDs, specifications and meetings",
    placeholder: "A name, an acronym, a TD, a word of a title", value: words,
    chosen: (node) => go(nodeHref(node.id)),
    entered: (entered) => go(href({ q: entered })),
  });
}
