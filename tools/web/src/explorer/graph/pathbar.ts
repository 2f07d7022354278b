// The path between the node and another: choosing the other, and the path in words.
import { type Child, h } from "../../dom.ts";
import { icon } from "../icons.ts";
import { edgeKinds, graphTypes } from "../kinds.ts";
import { nameOf } from "../node.ts";
import { counted, nodeLink } from "../parts.ts";
import { changed, go } from "../route.ts";
import { suggestBox } from "../suggest.ts";
import type { Model, Path } from "./model.ts";

/** The bar, null while no path is wanted. */
export function pathBar(model: Model, parameters: URLSearchParams, path: Path | null): HTMLElement | null {
  const to = parameters.get("to");
  if (to) return h("div", { class: "path-bar", role: "status" }, path ? inWords(model, path) : notFound(model, to), closeButton());
  if (!parameters.has("path")) return null;
  return h("div", { class: "path-bar" }, h("span", { class: "path-label" }, "Path to"),
    suggestBox({
      id: "path-to", label: "The other end of the path", placeholder: "Another person, text, …", only: graphTypes,
      chosen: (node) => go(changed({ to: node.id, path: null })),
    }), closeButton());
}

function inWords(model: Model, path: Path): Child {
  if (path.edges.length === 0) return h("p", {}, "Both ends are the same node.");
  const steps = path.nodes.map((id, i) => {
    const node = model.nodes.get(id)!;
    const edge = path.edges[i - 1];
    const kind = edge && edgeKinds[edge.kind];
    return h("li", {}, kind && h("span", { class: "soft" }, edge.to === id ? kind.out : kind.in), nodeLink(node));
  });
  return h("div", {}, h("p", { class: "faint" }, "The shortest path has ", counted(path.edges.length, "step")), h("ol", { class: "path" }, steps));
}

function notFound(model: Model, to: string): Child {
  const node = model.nodes.get(to);
  return h("p", {}, "No path of at most six steps leads to ", node ? nameOf(node) : h("code", {}, to), " over the links that are shown.");
}

function closeButton(): HTMLElement {
  return h("button", {
    class: "button icon bare", type: "button", "aria-label": "Close the path", title: "Close the path",
    "data-keep": "path", // the focus goes to the button that opens it
    onclick: () => go(changed({ to: null, path: null })),
  }, icon("close", 16));
}
