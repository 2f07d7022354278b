// Where a report says so: its lines as printed, and what was inferred from them.
import { h } from "../../dom.ts";
import { nodeHref } from "../route.ts";

export interface Source {
  report: { id: string; reportTitle: string };
  section: string;
  row: number | null;
  firstLine: number;
  lastLine: number;
  raw: string;
  doubts: { field: string; reason: string; inferredFrom: string | null }[];
}

export const sourceFields = `source {
  report { id reportTitle: title } section row firstLine lastLine raw doubts { field reason inferredFrom }
}`;

/** The lines of a report, or of another document, opened when asked for. */
export function sourceLines(source: Source, of = "report"): HTMLElement {
  const { firstLine, lastLine, raw, doubts } = source;
  return h("details", { class: "source" },
    h("summary", {}, firstLine === lastLine ? `Line ${firstLine}` : `Lines ${firstLine}–${lastLine}`, ` of the ${of}`,
      doubts.length > 0 && h("span", { class: "badge warn" }, doubts.length === 1 ? "1 doubt" : `${doubts.length} doubts`)),
    h("p", { class: "faint" }, h("a", { href: nodeHref(source.report.id) }, source.report.reportTitle), " · ", source.section, source.row != null && ` · row ${source.row}`),
    h("pre", { class: "raw", tabindex: 0, "aria-label": "The lines as printed" }, raw.split("\n").map((line, i) =>
      h("span", { class: "raw-line" }, h("span", { class: "raw-number", "aria-hidden": "true" }, firstLine + i), line, "\n"))),
    doubts.length > 0 && h("ul", { class: "doubts" }, doubts.map((doubt) =>
      h("li", {}, h("strong", {}, doubt.field), ": ", doubt.reason, doubt.inferredFrom && h("span", { class: "soft" }, ` (from “${doubt.inferredFrom}”)`)))));
}
