// What was read, beside the lines it was read from; what could not be read stands in its place among the rows.
import { type Child, fill, h } from "../dom.ts";
import { badge, counted, facts } from "../explorer/parts.ts";
import { words } from "../explorer/kinds.ts";
import type { Imported, Row, Warning } from "./send.ts";

const step = 60; // blocks at a time

interface Block {
  line: number;
  section: string;
  row?: Row;
  warning?: Warning;
}

const filters: [name: string, shows: (block: Block) => boolean][] = [
  ["Everything", () => true],
  ["Rows", (block) => block.row !== undefined],
  ["Doubts", (block) => (block.row?.doubts.length ?? 0) > 0],
  ["Warnings", (block) => block.warning !== undefined],
  ["Unread lines", (block) => block.warning?.code === "UNREAD"],
  ["Changes", (block) => block.row !== undefined && block.row.outcome !== "UNCHANGED"],
];

/** All blocks in the order of the report, under buttons that choose among them. */
export function sourceAndRows({ rows, warnings }: Imported): HTMLElement {
  const blocks: Block[] = [
    ...rows.map((row) => ({ line: row.firstLine, section: row.section, row })),
    ...warnings.map((warning) => ({ line: warning.firstLine ?? 0, section: "", warning })),
  ].sort((a, b) => a.line - b.line);
  const list = h("ol", { class: "blocks" });
  const rest = h("div", { class: "center" });
  let shown: Block[] = blocks;
  let limit = step;
  const draw = () => {
    fill(list, shown.slice(0, limit).map(show));
    fill(rest, shown.length > limit && h("button", { class: "button", type: "button", onclick: () => { limit += step; draw(); } }, `Show more of ${counted(shown.length, "block")}`));
  };
  const buttons = filters.map(([name, shows], i) => {
    const n = blocks.filter(shows).length;
    const button = h("button", {
      class: "chip", type: "button", "aria-pressed": String(i === 0), disabled: n === 0,
      onclick: () => {
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
        shown = blocks.filter(shows);
        limit = step;
        draw();
      },
    }, name, h("span", { class: "count" }, n));
    return button;
  });
  draw();
  return h("section", { "aria-label": "Rows and warnings" }, h("h2", {}, "What was read"),
    h("div", { class: "chips", role: "group", "aria-label": "Show" }, buttons), list, rest);
}

function show({ row, warning }: Block): HTMLElement {
  return row ? block(row.firstLine, row.lastLine, row.raw, "", readRow(row))
    : block(warning!.firstLine, warning!.lastLine, warning!.raw, "warned", [h("p", {}, h("span", { class: "badge warn" }, warning!.code === "UNREAD" ? "Unread" : words(warning!.code)), " ", warning!.message)]);
}

function block(first: number | null, last: number | null, raw: string | null, kind: string, read: Child): HTMLElement {
  const lines = first == null ? "The whole report" : first === last ? `Line ${first}` : `Lines ${first}–${last}`;
  return h("li", { class: `block ${kind}` },
    h("div", { class: "block-source" }, h("p", { class: "faint" }, lines),
      raw && h("pre", { class: "raw", tabindex: 0, "aria-label": `${lines} as printed` }, raw.split("\n").map((line, i) =>
        h("span", { class: "raw-line" }, h("span", { class: "raw-number", "aria-hidden": "true" }, (first ?? 1) + i), line, "\n")))),
    h("div", { class: "block-read" }, read));
}

function readRow(row: Row): Child {
  return [
    h("p", { class: "block-head" }, badge(row.kind), outcome(row), h("span", { class: "faint" }, `row ${row.number}`)),
    h("h3", {}, row.acronym ?? row.provisionalName ?? h("span", { class: "soft" }, "No name"), row.acronym && row.provisionalName ? h("span", { class: "soft" }, ` (${row.provisionalName})`) : null),
    row.title && h("p", {}, row.title),
    facts([
      ["Questions", row.questions.join(", ")], ["Editors", row.editors.join(", ")], ["TD", row.document], ["Equivalent", row.equivalents.join(", ")],
      ["New or revised", row.novelty && words(row.novelty)], ["Start of work", row.startOfWork], ["Timing", row.target],
    ]),
    row.doubts.length > 0 && h("ul", { class: "doubts" }, row.doubts.map((doubt) =>
      h("li", {}, h("strong", {}, doubt.field), ": ", doubt.reason, doubt.inferredFrom && h("span", { class: "soft" }, ` (from “${doubt.inferredFrom}”)`)))),
  ];
}

function outcome({ outcome }: Row): HTMLElement | null {
  if (outcome === "UNCHANGED") return null;
  return h("span", { class: `badge ${outcome === "CREATED" ? "good" : "accent"}` }, outcome === "CREATED" ? "New to the graph" : "Changes");
}
