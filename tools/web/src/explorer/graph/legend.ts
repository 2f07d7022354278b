// The legend, which is the filter, too: each type and kind of edge can be left out.
import { h, s } from "../../dom.ts";
import { mark } from "../icons.ts";
import { edgeKinds, graphTypes, types, type TypeName } from "../kinds.ts";
import { changed, go } from "../route.ts";
import type { Shown, Wish } from "./model.ts";

/** What shapes, colours and lines mean; pressed is shown. */
export function legend(shown: Shown, wish: Wish): HTMLElement {
  const ofType = count(shown.nodes.map((node) => node.__typename));
  const ofKind = count(shown.edges.map((edge) => edge.kind));
  const stubs = new Set(shown.stubs.map((stub) => stub.type));
  const presentTypes = graphTypes.filter((type) => ofType.has(type) || stubs.has(type) || wish.hide.includes(type));
  const presentKinds = Object.keys(edgeKinds).filter((kind) => ofKind.has(kind) || wish.hide.includes(kind));
  return h("details", { class: "legend", open: matchMedia("(min-width: 760px)").matches },
    h("summary", {}, "Legend and filter"),
    h("div", { class: "legend-row", role: "group", "aria-label": "Types of nodes shown" },
      presentTypes.map((type) => toggle(wish, type, [mark(type, 15), types[type].many], ofType.get(type) ?? 0))),
    h("div", { class: "legend-row", role: "group", "aria-label": "Kinds of links shown" },
      presentKinds.map((kind) => toggle(wish, kind, [sample(kind), edgeKinds[kind]!.name], ofKind.get(kind) ?? 0))));
}

function toggle(wish: Wish, value: TypeName | string, children: (Node | string)[], n: number): HTMLElement {
  const hidden = wish.hide.includes(value);
  return h("button", {
    class: "legend-item", type: "button", "aria-pressed": String(!hidden), title: hidden ? "Left out; press to show" : "Press to leave out",
    onclick: () => go(changed({ hide: hidden ? wish.hide.filter((one) => one !== value) : [...wish.hide, value] })),
    "data-legend": value, "data-keep": `legend ${value}`,
  }, children, h("span", { class: "count" }, hidden ? "off" : n));
}

function sample(kind: string): SVGSVGElement {
  return s("svg", { width: 22, height: 10, class: "sample", "aria-hidden": "true" },
    s("line", { x1: 1, y1: 5, x2: 21, y2: 5, class: "edge", "stroke-dasharray": edgeKinds[kind]?.dash }));
}

function count(values: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
