// The difference between the graph and the report, by type of node.
import { type Child, h } from "../dom.ts";
import { mark } from "../explorer/icons.ts";
import { types, type TypeName } from "../explorer/kinds.ts";
import { nodeHref } from "../explorer/route.ts";
import type { Imported, Outcome } from "./send.ts";

const outcomes: [Outcome, string, tone: string][] = [["CREATED", "new", "good"], ["UPDATED", "changed", "accent"], ["DELETED", "gone", "bad"]];

// The type of a node by the beginning of its id.
const prefixes: Record<string, TypeName> = {
  text: "Text", action: "Action", person: "Person", question: "Question", document: "Document", specification: "Specification",
  meeting: "Meeting", "study-group": "StudyGroup", "correspondence-group": "CorrespondenceGroup", report: "Report",
};

/** How many of which type; the nodes themselves when asked for. Those that are there already are linked. */
export function difference({ changes, unchanged }: Imported, imported: boolean): HTMLElement {
  const byType = Map.groupBy(changes, ({ id }) => id.slice(0, id.indexOf(":")));
  const there = (outcome: Outcome) => outcome === "UPDATED" ? true : imported && outcome === "CREATED";
  return h("section", { "aria-labelledby": "difference" },
    h("h2", { id: "difference" }, imported ? "What changed" : "What would change"),
    changes.length === 0 && h("p", { class: "soft" }, "Nothing: the graph says all this already."),
    h("ul", { class: "differences" }, Object.entries(prefixes).map(([prefix, type]) => {
      const ofType = byType.get(prefix) ?? [];
      if (ofType.length === 0) return null;
      return h("li", {}, h("details", {},
        h("summary", {}, mark(type, 15), h("span", {}, types[type].many), outcomes.map(([outcome, word, tone]) => {
          const n = ofType.filter((change) => change.outcome === outcome).length;
          return n > 0 && h("span", { class: `badge ${tone}` }, `${n} ${word}`);
        })),
        h("ul", { class: "changed" }, outcomes.map(([outcome, word]) => ofType.filter((change) => change.outcome === outcome).map(({ id }): Child =>
          h("li", {}, there(outcome) && type !== "Action" ? h("a", { href: nodeHref(id) }, id.slice(prefix.length + 1)) : id.slice(prefix.length + 1), " ", h("span", { class: "faint" }, word)))))));
    })),
    h("p", { class: "faint" }, `${unchanged.toLocaleString("en")} stay as they are.`));
}
