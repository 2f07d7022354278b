// One file: compared with the graph, and imported once that is asked for.
import { fill, h } from "../dom.ts";
import { href } from "../explorer/route.ts";
import { difference } from "./changes.ts";
import type { Chosen } from "./file.ts";
import { sourceAndRows } from "./lines.ts";
import { problem } from "./problem.ts";
import { type Imported, send, type Way } from "./send.ts";

export class Item {
  readonly box = h("div", { class: "result" });
  /** Whether it was compared, and nothing has to be answered before it is imported. */
  ready = false;
  private readonly state = h("span", { class: "badge" }, "Waiting");
  private readonly file: Chosen;
  private readonly token: () => string;
  private readonly signal: AbortSignal;

  constructor(file: Chosen, token: () => string, signal: AbortSignal) {
    this.file = file;
    this.token = token;
    this.signal = signal;
  }

  /** The file among others, with what has happened to it. */
  card(): HTMLElement {
    return h("details", { class: "card file" }, h("summary", {}, h("span", {}, this.file.name), this.state), this.box);
  }

  /** Sends the file, with a bar of how far it is, and shows what came of it. */
  async run(way: Way): Promise<void> {
    if (this.signal.aborted) return;
    this.ready = false;
    const bar = h("progress", { max: 1, value: 0, "aria-label": "Sent" });
    const doing = h("p", {}, "Sending");
    fill(this.box, h("div", { class: "running", "aria-busy": "true" }, doing, bar));
    this.says(way.dryRun ? "Comparing" : "Importing", "");
    const sent = (share: number) => {
      bar.value = share;
      if (share < 1) return;
      bar.removeAttribute("value"); // how long the rest takes, nobody knows
      doing.textContent = way.dryRun ? "Reading and comparing with the graph" : "Reading and writing";
    };
    try {
      const imported = await send(this.file, way, this.token(), sent, this.signal);
      if (!this.signal.aborted) this.show(imported, way.dryRun);
    } catch (error) {
      if (this.signal.aborted) return;
      this.says(way.dryRun ? "Not imported: it could not be read or compared" : "Not imported: see why", "bad");
      fill(this.box, problem(error, () => void this.run({ dryRun: true })));
    }
  }

  private says(what: string, tone: string): void {
    this.state.textContent = what;
    this.state.className = `badge ${tone}`;
  }

  private show(imported: Imported, dryRun: boolean): void {
    const { report, rows, warnings } = imported;
    const asks = dryRun && imported.needsReplace;
    this.ready = dryRun && !asks;
    if (asks) this.says("Not imported: drops much, needs an answer", "warn");
    else this.says(dryRun ? "Not imported yet" : "Imported", dryRun ? "accent" : "good");
    const doubts = rows.reduce((n, row) => n + row.doubts.length, 0);
    const figures: [number, string][] = [
      [rows.length, rows.length === 1 ? "row read" : "rows read"], [doubts, doubts === 1 ? "doubt" : "doubts"], [warnings.length, warnings.length === 1 ? "warning" : "warnings"],
      [imported.created, dryRun ? "would be new" : "new"], [imported.updated, dryRun ? "would change" : "changed"], [imported.deleted, dryRun ? "would go" : "gone"],
    ];
    const heading = h("h2", { tabindex: -1 }, dryRun ? "Nothing has been written yet" : "Imported");
    fill(this.box,
      h("section", { class: dryRun ? "card verdict" : "card verdict done" }, heading,
        h("p", {}, report?.title, report && h("span", { class: "soft" }, ` · ${report.format.toLowerCase()}, ${report.lineCount.toLocaleString("en")} lines`)),
        h("ul", { class: "figures" }, figures.map(([n, name]) => h("li", {}, h("strong", {}, n.toLocaleString("en")), h("span", {}, name)))),
        !asks && h("div", { class: "page-acts" }, dryRun
          ? h("button", { class: "button main", type: "button", onclick: () => void this.run({ dryRun: false }) }, "Import")
          : [report?.meeting && h("a", { class: "button main", href: href({ view: "meeting", node: report.meeting.id }) }, "The page of the meeting"),
            h("a", { class: "button", href: href({ view: "texts" }) }, "All texts")])),
      asks && this.question(imported.dropped), difference(imported, !dryRun), sourceAndRows(imported));
    heading.focus({ preventScroll: true });
  }

  // Asks whether what the earlier issue says is to go, by name.
  private question(dropped: string[]): HTMLElement {
    const agree = h("input", { type: "checkbox", onchange: () => { replace.disabled = !agree.checked; } });
    const replace = h("button", { class: "button main", type: "button", disabled: true, onclick: () => void this.run({ dryRun: false, replace: true }) }, "Replace the earlier issue");
    return h("section", { class: "card asks", "aria-label": "What would go" }, h("h2", {}, "This issue says much less than the earlier one"),
      h("p", {}, `${dropped.length.toLocaleString("en")} things that the earlier issue says are not in it. It may be a part of the report, or badly read. These would go:`),
      h("ul", { class: "dropped" }, dropped.map((name) => h("li", {}, name))),
      h("p", {}, h("label", {}, agree, " All of these are to go")), h("div", { class: "page-acts" }, replace));
  }
}
