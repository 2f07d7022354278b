// A table that is sorted by its headings and filtered by words, all within the page.
import { type Child, fill, h } from "../dom.ts";
import { counted } from "./parts.ts";
import { sortBy } from "./sortby.ts";

export interface Column<Row> {
  name: string;
  /** The cell as text, for filter, order and files. */
  text: (row: Row) => string;
  /** The cell as it is shown; its text unless said. */
  cell?: (row: Row) => Child;
  order?: (a: Row, b: Row) => number;
  wide?: boolean;
}

const step = 100; // rows at a time

/** The table under its filter. */
export function sortableTable<Row>(rows: Row[], columns: Column<Row>[], label: string, more: (visible: Row[]) => Child): HTMLElement {
  let sorted: { column: Column<Row>; down: boolean } | null = null;
  let visible = rows;
  let limit = step;
  const head = h("tr", {});
  const body = h("tbody", {});
  const count = h("span", { class: "faint", role: "status" });
  const extra = h("span", {});
  const rest = h("div", { class: "center" });
  const filter = h("input", { class: "field", type: "search", placeholder: "Filter", "aria-label": `Filter: ${label}`, oninput: () => refresh() });

  function refresh(): void {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    visible = rows.filter((row) => {
      const text = columns.map((column) => column.text(row)).join(" ").toLowerCase();
      return words.every((word) => text.includes(word));
    });
    if (sorted) {
      const { column, down } = sorted;
      const order = column.order ?? ((a: Row, b: Row) => column.text(a).localeCompare(column.text(b), "en", { numeric: true }));
      visible = [...visible].sort((a, b) => (down ? -1 : 1) * order(a, b));
    }
    fill(body, visible.slice(0, limit).map((row) => h("tr", {}, columns.map((column, i) =>
      h("td", { "data-name": i < 1 ? "" : column.name, class: column.wide ? "wide" : null }, column.cell ? column.cell(row) : column.text(row))))));
    if (visible.length === 0) fill(body, h("tr", {}, h("td", { colspan: columns.length, class: "soft" }, "Nothing matches the filter.")));
    fill(rest, visible.length > limit && h("button", { class: "button", type: "button", onclick: () => { limit += step; refresh(); } }, "Show more"));
    count.textContent = counted(visible.length, "row");
    fill(extra, more(visible));
  }

  fill(head, columns.map((column) => {
    const heading = h("th", { scope: "col", "aria-sort": "none" }, h("button", {
      type: "button", class: "sort",
      onclick: () => sort(column, sorted?.column === column && !sorted.down),
    }, column.name));
    return heading;
  }));

  function sort(column: Column<Row>, down: boolean): void {
    sorted = { column, down };
    for (const other of head.children) other.setAttribute("aria-sort", "none");
    head.children[columns.indexOf(column)]?.setAttribute("aria-sort", down ? "descending" : "ascending");
    refresh();
  }
  const narrow = sortBy(columns.map(({ name }, i) => ({ name, value: String(i) })), "", (value) => {
    const [i, way] = value.split(" ");
    sort(columns[Number(i)]!, way === "DESC");
  });
  refresh();
  return h("div", {}, h("div", { class: "table-tools" }, filter, count, narrow, h("span", { class: "toolbar-gap" }), extra),
    h("div", { class: "table-frame", tabindex: 0, role: "region", "aria-label": label }, h("table", { class: "table cards" }, h("thead", {}, head), body)), rest);
}
