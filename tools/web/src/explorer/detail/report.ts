// A report: what it was read from and what could not be read.
import type { Child } from "../../dom.ts";
import { h } from "../../dom.ts";
import type { Named } from "../node.ts";
import { facts, nodeLink, section } from "../parts.ts";

export const reportFragment = `fragment ReportDetail on Report {
  sha256 importedAt format lineCount
  reportMeeting: meeting { ...Name }
  warnings { code message firstLine lastLine raw }
}`;

interface ReportDetail extends Named {
  sha256: string;
  importedAt: string;
  format: string;
  lineCount: number;
  reportMeeting: Named | null;
  warnings: { code: string; message: string; firstLine: number | null; lastLine: number | null; raw: string | null }[];
}

export function showReport(report: ReportDetail): Child {
  return [
    facts([
      ["Meeting", report.reportMeeting && nodeLink(report.reportMeeting)],
      ["Read", new Date(report.importedAt).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }) + " UTC"],
      ["Lines", report.lineCount.toLocaleString("en")],
      ["Format", report.format.toLowerCase()],
      ["SHA-256", h("code", {}, report.sha256)],
    ]),
    section("Warnings", report.warnings.length > 0 && h("ul", { class: "warnings" }, report.warnings.map((warning) => h("li", {},
      h("p", {}, h("span", { class: "badge warn" }, warning.code.toLowerCase()), " ", warning.message),
      warning.raw && h("pre", { class: "raw", tabindex: 0, "aria-label": "The lines as printed" }, warning.firstLine && h("span", { class: "raw-number" }, warning.firstLine), warning.raw)))), report.warnings.length),
  ];
}
