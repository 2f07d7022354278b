// The list of texts: facets at the left, a table that is sorted and paged by the server.
import { ask, isAbort } from "../../api.ts";
import { type Child, fill, h } from "../../dom.ts";
import { day } from "../dates.ts";
import { icon } from "../icons.ts";
import { words } from "../kinds.ts";
import { failure, nothing, waiting } from "../loading.ts";
import type { Live } from "../main.ts";
import { nameFragment, nameOf, type Named } from "../node.ts";
import { badge, counted, nodeLink } from "../parts.ts";
import { changed, go, here, href } from "../route.ts";
import { sortBy } from "../sortby.ts";
import { facetFields, facetList, facetValue } from "./facets.ts";
import { namedIn, withIds, withNewerIds } from "./ids.ts";
import { exportQuery, facets, filterNames, textFilter } from "./filters.ts";

type Row = Named & { startOfWork: string | null; target: string | null; questions: Named[]; textEditors: Named[] };

interface Answer {
  texts: { totalCount: number; nodes: Row[]; pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null } };
  all: Record<string, never[]>;
  names: (Named | null)[];
}

const size = 50;
const orders: Record<string, string> = { Acronym: "ACRONYM", Title: "TITLE", "Work began": "START_OF_WORK", Target: "TARGET" };

// A facet that is chosen from is counted without its own filter, so that more of its values can be chosen.
function queryFor(chosen: string[]): string {
  const variables = chosen.map((name) => `$without_${name}: TextFilter`).join(", ");
  const alone = facets.filter(({ name }) => chosen.includes(name)).map(({ name, field }) =>
    `without_${name}: facets(filter: $without_${name}) { ${field} ${facetValue} }`).join("\n");
  return `query Texts($filter: TextFilter, $orderBy: TextOrder, $first: Int, $after: String, $last: Int, $before: String, $ids: [ID!]!, ${variables}) {
    texts(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes { ...Name startOfWork target questions { ...Name } textEditors: editors { ...Name } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
    all: facets(filter: $filter) { ${facetFields} }
    ${alone}
    names: nodes(ids: $ids) { ...Name }
  } ${nameFragment}`;
}

/** The view of all texts that match the filters of the address; it follows them. */
export function textsPage(initial: URLSearchParams, leave: AbortSignal): Live {
  const side = h("div", { class: "facets-body" });
  const head = h("div", { class: "texts-search" });
  const summary = h("summary", {});
  const main = h("div", { class: "texts-list" });
  let request = new AbortController();

  async function show(parameters: URLSearchParams): Promise<void> {
    request.abort();
    request = new AbortController();
    const signal = AbortSignal.any([leave, request.signal]);
    document.title = "Texts · Rapporteur";
    if (main.childElementCount === 0) fill(main, waiting(12));
    main.setAttribute("aria-busy", "true");
    try {
      const byId = await withIds(parameters, signal);
      if (byId) return go(byId, true);
      const { chosen, variables } = operation(parameters);
      const data = await ask<Answer & Record<string, never[]>>(queryFor(chosen), variables, { signal });
      if (signal.aborted) return;
      const newer = withNewerIds(parameters, data.names);
      if (newer) return go(newer, true);
      const counts: Record<string, never[]> = { ...data.all };
      for (const name of chosen) Object.assign(counts, data[`without_${name}`]);
      const focused = side.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.facet : undefined;
      fill(head, searchForm(parameters));
      fill(side, facetList(counts));
      fill(summary, icon("filter", 16), "Filter", chosen.length > 0 && h("span", { class: "count" }, chosen.length));
      fill(main, chips(parameters, new Map(data.names.filter((node) => node !== null).map((node) => [node.id, inFull(node)]))), list(data, parameters));
      if (focused) side.querySelector<HTMLElement>(`[data-facet="${CSS.escape(focused)}"]`)?.focus();
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) fill(main, failure(error, () => void show(parameters)));
    } finally {
      if (!signal.aborted) main.removeAttribute("aria-busy");
    }
  }

  void show(initial);
  return {
    element: h("main", { class: "texts", id: "main" },
      h("header", { class: "page-head" }, h("h1", { tabindex: -1 }, "Texts"), head),
      h("div", { class: "texts-grid" }, h("details", { class: "facets", open: matchMedia("(min-width: 860px)").matches }, summary, side), main)),
    update(parameters) {
      if (parameters.get("view") !== "texts") return false;
      void show(parameters);
      return true;
    },
  };
}

function order(parameters: URLSearchParams): { field: string; direction: string } {
  const [field, direction] = (parameters.get("sort") ?? "").split(" ");
  return { field: Object.values(orders).includes(field ?? "") ? field! : "ACRONYM", direction: direction === "DESC" ? "DESC" : "ASC" };
}

function operation(parameters: URLSearchParams): { chosen: string[]; variables: Record<string, unknown> } {
  const chosen = facets.map(({ name }) => name).filter((name) => parameters.has(name));
  const before = parameters.get("before");
  const variables: Record<string, unknown> = {
    filter: textFilter(parameters), orderBy: order(parameters),
    ids: namedIn(parameters),
    ...(before ? { last: size, before } : { first: size, after: parameters.get("after") }),
  };
  for (const name of chosen) {
    const others = new URLSearchParams(parameters);
    others.delete(name);
    variables[`without_${name}`] = textFilter(others);
  }
  return { chosen, variables };
}

function searchForm(parameters: URLSearchParams): HTMLElement {
  const input = h("input", { class: "field", type: "search", name: "search", value: parameters.get("search"), placeholder: "Words of a name or title", "aria-label": "Search in these texts", maxlength: 200 });
  return h("form", {
    class: "search-in", role: "search", "aria-label": "Search in these texts",
    onsubmit: (event: Event) => {
      event.preventDefault();
      go(changed({ search: input.value.trim(), after: null, before: null }));
    },
  }, input, h("button", { class: "button", type: "submit" }, "Search"));
}

function chips(parameters: URLSearchParams, names: Map<string, string>): Child {
  const all = filterNames.flatMap((name) => parameters.getAll(name).map((value) => ({ name, value })));
  if (all.length === 0) return null;
  return h("ul", { class: "chips", "aria-label": "Filters" }, all.map(({ name, value }) => {
    const rest = parameters.getAll(name).filter((one) => one !== value);
    const label = chipLabel(name, value, names);
    return h("li", {}, h("a", { class: "chip", href: changed({ [name]: rest, after: null, before: null }), "aria-label": `Take the filter ${label} away` }, label, icon("close", 12)));
  }), h("li", {}, h("a", { class: "chip bare", href: href({ view: "texts" }) }, "All texts")));
}

// Questions of several study periods have one label.
function inFull(node: Named): string {
  return node.__typename === "Question" ? `${nameOf(node)}, ${node.questionPeriod}` : nameOf(node);
}

function chipLabel(name: string, value: string, names: Map<string, string>): string {
  switch (name) {
    case "editors": case "questions": return names.get(value) ?? value;
    case "meetings": return `at ${names.get(value) ?? value}`;
    case "decidedMeetings": return `decided at ${names.get(value) ?? value}`;
    case "decidedKinds": return `decided: ${words(value).toLowerCase()}`;
    case "decidedFrom": return `decided from ${day(value)}`;
    case "decidedTo": return `decided until ${day(value)}`;
    case "actions": return `ever ${words(value).toLowerCase()}`;
    case "studyGroup": return `Study group ${value}`;
    case "search": return `“${value}”`;
    case "target": return `Target ${day(value)}`;
    case "organizations": return value;
    default: return words(value);
  }
}

function list(data: Answer, parameters: URLSearchParams): Child {
  const { field, direction } = order(parameters);
  const { texts } = data;
  if (texts.nodes.length === 0) {
    return nothing("No text matches", h("p", {}, "Take a filter away, or search for fewer words."), h("a", { class: "button", href: href({ view: "texts" }) }, "All texts"));
  }
  const query = exportQuery(parameters);
  return [
    h("div", { class: "table-tools" }, h("p", { role: "status", "data-total": texts.totalCount }, counted(texts.totalCount, "text")), h("span", { class: "toolbar-gap" }),
      sortBy(Object.entries(orders).map(([name, value]) => ({ name, value })), `${field} ${direction}`, (sort) => go(changed({ sort, after: null, before: null }))),
      h("a", { class: "button", href: `/export/texts.csv${query}`, download: "" }, icon("download", 16), "CSV"),
      h("a", { class: "button", href: `/export/texts.xlsx${query}`, download: "" }, "Excel")),
    h("div", { class: "table-frame", tabindex: 0, role: "region", "aria-label": "Texts" }, h("table", { class: "table cards" },
      h("thead", {}, h("tr", {}, ["Acronym", "Title", "Status", "Questions", "Editors", "Work began", "Target"].map((name) => heading(name, field, direction)))),
      h("tbody", {}, texts.nodes.map(row)))),
    h("nav", { class: "pager", "aria-label": "Pages of the list" },
      texts.pageInfo.hasPreviousPage && h("a", { class: "button", href: changed({ before: texts.pageInfo.startCursor, after: null }) }, "Previous"),
      texts.pageInfo.hasNextPage && h("a", { class: "button", href: changed({ after: texts.pageInfo.endCursor, before: null }) }, "Next")),
  ];
}

function heading(name: string, field: string, direction: string): HTMLElement {
  const by = orders[name];
  if (!by) return h("th", { scope: "col" }, name);
  const on = field === by;
  const next = on && direction === "ASC" ? "DESC" : "ASC";
  return h("th", { scope: "col", "aria-sort": on ? (direction === "ASC" ? "ascending" : "descending") : "none" },
    h("a", { class: "sort", href: changed({ sort: `${by} ${next}`, after: null, before: null }, here()) }, name));
}

function row(text: Row): HTMLElement {
  const editors = text.textEditors;
  return h("tr", {},
    h("td", { class: "acronym", "data-name": "" }, text.acronym ? nodeLink(text) : h("span", { class: "faint" }, "no name")),
    h("td", { class: "wide title", "data-name": "" }, text.acronym ? text.title : nodeLink(text)),
    h("td", { "data-name": "Status" }, badge(text.status)),
    h("td", { "data-name": "Questions" }, text.questions.map((question, i) => [i > 0 && ", ", h("a", { href: href({ node: question.id }), title: question.questionPeriod }, nameOf(question))])),
    h("td", { class: "wide", "data-name": "Editors" }, editors.slice(0, 3).map((person, i) => [i > 0 && ", ", h("a", { href: href({ node: person.id }) }, nameOf(person))]),
      editors.length > 3 && h("span", { class: "soft", title: editors.map(nameOf).join(", ") }, ` and ${editors.length - 3} more`), editors.length === 0 && h("span", { class: "faint" }, "none named")),
    h("td", { class: "nowrap", "data-name": "Work began" }, text.startOfWork),
    h("td", { class: "nowrap", "data-name": "Target" }, text.target));
}
