// The facets beside the list of texts: values with their counts, to narrow it.
import { type Child, h } from "../../dom.ts";
import { words } from "../kinds.ts";
import { day } from "../dates.ts";
import { changed, here } from "../route.ts";
import { facets, type Facet } from "./filters.ts";

interface Value {
  value: string;
  count: number;
  node: { id: string; questionPeriod?: string } | null;
}

const shown = 8;

/** The selection of one facet. */
export const facetValue = "{ value count node { id ... on Question { questionPeriod: studyPeriod } } }";

/** The selection of Facets that facetList needs. */
export const facetFields = facets.map(({ field }) => `${field} ${facetValue}`).join(" ");

/** All facets that have a choice or a value chosen. counts has each facet counted without its own filter. */
export function facetList(counts: Record<string, Value[]>): Child {
  const parameters = here();
  return facets.map((facet) => {
    const chosen = parameters.getAll(facet.name);
    const values = counts[facet.field] ?? [];
    if (values.length === 0 && chosen.length === 0) return null;
    const periods = new Set(values.map((value) => value.node?.questionPeriod)).size;
    const lines = values.map((value) => line(facet, value, chosen, periods > 1));
    return h("details", { class: "facet", open: chosen.length > 0 || facet.name === "status" || facet.name === "questions" },
      h("summary", {}, facet.title, chosen.length > 0 && h("span", { class: "count" }, chosen.length)),
      h("ul", {}, lines.slice(0, shown)),
      lines.length > shown && h("details", { class: "facet-more" }, h("summary", {}, `${lines.length - shown} more`), h("ul", {}, lines.slice(shown))));
  });
}

// A link leads to as many texts as it says: beside a value that is one of several, the number is a link of its own.
function line(facet: Facet, value: Value, chosen: string[], periods: boolean): HTMLElement {
  const key = value.node?.id ?? value.value;
  const on = chosen.includes(key);
  const next = on ? chosen.filter((one) => one !== key) : [...chosen, key];
  const to = (values: string[]) => changed({ [facet.name]: values, after: null, before: null });
  const name = label(facet, value.value);
  const body = [h("span", { class: "box", "aria-hidden": "true" }), h("span", { class: "facet-name" }, name, periods && h("span", { class: "faint" }, ` ${value.node?.questionPeriod}`))];
  const link = { class: "facet-value", href: to(next), "aria-current": on ? "true" : null, "data-facet": `${facet.name} ${key}` };
  if (chosen.length === 0) return h("li", {}, h("a", { ...link, "data-count": value.count }, body, h("span", { class: "count" }, value.count)));
  return h("li", { class: "facet-line" }, h("a", link, body),
    h("a", { class: "count", href: to([key]), title: `Only ${name}`, "aria-label": `${value.count}, only ${name}`, "data-count": value.count }, value.count));
}

function label(facet: Facet, value: string): string {
  if (facet.name === "status" || facet.name === "kind") return words(value);
  return facet.name === "target" ? day(value) : value;
}
