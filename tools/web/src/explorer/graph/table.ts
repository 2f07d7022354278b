// The nodes of the graph as a table: the graph is never the only way to read something.
import { h } from "../../dom.ts";
import { mark } from "../icons.ts";
import { edgeKinds, types } from "../kinds.ts";
import { aboutOf, nameOf, type Named } from "../node.ts";
import { counted } from "../parts.ts";
import { nodeHref } from "../route.ts";
import { icon } from "../icons.ts";
import { csv, save } from "../save.ts";
import { badge } from "../parts.ts";
import { sortableTable, type Column } from "../table.ts";
import type { Model, Path, Shown } from "./model.ts";

interface Row {
  node: Named;
  links: string[];
}

/** The same nodes that the graph would show. What the legend leaves out is left out here, too. */
export function graphTable(model: Model, shown: Shown, center: string, path: Path | null): HTMLElement {
  const onPath = new Set(path?.nodes);
  const links = new Map<string, string[]>();
  for (const { kind, from, to } of shown.edges) {
    note(links, from, `${edgeKinds[kind]?.out} ${nameOf(model.nodes.get(to)!)}`);
    note(links, to, `${edgeKinds[kind]?.in} ${nameOf(model.nodes.get(from)!)}`);
  }
  const rows: Row[] = shown.nodes.map((node) => ({ node, links: links.get(node.id) ?? [] }));
  const columns: Column<Row>[] = [
    { name: "Name", text: ({ node }) => nameOf(node), cell: ({ node }) => h("a", { class: `node-link${onPath.has(node.id) || node.id === center ? " strong" : ""}`, href: nodeHref(node.id) }, mark(node.__typename, 14), h("span", {}, nameOf(node))) },
    { name: "Type", text: ({ node }) => types[node.__typename].one },
    { name: "About", text: ({ node }) => aboutOf(node), wide: true },
    { name: "Status", text: ({ node }) => node.status ?? "", cell: ({ node }) => (node.__typename === "Text" ? badge(node.status) : null) },
    { name: "Links", text: (row) => row.links.join("; "), cell: (row) => linkCell(row.links), order: (a, b) => a.links.length - b.links.length, wide: true },
  ];
  const hidden = shown.stubs.reduce((sum, stub) => sum + stub.count, 0);
  return h("div", { class: "graph-table" },
    sortableTable(rows, columns, "Nodes of the graph", (visible) => h("button", {
      class: "button", type: "button",
      onclick: () => save(csv([columns.map((column) => column.name), ...visible.map((row) => columns.map((column) => column.text(row)))]), "graph.csv"),
    }, icon("download"), "CSV")),
    hidden > 0 && h("p", { class: "faint pad" }, counted(hidden, "more neighbour"), " in the graph behind “+” nodes."));
}

function linkCell(links: string[]): HTMLElement {
  const text = links.slice(0, 2).join("; ");
  return h("span", { class: "soft", title: links.join("\n") }, links.length > 2 ? `${text} and ${links.length - 2} more` : text);
}

function note(all: Map<string, string[]>, id: string, text: string): void {
  const one = all.get(id);
  if (one) one.push(text);
  else all.set(id, [text]);
}
