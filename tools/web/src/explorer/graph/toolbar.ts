// What can be done with the graph: look at it as a list, zoom, find a path, keep a picture.
import { h } from "../../dom.ts";
import { icon, type IconName } from "../icons.ts";
import { changed, go, here, steps } from "../route.ts";
import type { Canvas } from "./canvas.ts";
import { savePNG, saveSVG } from "./download.ts";

interface Options {
  canvas: Canvas;
  asList: boolean;
  name: string;
}

export function toolbar({ canvas, asList, name }: Options): HTMLElement {
  const parameters = here();
  const pathing = parameters.has("path") || parameters.has("to");
  return h("div", { class: "toolbar", role: "toolbar", "aria-label": "Graph" },
    h("div", { class: "switch", role: "group", "aria-label": "Show as" },
      choice("graph", "Graph", !asList, () => go(changed({ as: null }))),
      choice("list", "List", asList, () => go(changed({ as: "list" })))),
    h("button", {
      class: "button", type: "button", "aria-pressed": String(pathing), "data-tool": "path", "data-keep": "path",
      onclick: () => go(changed(pathing ? { path: null, to: null } : { path: "choose" })),
    }, icon("path"), "Path"),
    h("span", { class: "toolbar-gap" }),
    asList ? null : [
      action("undo", "Undo the last step", () => history.back(), steps() === 0),
      action("minus", "Zoom out", () => canvas.zoomBy(1 / 1.4)),
      action("plus", "Zoom in", () => canvas.zoomBy(1.4)),
      action("fit", "Show all", () => canvas.refit()),
      h("details", { class: "menu", onfocusout: closeWhenLeft },
        h("summary", { class: "button icon", "aria-label": "Save as a picture", title: "Save as a picture" }, icon("download")),
        h("div", { class: "menu-items", onclick: (event: Event) => (event.currentTarget as Element).closest("details")?.removeAttribute("open") },
          h("button", { class: "menu-item", type: "button", onclick: () => void savePNG(canvas.svg, name) }, "Picture (PNG)"),
          h("button", { class: "menu-item", type: "button", onclick: () => saveSVG(canvas.svg, name) }, "Drawing (SVG)"),
          h("a", { class: "menu-item", download: "", href: `/export/neighborhood.graphml?${new URLSearchParams({ node: parameters.get("node") ?? "", depth: "1", first: "500" })}` }, "GraphML"))),
    ]);
}

function closeWhenLeft(event: FocusEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  const next = event.relatedTarget as Node | null; // null where a browser does not focus buttons that are pressed
  if (next && !menu.contains(next)) menu.open = false;
}

function choice(name: IconName, label: string, on: boolean, act: () => void): HTMLElement {
  return h("button", { class: "switch-item", type: "button", "data-keep": label, "aria-pressed": String(on), onclick: act }, icon(name, 16), label);
}

function action(name: IconName, label: string, act: () => void, disabled = false): HTMLElement {
  return h("button", { class: "button icon", type: "button", "aria-label": label, title: label, disabled, "data-keep": label, "data-zoom": name === "plus" || name === "minus" || null, onclick: act }, icon(name));
}
