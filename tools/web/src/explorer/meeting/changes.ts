// What changed since the meeting before of the same study group.
import { ask } from "../../api.ts";
import { type Child, h } from "../../dom.ts";
import { decisions, words } from "../kinds.ts";
import { nameFragment, nameOf, type Named } from "../node.ts";
import { badge, counted, longList, nodeLine, section } from "../parts.ts";
import { href } from "../route.ts";
import { type Action, allActions } from "./actions.ts";
import { type MeetingFacts, nothingRead, type Series, type Statistics } from "./facts.ts";

type Before = Named & { report: { id: string } | null; unreadKinds: string[]; statistics: Pick<Statistics, "participants" | "countries"> | null };

const query = `query Before($studyGroup: Int!, $to: PartialDate!) {
  meetings(filter: {kinds: [PLENARY], studyGroup: $studyGroup, to: $to}, orderBy: {field: START, direction: DESC}, first: 20) {
    nodes { ...Name report { id } unreadKinds statistics { participants countries } }
  }
} ${nameFragment}`;

export interface Changes {
  before: Before | null;
  then: Action[];
}

/** The meeting before whose report was read, and what it decided. */
export async function readBefore(meeting: MeetingFacts, studyGroup: number | undefined, signal: AbortSignal): Promise<Changes> {
  if (studyGroup === undefined || !meeting.start) return { before: null, then: [] };
  const { meetings } = await ask<{ meetings: { nodes: Before[] } }>(query, { studyGroup, to: meeting.start }, { signal });
  const before = meetings.nodes.find((one) => one.id !== meeting.id && one.report !== null && (one.start ?? "") < meeting.start!) ?? null;
  return { before, then: before ? await allActions(before.id, signal) : [] };
}

/** Figures that rose or fell, plans that were kept or not, texts that moved on. */
export function changes(meeting: MeetingFacts, now: Action[], { before, then }: Changes): Child {
  const figures = meeting.statistics && deltas(meeting.statistics, before?.statistics ?? null);
  if (!before) {
    return [figures, h("p", { class: "soft" }, "The report of the meeting before has not been imported, so decisions cannot be compared.", figures ? " The figures of earlier meetings are those that this report repeats." : "")];
  }
  const since = h("p", {}, "Since ", h("a", { href: href({ view: "meeting", node: before.id }) }, nameOf(before)), ":");
  if (nothingRead(before.unreadKinds) || nothingRead(meeting.unreadKinds)) {
    const whose = nothingRead(before.unreadKinds) ? "the report of the meeting before" : "its report";
    return [since, figures, h("p", { class: "soft not-read" }, `No table of decisions was read in ${whose}, so decisions cannot be compared.`)];
  }
  const decided = new Map(now.map((action) => [action.text.id, action]));
  const planned = then.filter((action) => action.kind === "PLANNED");
  const kept = planned.filter((action) => { const next = decided.get(action.text.id); return next && next.kind !== "PLANNED"; });
  const again = planned.filter((action) => decided.get(action.text.id)?.kind === "PLANNED");
  const silent = planned.filter((action) => !decided.has(action.text.id));
  const others = then.filter((action) => action.kind !== "PLANNED" && decided.has(action.text.id) && decided.get(action.text.id)!.kind !== action.kind);
  return [
    since,
    figures,
    section("Planned then and acted on", lines(kept, decided), kept.length),
    section("Planned then and planned again", lines(again, decided), again.length),
    meeting.unreadKinds.length === 0
      ? section("Planned then, not acted on", lines(silent, decided), silent.length)
      : silent.length > 0 && h("p", { class: "soft not-read" }, `${counted(silent.length, "text")} planned then: not known, since not all tables of decisions were read.`),
    section("Moved on", lines(others, decided), others.length),
    kindTable(now, meeting.unreadKinds, then, before.unreadKinds),
  ];
}

function lines(actions: Action[], decided: Map<string, Action>): HTMLElement | null {
  if (actions.length === 0) return null;
  return longList(actions.map((action) => {
    const next = decided.get(action.text.id);
    return nodeLine(action.text, [badge(action.kind), next && [" → ", badge(next.kind)]]);
  }), 6, "texts");
}

function kindTable(now: Action[], unreadNow: string[], then: Action[], unreadThen: string[]): HTMLElement {
  const count = (actions: Action[], unread: string[], kind: string) => (unread.includes(kind) ? null : actions.filter((action) => action.kind === kind).length);
  const rows = Object.keys(decisions).map((kind) => ({ kind, a: count(then, unreadThen, kind), b: count(now, unreadNow, kind) }))
    .filter(({ a, b }) => a !== 0 || b !== 0);
  return h("div", { class: "table-frame", tabindex: 0, role: "region", "aria-label": "Decisions then and now" }, h("table", { class: "table small" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Decisions"), ["Then", "Now", "Change"].map((name) => h("th", { scope: "col", class: "number" }, name)))),
    h("tbody", {}, rows.map(({ kind, a, b }) => h("tr", {}, h("th", { scope: "row" }, words(kind)),
      h("td", { class: "number" }, a ?? "not read"), h("td", { class: "number" }, b ?? "not read"), h("td", { class: "number" }, a !== null && b !== null && signed(b - a)))))));
}

function deltas(now: Statistics, then: Pick<Statistics, "participants" | "countries"> | null): HTMLElement | null {
  const ofSeries = (series: Series | null) => [series?.total ?? null, series?.previous[0] ?? null] as const;
  const rows = ([
    ["participants", now.participants, then?.participants ?? null],
    ["countries", now.countries, then?.countries ?? null],
    ["contributions", ...ofSeries(now.contributions)],
    ["TDs", ...ofSeries(now.documentSeries)],
    ["sessions", ...ofSeries(now.sessions)],
    ["remote sessions", ...ofSeries(now.remoteSessions)],
  ] as [string, number | null, number | null][]).filter(([, a, b]) => a != null && b != null);
  if (rows.length === 0) return null;
  return h("ul", { class: "tiles" }, rows.map(([name, a, b]) => h("li", {},
    h("strong", {}, signed(a! - b!)), h("span", {}, name), h("span", { class: "faint" }, `${b} → ${a}`))));
}

function signed(n: number): string {
  return n > 0 ? `+${n}` : n < 0 ? `−${-n}` : "±0";
}

