// The search box: suggestions by type while one types, all by keyboard (the combobox pattern of ARIA).
import { isAbort } from "../api.ts";
import { fill, h } from "../dom.ts";
import { type Found, grouped, matchOf, search } from "./find.ts";
import { icon, mark } from "./icons.ts";
import { types, type TypeName } from "./kinds.ts";
import { aboutOf, type Named } from "./node.ts";

export interface SuggestOptions {
  id: string;
  label: string;
  placeholder: string;
  /** Only nodes of these types; all unless said. */
  only?: TypeName[];
  value?: string;
  /** A suggestion was chosen. */
  chosen: (node: Named) => void;
  /** Enter without a choice; the best suggestion is chosen where this is not given. */
  entered?: (words: string) => void;
}

const delay = 120; // milliseconds of silence before asking
const shownOfType = 5;
const asked = 30;

/** A search box with its suggestions. */
export function suggestBox(options: SuggestOptions): HTMLElement {
  const listId = `${options.id}-list`;
  const list = h("div", { class: "suggestions", id: listId, role: "listbox", "aria-label": "Suggestions", hidden: true });
  const said = h("div", { class: "hidden", role: "status" });
  const input = h("input", {
    id: options.id, type: "text", role: "combobox", "aria-label": options.label, "aria-expanded": "false", "aria-controls": listId,
    "aria-autocomplete": "list", placeholder: options.placeholder, autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    enterkeyhint: "search", maxlength: 200, value: options.value,
  });
  let shown: { option: HTMLElement; node: Named }[] = [];
  let active = -1;
  let timer = 0;
  let request = new AbortController();

  function close(): void {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mayPoint(-1);
  }

  function open(): void {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function mayPoint(index: number): void {
    shown[active]?.option.setAttribute("aria-selected", "false");
    active = index;
    const now = shown[active]?.option;
    if (now) {
      now.setAttribute("aria-selected", "true");
      now.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", now.id);
    } else input.removeAttribute("aria-activedescendant");
  }

  function choose(node: Named): void {
    clearTimeout(timer);
    request.abort();
    input.value = "";
    close();
    options.chosen(node);
  }

  function show(found: Found[], total: number): void {
    shown = [];
    active = -1;
    const groups = grouped(found).map(([type, matches]) => {
      const heading = `${options.id}-${type}`;
      return h("div", { role: "group", "aria-labelledby": heading },
        h("div", { class: "suggestions-type", id: heading }, types[type].many),
        matches.slice(0, shownOfType).map((match) => suggestion(match)));
    });
    if (groups.length === 0) {
      fill(list, h("div", { class: "suggestions-none" }, "Nothing has all these words. The last word may be a beginning."));
      said.textContent = "No suggestions";
    } else {
      fill(list, groups);
      said.textContent = `${shown.length} suggestions of ${total}`;
    }
    open();
  }

  function suggestion(match: Found): HTMLElement {
    const { name, beside } = matchOf(match);
    const option = h("div", {
      class: "suggestion", role: "option", id: `${options.id}-${shown.length}`, "aria-selected": "false",
      onmousedown: (event: Event) => event.preventDefault(), // keep the focus in the box
      onclick: () => choose(match.node),
    }, mark(match.node.__typename), h("span", { class: "suggestion-name" }, name),
    h("span", { class: "suggestion-about" }, beside ?? aboutOf(match.node)));
    shown.push({ option, node: match.node });
    return option;
  }

  async function suggest(words: string): Promise<void> {
    request.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const found = await search(words, asked, signal, options.only);
      if (!signal.aborted) show(found.edges, found.totalCount);
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      fill(list, h("div", { class: "suggestions-none" }, error instanceof Error ? error.message : String(error)));
      open();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    const words = input.value.trim();
    if (words === "") {
      request.abort();
      close();
    } else timer = window.setTimeout(() => void suggest(words), delay);
  });
  input.addEventListener("keydown", (event) => {
    const last = shown.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) {
        if (input.value.trim()) void suggest(input.value.trim());
      } else if (event.key === "ArrowDown") mayPoint(active >= last ? 0 : active + 1);
      else mayPoint(active <= 0 ? last : active - 1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = list.hidden ? undefined : shown[active < 0 && !options.entered ? 0 : active];
      if (chosen) choose(chosen.node);
      else if (options.entered && input.value.trim()) {
        clearTimeout(timer);
        request.abort();
        close();
        options.entered(input.value.trim());
      }
    }
  });
  input.addEventListener("blur", close);
  return h("div", { class: "search", role: "search", "aria-label": options.label }, icon("search"), input, list, said);
}
