// The shapes of types of nodes, as the graph draws them, and the icons beside them.
import { s } from "../dom.ts";
import { outline, type TypeName } from "./kinds.ts";

export { icon, type IconName } from "../icon.ts";

/** The shape of a type of nodes, as the graph draws it. */
export function mark(type: TypeName, size = 16): SVGSVGElement {
  return s("svg", { viewBox: "-12 -12 24 24", width: size, height: size, class: "mark", "aria-hidden": "true" },
    s("path", { d: outline(type), class: `shape ${type}` }));
}
