// All that a search finds, by pages.
import { fill, h } from "../dom.ts";
import { type Found, matchOf, search } from "./find.ts";
import { mark } from "./icons.ts";
import { graphTypes, types, type TypeName } from "./kinds.ts";
import { failure, loaded, nothing } from "./loading.ts";
import { aboutOf } from "./node.ts";
import { badge, counted } from "./parts.ts";
import { changed, nodeHref } from "./route.ts";

const page = 30;

/** The view of a search. */
export function results(parameters: URLSearchParams, signal: AbortSignal): HTMLElement {
  const words = parameters.get("q") ?? "";
  const only = parameters.get("type") as TypeName | null;
  const filters = h("nav", { class: "chips", "aria-label": "Types" },
    chip("Everything", null, only === null),
    graphTypes.map((type) => chip(types[type].many, type, only === type)));
  return h("main", { class: "column", id: "main" },
    h("h1", { tabindex: -1 }, "“", words, "”"), filters,
    loaded((s) => search(words, page, s, only ? [only] : []), (found) => {
      if (found.edges.length === 0) {
        return nothing("Nothing was found", h("p", {}, "All words must match, the last one by its beginning. Try fewer words, or a part of a name."));
      }
      const list = h("ul", { class: "lines card" }, found.edges.map(line));
      const more = h("div", { class: "center" });
      let cursor = found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
      const next = async () => {
        try {
          const following = await search(words, page, signal, only ? [only] : [], cursor);
          list.append(...following.edges.map(line));
          cursor = following.pageInfo.hasNextPage ? following.pageInfo.endCursor : null;
          offer();
        } catch (error) {
          if (!signal.aborted) fill(more, failure(error, next));
        }
      };
      const offer = () => fill(more, cursor && h("button", { class: "button", type: "button", onclick: next }, "Show more"));
      offer();
      const status = [found.corrected && `Nothing for ${words}; showing ${found.corrected}: `, counted(found.totalCount, "result")];
      return [h("p", { class: "soft", role: "status" }, status), list, more];
    }, signal));
}

function chip(name: string, type: TypeName | null, here: boolean): HTMLElement {
  return h("a", { class: "chip", href: changed({ type }), "aria-current": here ? "true" : null }, type && mark(type, 13), name);
}

function line(found: Found): HTMLElement {
  const { name, beside } = matchOf(found);
  return h("li", { class: "node-line" }, h("div", { class: "node-line-main" },
    h("a", { class: "node-link", href: nodeHref(found.node.id) }, mark(found.node.__typename, 14), h("span", {}, name)),
    h("p", { class: "soft clamp" }, beside ?? aboutOf(found.node))),
  h("div", { class: "node-line-end" }, found.node.__typename === "Text" ? badge(found.node.status) : types[found.node.__typename].one));
}
