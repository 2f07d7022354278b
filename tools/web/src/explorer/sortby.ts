// The order of a list on a narrow screen, where a table has no headings to press.
import { h } from "../dom.ts";

/** A choice of columns, each both ways; the value of an option is its column, a space, and ASC or DESC. */
export function sortBy(columns: { name: string; value: string }[], current: string, chosen: (value: string) => void): HTMLElement {
  const select = h("select", { class: "field", "data-keep": "sort", onchange: () => chosen(select.value) },
    columns.flatMap(({ name, value }) => [["ASC", "↑"], ["DESC", "↓"]].map(([way, arrow]) =>
      h("option", { value: `${value} ${way}`, selected: current === `${value} ${way}` }, `${name} ${arrow}`))));
  return h("label", { class: "sort-by" }, h("span", {}, "Sort by "), select);
}
