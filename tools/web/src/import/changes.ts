// The difference between the graph and the report, by type of node.
import { h } from "../dom.ts";
import { mark } from "../explorer/icons.ts";
import { types, type TypeName } from "../explorer/kinds.ts";
import { nodeHref } from "../explorer/route.ts";
import type { Change, Imported, Outcome } from "./send.ts";

const outcomes: [Outcome, string, tone: string][] = [["CREATED", "new", "good"], ["UPDATED", "changed", "accent"], ["DELETED", "gone", "bad"]];

// The type of a node by the beginning of its id.
const prefixes: Record<string, TypeName> = {
  text: "Text", action: "Action", meeting: "Meeting", "correspondence-group": "CorrespondenceGroup", "study-group": "StudyGroup",
};
const few = 20; // changes of a type that are shown without being asked for

/** What the report says otherwise than the graph, by type, with each field as it is and as it is to be. */
export function difference({ changes, unchanged }: Imported, imported: boolean): HTMLElement {
  const byType = Map.groupBy(changes, ({ id }) => id.slice(0, id.indexOf(":")));
  return h("section", { "aria-label": "Changes" },
    h("h2", {}, imported ? "What changed" : "What would change"),
    changes.length === 0 && h("p", { class: "soft" }, "Nothing: the graph says all this already."),
    h("ul", { class: "differences" }, Object.entries(prefixes).map(([prefix, type]) => {
      const ofType = byType.get(prefix) ?? [];
      if (ofType.length === 0) return null;
      return h("li", {}, h("details", { open: ofType.length <= few },
        h("summary", {}, mark(type, 15), h("span", {}, types[type].many), outcomes.map(([outcome, word, tone]) => {
          const n = ofType.filter((change) => change.outcome === outcome).length;
          return n > 0 && h("span", { class: `badge ${tone}` }, `${n} ${word}`);
        })),
        h("ul", { class: "changed" }, ofType.map((change) => one(change, type, imported)))));
    })),
    h("p", { class: "faint" }, `${unchanged.toLocaleString("en")} stay as they are.`));
}

// One change; nodes that are there are linked, and only what changes has its fields shown.
function one({ id, label, outcome, fields }: Change, type: TypeName, imported: boolean): HTMLElement {
  const there = type !== "Action" && (outcome === "UPDATED" || imported && outcome === "CREATED");
  const word = outcomes.find(([of]) => of === outcome)?.[1];
  return h("li", {}, there ? h("a", { href: nodeHref(id) }, label) : label, " ", h("span", { class: "faint" }, word),
    outcome === "UPDATED" && h("ul", { class: "changed-fields" }, fields.map(({ name, before, after }) =>
      h("li", {}, h("span", { class: "soft" }, `${name}: `), h("del", {}, before ?? "nothing"), " → ", h("ins", {}, after ?? "nothing")))));
}
