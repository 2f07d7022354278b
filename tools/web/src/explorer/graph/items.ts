// The elements of a node and of a stub in the drawing.
import { s } from "../../dom.ts";
import { inSentence, outline, types } from "../kinds.ts";
import { labelOf, type Named, spoken } from "../node.ts";
import type { Stub } from "./model.ts";

/** A node or a stub with its elements; it has either. */
export interface Item {
  id: string;
  node?: Named;
  stub?: Stub;
  group: SVGGElement;
  text: SVGTextElement;
  label: string;
  radius: number;
}

/** A node: its shape, the ring that says it is chosen, a wide target for fingers. */
export function nodeItem(node: Named): Item {
  const type = node.__typename;
  const { radius } = types[type];
  const label = labelOf(node);
  const group = s("g", { class: `node ${type}`, role: "button" },
    s("circle", { class: "target", r: 18 }), s("path", { class: "ring", d: outline(type, radius + 5) }),
    s("path", { class: `shape ${type}`, d: outline(type) }), s("title", {}, spoken(node)));
  return { id: node.id, node, group, text: s("text", {}, label), label, radius };
}

/** A stub: how many neighbours of a type there are besides. */
export function stubItem(stub: Stub): Item {
  const { one, many } = types[stub.type];
  const name = `${stub.count}${stub.atLeast ? " or more" : ""} ${inSentence(stub.count === 1 && !stub.atLeast ? one : many)}`;
  const group = s("g", { class: "node stub", role: "button", "aria-label": `Show ${name} more` },
    s("circle", { class: "target", r: 18 }), s("circle", { class: "stub-ring", r: 12 }), s("path", { class: `shape ${stub.type}`, d: outline(stub.type, 5) }));
  return { id: stub.id, stub, group, text: s("text", { class: "stub" }, `+${name}`), label: `+${name}`, radius: 12 };
}
