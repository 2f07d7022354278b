import "../style.css";
import "../top.css";
import "../explorer/pieces.css";
import "../explorer/source.css";
import "./import.css";
import { fill, h } from "../dom.ts";
import { href } from "../explorer/route.ts";
import { icon } from "../icon.ts";
import { applyTheme } from "../theme.ts";
import { top } from "../top.ts";
import { difference } from "./changes.ts";
import { type Chosen, read, size } from "./file.ts";
import { sourceAndRows } from "./lines.ts";
import { problem } from "./problem.ts";
import { type Imported, send } from "./send.ts";

const key = "rapporteur-token"; // in the session's storage: gone with the tab
applyTheme();
let file: Chosen | null = null;
let request = new AbortController();

const token = h("input", {
  class: "field", id: "token", type: "password", autocomplete: "off", spellcheck: "false", value: sessionStorage.getItem(key),
  "aria-describedby": "token-about", oninput: () => sessionStorage.setItem(key, token.value.trim()),
});
const picker = h("input", { class: "hidden", id: "file", type: "file", accept: ".txt,.text,.html,.htm,.docx", onchange: () => void choose(picker.files?.[0]) });
const chosen = h("span", { class: "drop-name" }, "Drop a report here, or choose one");
const drop = h("label", {
  class: "drop", for: "file",
  ondragover: (event: DragEvent) => { event.preventDefault(); drop.classList.add("over"); },
  ondragleave: () => drop.classList.remove("over"),
  ondrop: (event: DragEvent) => { event.preventDefault(); drop.classList.remove("over"); void choose(event.dataTransfer?.files[0]); },
}, icon("upload", 28), chosen, h("span", { class: "soft" }, "Plain text, HTML or .docx"));
const result = h("div", { class: "result", "aria-live": "polite" });
const check = h("button", { class: "button main", type: "submit", disabled: true }, "See what it would change");

async function choose(picked: File | undefined): Promise<void> {
  if (!picked) return;
  file = await read(picked);
  fill(chosen, h("strong", {}, file.name), ` · ${size(file.bytes)}`);
  check.disabled = false;
  fill(result);
  if (token.value.trim()) await run(true);
}

// Asks, with a bar of how far it is, and shows what came of it.
async function run(dryRun: boolean): Promise<void> {
  if (!file) return;
  request.abort();
  request = new AbortController();
  const { signal } = request;
  const bar = h("progress", { max: 1, value: 0, "aria-labelledby": "step" });
  const doing = h("p", { id: "step" }, "Sending");
  fill(result, h("div", { class: "running", "aria-busy": "true" }, doing, bar));
  const sent = (share: number) => {
    bar.value = share;
    if (share < 1) return;
    bar.removeAttribute("value"); // how long the rest takes, nobody knows
    doing.textContent = dryRun ? "Reading and comparing with the graph" : "Reading and writing";
  };
  try {
    const imported = await send(file, dryRun, token.value.trim(), sent, signal);
    if (!signal.aborted) show(imported, dryRun);
  } catch (error) {
    if (!signal.aborted) fill(result, problem(error, () => void run(dryRun)));
  }
}

function show(imported: Imported, dryRun: boolean): void {
  const { report, rows, warnings } = imported;
  const doubts = rows.reduce((n, row) => n + row.doubts.length, 0);
  const figures: [number, string][] = [
    [rows.length, rows.length === 1 ? "row read" : "rows read"], [doubts, doubts === 1 ? "doubt" : "doubts"], [warnings.length, warnings.length === 1 ? "warning" : "warnings"],
    [imported.created, dryRun ? "would be new" : "new"], [imported.updated, dryRun ? "would change" : "changed"], [imported.deleted, dryRun ? "would go" : "gone"],
  ];
  const heading = h("h2", { tabindex: -1 }, dryRun ? "Nothing has been written yet" : "Imported");
  fill(result,
    h("section", { class: dryRun ? "card verdict" : "card verdict done" }, heading,
      h("p", {}, report?.title, report && h("span", { class: "soft" }, ` · ${report.format.toLowerCase()}, ${report.lineCount.toLocaleString("en")} lines`)),
      h("ul", { class: "figures" }, figures.map(([n, name]) => h("li", {}, h("strong", {}, n.toLocaleString("en")), h("span", {}, name)))),
      h("div", { class: "page-acts" }, dryRun
        ? h("button", { class: "button main", type: "button", onclick: () => void run(false) }, "Import")
        : [report?.meeting && h("a", { class: "button main", href: href({ view: "meeting", node: report.meeting.id }) }, "The page of the meeting"),
          h("a", { class: "button", href: href({ view: "texts" }) }, "All texts")])),
    difference(imported, !dryRun), sourceAndRows(imported));
  heading.focus({ preventScroll: true });
}

const form = h("form", { class: "card import-form", onsubmit: (event: Event) => { event.preventDefault(); void run(true); } },
  h("div", { class: "import-file" }, picker, drop),
  h("div", { class: "import-token" },
    h("label", { for: "token" }, "Token or key"), token,
    h("p", { class: "faint", id: "token-about" }, "Of an editor or administrator. It stays in this tab and goes with it."),
    check));

document.querySelector("#app")!.append(
  h("a", { class: "skip", href: "#main" }, "Skip to the content"), top({ current: "import" }),
  h("main", { class: "import", id: "main" },
    h("header", { class: "page-head" }, h("h1", {}, "Import a report"),
      h("p", { class: "soft" }, "See what is read from the report of a meeting, beside its lines, and what that would change, before anything is written.")),
    form, result));
