// What stands at the top of every page: the name, the ways to other pages, light or dark.
import { type Child, fill, h } from "./dom.ts";
import { icon } from "./icon.ts";
import { theme, toggleTheme } from "./theme.ts";

const pages: [name: string, address: string, key: string][] = [
  ["Texts", "/?view=texts", "texts"],
  ["Meetings", "/?view=meeting", "meeting"],
  ["Playground", "/playground", "playground"],
  ["Import", "/import", "import"],
];

interface Top {
  /** The page that is shown, one of the keys above, if it is among them. */
  current: string;
  /** What stands between the name and the ways to other pages. */
  middle?: Child;
  /** Light or dark was chosen. */
  themed?: () => void;
}

export function top({ current, middle, themed }: Top): HTMLElement {
  return h("header", { class: "top" },
    h("a", { class: "brand", href: "/", "aria-label": "Rapporteur, start" }, h("span", { class: "brand-mark", "aria-hidden": "true" }), h("span", {}, "Rapporteur")),
    middle ?? h("div", { class: "top-gap" }),
    h("nav", { "aria-label": "Pages" }, pages.map(([name, address, key]) => h("a", { href: address, "aria-current": key === current ? "page" : null }, name))),
    themeButton(themed));
}

function themeButton(themed: (() => void) | undefined): HTMLElement {
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
    themed?.();
  });
  show();
  return button;
}
