// Texts by where they stand.
import { type Child, h } from "../../dom.ts";
import { decisions, words } from "../kinds.ts";
import type { Named } from "../node.ts";
import { badge, counted, longList, nodeLine } from "../parts.ts";

/** Texts under what was decided about them last; a link to all of them where there are more. */
export function byStatus(texts: Named[], total: number, all: string): Child {
  if (total === 0) return null;
  const groups = Map.groupBy(texts, (text) => text.status ?? "");
  const order = [...Object.keys(decisions), ""];
  return [
    total > texts.length && h("p", { class: "faint" }, `The first ${texts.length} of ${total.toLocaleString("en")}`),
    order.filter((status) => groups.has(status)).map((status) => {
      const group = groups.get(status)!;
      return h("div", { class: "status-group" },
        h("h4", {}, status ? badge(status) : words("no decision"), total === texts.length && h("span", { class: "count" }, group.length)),
        longList(group.map((text) => nodeLine(text)), 6, "texts"));
    }),
    h("p", {}, h("a", { href: all, "data-count": total }, total > texts.length ? `All ${counted(total, "text")} as a list` : "As a list, to filter and download")),
  ];
}
