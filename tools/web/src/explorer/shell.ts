// What stands around every view: the name, the search box, the ways to other pages.
import { fill, h } from "../dom.ts";
import { theme, toggleTheme } from "../theme.ts";
import { icon } from "./icons.ts";
import { go, href, nodeHref } from "./route.ts";
import { suggestBox } from "./suggest.ts";

/** The header; its search box is left out where the view has one. */
export function header(view: string, searching: boolean, words: string): HTMLElement {
  const links: [string, string, string][] = [
    ["Texts", href({ view: "texts" }), "texts"],
    ["Meetings", href({ view: "meeting" }), "meeting"],
  ];
  return h("header", { class: "top" },
    h("a", { class: "brand", href: "/", "aria-label": "Rapporteur, start" }, brandMark(), h("span", {}, "Rapporteur")),
    searching ? searchBox(words) : h("div", { class: "top-gap" }),
    h("nav", { "aria-label": "Pages" }, links.map(([name, address, at]) =>
      h("a", { href: address, "aria-current": at !== "" && at === view ? "page" : null }, name))),
    themeButton());
}

function brandMark(): HTMLElement {
  return h("span", { class: "brand-mark", "aria-hidden": "true" });
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

function themeButton(): HTMLElement {
  const button = h("button", { class: "button icon bare", type: "button" });
  const show = () => {
    const next = theme() === "dark" ? "light" : "dark";
    fill(button, icon(next === "dark" ? "moon" : "sun"));
    button.setAttribute("aria-label", `Show in ${next} colours`);
    button.title = `Show in ${next} colours`;
  };
  button.addEventListener("click", () => {
    toggleTheme();
    show();
  });
  show();
  return button;
}
