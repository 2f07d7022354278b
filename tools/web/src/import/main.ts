import "../style.css";
import "../top.css";
import "../explorer/pieces.css";
import "../explorer/source.css";
import "./import.css";
import { fill, h } from "../dom.ts";
import { icon } from "../icon.ts";
import { applyTheme } from "../theme.ts";
import { top } from "../top.ts";
import { type Chosen, read, size } from "./file.ts";
import { Item } from "./item.ts";

const key = "rapporteur-token"; // in the session's storage: gone with the tab
applyTheme();
let files: Chosen[] = [];
let request = new AbortController();

const token = h("input", {
  class: "field", id: "token", type: "password", autocomplete: "off", spellcheck: "false", value: sessionStorage.getItem(key),
  "aria-describedby": "token-about", oninput: () => sessionStorage.setItem(key, token.value.trim()),
});
const picker = h("input", { class: "hidden", id: "file", type: "file", multiple: true, accept: ".txt,.text,.html,.htm,.docx", onchange: () => void choose(picker.files) });
const chosen = h("span", { class: "drop-name" }, "Drop reports here, or choose some");
const drop = h("label", {
  class: "drop", for: "file",
  ondragover: (event: DragEvent) => { event.preventDefault(); drop.classList.add("over"); },
  ondragleave: () => drop.classList.remove("over"),
  ondrop: (event: DragEvent) => { event.preventDefault(); drop.classList.remove("over"); void choose(event.dataTransfer?.files); },
}, icon("upload", 28), chosen, h("span", { class: "soft" }, "Plain text, HTML or .docx"));
const result = h("div", { class: "result", "aria-live": "polite" });
const check = h("button", { class: "button main", type: "submit", disabled: true }, "See what it would change");

async function choose(picked: FileList | null | undefined): Promise<void> {
  if (!picked?.length) return;
  files = await Promise.all(Array.from(picked, read));
  const bytes = files.reduce((n, file) => n + file.bytes, 0);
  fill(chosen, h("strong", {}, files.length === 1 ? files[0]!.name : `${files.length} files`), ` · ${size(bytes)}`);
  check.disabled = false;
  fill(result);
  if (token.value.trim()) await compare();
}

// Compares each file with the graph, one after the other. Each keeps its own result, whatever becomes of the others.
async function compare(): Promise<void> {
  request.abort();
  request = new AbortController();
  const { signal } = request;
  const items = files.map((file) => new Item(file, () => token.value.trim(), signal));
  if (items.length === 1) {
    fill(result, items[0]!.box);
    return items[0]!.run({ dryRun: true });
  }
  const all = h("button", { class: "button main", type: "button", disabled: true, onclick: async () => {
    all.disabled = true;
    for (const item of items) if (item.ready) await item.run({ dryRun: false });
  } }, "Import all that need no answer");
  fill(result, h("p", { class: "soft" }, "Each file is imported for itself: one that is refused or fails leaves the others as they are."),
    h("ol", { class: "files" }, items.map((item) => h("li", {}, item.card()))), all);
  for (const item of items) await item.run({ dryRun: true });
  all.disabled = !items.some((item) => item.ready);
}

const form = h("form", { class: "card import-form", onsubmit: (event: Event) => { event.preventDefault(); void compare(); } },
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
