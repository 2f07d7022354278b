// The start: the search, what the latest meeting decided, and three things to try.
import { ask } from "../api.ts";
import { type Child, h } from "../dom.ts";
import { period } from "./dates.ts";
import { icon, mark } from "./icons.ts";
import { decisions, types, type TypeName } from "./kinds.ts";
import { loaded, nothing } from "./loading.ts";
import { type Decided, decidedBy, decidedFields, type Made, made, madeFields } from "./meeting/facts.ts";
import { counted } from "./parts.ts";
import { href, nodeHref } from "./route.ts";
import { searchBox } from "./shell.ts";

const query = `query Start {
  reports(first: 20) { nodes { meeting { id } } }
  facets { total byEditor { value count node { id } } byQuestion { value count node { id } } }
  specifications(first: 1) { nodes { id identifier } }
  editors(first: 0) { totalCount }
}`;

const latestQuery = `query Latest($id: ID!) {
  meeting(id: $id) { id name start end place studyGroup { name } ${madeFields} }
  ${decidedFields}
}`;

interface Count { totalCount: number }
interface Facet { value: string; count: number; node: { id: string } | null }
type Latest = Made & { id: string; name: string; start: string | null; end: string | null; place: string | null; studyGroup: { name: string } | null };
type Last = Decided & { meeting: Latest | null };
interface Start {
  reports: { nodes: { meeting: { id: string } | null }[] };
  facets: { total: number; byEditor: Facet[]; byQuestion: Facet[] };
  specifications: { nodes: { id: string; identifier: string }[] };
  editors: Count;
}

/** The view of the start. */
export function home(signal: AbortSignal): HTMLElement {
  return h("main", { class: "home", id: "main" },
    h("div", { class: "hero" },
      h("h1", { tabindex: -1 }, "Who works on what, and where it stands"),
      h("p", { class: "soft" }, "Texts, editors, Questions, documents and decisions, as the reports of study group meetings give them."),
      searchBox()),
    loaded(async (s) => {
      const start = await ask<Start>(query, {}, { signal: s });
      const id = start.reports.nodes.find((report) => report.meeting)?.meeting?.id; // not every document is of a meeting
      return { start, last: id ? await ask<Last>(latestQuery, { id }, { signal: s }) : null };
    }, ({ start, last }) => show(start, last), signal, 6));
}

function show(data: Start, last: Last | null): Child {
  if (data.reports.nodes.length === 0) {
    return nothing("There is nothing here yet", h("p", {}, "Import a meeting report to begin: ", h("code", {}, "rapporteur import report.txt")));
  }
  return [last?.meeting && latest(last.meeting, last), suggestions(data)];
}

function latest(meeting: Latest, decided: Decided): HTMLElement {
  const kinds = decidedBy(meeting.id, decided);
  const most = Math.max(1, ...kinds.map(({ n }) => n));
  return h("section", { class: "card latest", "aria-labelledby": "latest" },
    h("div", { class: "latest-head" },
      h("p", { class: "eyebrow" }, "Latest meeting"),
      h("h2", { id: "latest" }, h("a", { href: href({ view: "meeting", node: meeting.id }) }, meeting.studyGroup?.name ?? meeting.name, meeting.place ? `, ${meeting.place}` : "")),
      h("p", { class: "soft" }, period(meeting.start, meeting.end), " · ", made(meeting))),
    h("ul", { class: "tally" }, kinds.map(({ kind, n, address }) => h("li", {},
      h("a", { href: address, title: decisions[kind]?.means, "data-count": n },
        h("span", { class: "tally-n" }, n), h("span", { class: "tally-name" }, decisions[kind]?.name),
        meter(n, most))))),
    h("p", { class: "latest-more" }, h("a", { href: href({ view: "meeting", node: meeting.id }) }, "Figures, Questions and what ", h("span", { class: "nowrap" }, "changed ", icon("arrow", 15)))));
}

function meter(n: number, most: number): HTMLElement {
  const bar = h("span", { class: "meter", "aria-hidden": "true" }, h("span", {}));
  (bar.firstElementChild as HTMLElement).style.width = `${(100 * n) / most}%`;
  return bar;
}

function suggestions(data: Start): HTMLElement {
  const [first, second] = data.facets.byEditor;
  const question = data.facets.byQuestion[0];
  const twin = data.specifications.nodes[0];
  const tries: ([TypeName, string, string, string, number?] | null)[] = [
    first?.node ? ["Person", `With whom does ${first.value} work?`, `An editor of ${counted(first.count, "text")} and their co-editors`, nodeHref(first.node.id), first.count] : null,
    question?.node ? ["Question", `What is ${question.value} working on?`, `${counted(question.count, "text")}, their editors and documents`, nodeHref(question.node.id), question.count] : null,
    first?.node && second?.node
      ? ["Text", `What links ${first.value} and ${second.value}?`, "The shortest path between two nodes", href({ node: first.node.id, to: second.node.id })]
      : twin ? ["Specification", `What is the twin of ${twin.identifier}?`, "A specification of another organization", nodeHref(twin.id)] : null,
  ];
  return h("section", { "aria-labelledby": "tries" },
    h("h2", { id: "tries", class: "eyebrow" }, "Three things to try"),
    h("ul", { class: "tries" }, tries.filter((one) => one !== null).map(([type, title, about, address, n]) =>
      h("li", {}, h("a", { class: "card try", href: address, "data-count": n }, mark(type, 22), h("span", {}, h("strong", {}, title), h("span", { class: "soft" }, about)))))),
    h("p", { class: "faint home-size" }, h("a", { href: href({ view: "texts" }), "data-count": data.facets.total }, counted(data.facets.total, "text")), ", ",
      counted(data.editors.totalCount, types.Person.one.toLowerCase(), "people"), ". The same data for programs: ",
      h("a", { href: "/export/texts.xlsx", download: "" }, "Excel"), ", ",
      h("a", { href: "/calendar.ics", download: "" }, "calendar"), "."));
}
