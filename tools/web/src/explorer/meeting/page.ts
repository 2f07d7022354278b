// The page of a meeting: its figures, its decisions by Question, what changed.
import { ask } from "../../api.ts";
import { type Child, h } from "../../dom.ts";
import { period } from "../dates.ts";
import { icon, mark } from "../icons.ts";
import { words } from "../kinds.ts";
import { loaded, nothing } from "../loading.ts";
import { nameFragment, nameOf, type Named } from "../node.ts";
import { counted, nodeLink, section } from "../parts.ts";
import { changed, go, href, nodeHref, renamed } from "../route.ts";
import { allActions } from "./actions.ts";
import { byQuestion, kindsKey } from "./byquestion.ts";
import { calendar } from "./calendar.ts";
import { changes, readBefore } from "./changes.ts";
import { regionBars, seriesChart } from "./charts.ts";
import { type Decided, decidedFields, madeBeside, meetingFields, type MeetingFacts, nothingRead } from "./facts.ts";
import { claims, decisionBars, tiles } from "./figures.ts";

type Meeting = MeetingFacts & Named & { pageGroup: { number: number } | null };
type Listed = Named & { report: { id: string } | null };
type Texts = { byQuestion: { count: number; node: { id: string } }[] };
type Answer = Decided & { ofMeeting: Texts } & { meeting: Meeting | null; meetings: { nodes: Listed[] } };

const latestQuery = `{ reports(first: 20) { nodes { meeting { id } } } }`; // not every document is of a meeting
const query = `query Meeting($id: ID!) {
  meeting(id: $id) { ...Name pageGroup: studyGroup { number } ${meetingFields} }
  meetings(filter: {kinds: [PLENARY]}, orderBy: {field: START, direction: DESC}, first: 50) { nodes { ...Name report { id } } }
  ofMeeting: facets(filter: {decided: {meetings: [$id]}}) { byQuestion { count node { id } } }
  ${decidedFields}
} ${nameFragment}`;

/** The view of a meeting; of the latest whose report was read where none is named. */
export function meetingPage(parameters: URLSearchParams, signal: AbortSignal): HTMLElement {
  return h("main", { class: "wide", id: "main" }, loaded(async (s) => {
    const id = parameters.get("node") ?? (await ask<{ reports: { nodes: { meeting: { id: string } | null }[] } }>(latestQuery, {}, { signal: s })).reports.nodes.find((report) => report.meeting)?.meeting?.id;
    return id ? ask<Answer>(query, { id }, { signal: s }) : null;
  }, (data) => {
    if (!data) return nothing("No meeting is known yet", h("p", {}, "Import a meeting report: ", h("code", {}, "rapporteur import report.txt")));
    if (!data.meeting) return nothing("There is no such meeting", h("a", { class: "button", href: href({ view: "meeting" }) }, "The latest meeting"));
    if (parameters.has("node")) renamed(changed({ node: data.meeting.id }, parameters));
    document.title = `${nameOf(data.meeting)} · Rapporteur`;
    return show(data.meeting, data.meetings.nodes, data, data.ofMeeting, signal);
  }, signal, 9));
}

function show(meeting: Meeting, others: Listed[], decided: Decided, texts: Texts, signal: AbortSignal): Child {
  const { statistics } = meeting;
  const decisions = meeting.taken.totalCount + meeting.planned.totalCount;
  const actions = decisions > 0 ? allActions(meeting.id, signal) : Promise.resolve([]);
  actions.catch(() => {}); // shown by the parts that await it
  return [
    head(meeting, others),
    !meeting.report && h("p", { class: "callout" }, "This meeting was announced; its own report has not been imported."),
    meeting.report && nothingRead(meeting.unreadKinds) && h("p", { class: "callout" }, "No table of decisions was read in its report: what it decided is not known."),
    h("div", { class: "meeting-grid" },
      card("Decisions", decisionBars(meeting, decided), "", madeBeside(meeting)),
      card("As its report counts", claims(meeting)),
      statistics && card("Participation", [tiles(statistics), statistics.absentees.length > 0 && h("details", {}, h("summary", {}, counted(statistics.absentees.length, "office holder"), " absent"),
        h("ul", { class: "dotted" }, statistics.absentees.map((role) => h("li", {}, h("a", { href: nodeHref(role.person.id) }, role.person.name), h("span", { class: "soft" }, ` ${role.title}${role.represents ? `, ${role.represents}` : ""}`)))))]),
      statistics && (statistics.contributions || statistics.documentSeries) && card("Contributions and documents", [
        statistics.contributions && seriesChart(statistics.contributions, "Contributions"),
        statistics.documentSeries && seriesChart(statistics.documentSeries, "TDs")]),
      statistics && statistics.contributionsByRegion.length > 0 && card("Contributions by region", regionBars(statistics.contributionsByRegion)),
      statistics && (statistics.sessions || statistics.remoteSessions) && card("Sessions", [
        statistics.sessions && seriesChart(statistics.sessions, "Sessions"),
        statistics.remoteSessions && seriesChart(statistics.remoteSessions, "Remote sessions")]),
      decisions > 0 && card(meeting.planned.totalCount > 0 ? "Decisions and plans by Question" : "Decisions by Question", loaded(() => actions, (all) => [kindsKey(all), byQuestion(all, meeting.id, new Map(texts.byQuestion.map(({ count, node }) => [node.id, count])))], signal), "span"),
      meeting.report && card("Since the meeting before", loaded(async (s) => [await actions, await readBefore(meeting, meeting.pageGroup?.number, s)] as const,
        ([now, before]) => changes(meeting, now, before), signal), "span"),
      card("Meetings it announced", calendar(meeting.announced), "span"),
      card("Hot topics", meeting.hotTopics.length > 0 && h("ul", { class: "dotted" }, meeting.hotTopics.map((topic) => h("li", {}, topic)))),
      card("Beside the meeting", meeting.events.length > 0 && h("ul", { class: "dotted" }, meeting.events.map((event) => h("li", {}, event.title, " ",
        h("span", { class: "soft" }, [words(event.eventKind).toLowerCase(), event.announcedBy, event.participants != null && counted(event.participants, "participant"), event.countries != null && counted(event.countries, "country", "countries")].filter(Boolean).join(" · ")))))),
      card("To work on", meeting.objectives.length > 0 && h("ul", { class: "dotted" }, meeting.objectives.map((objective) => h("li", {}, objective.description, objective.texts.map((text) => [" ", nodeLink(text)]))))),
      meeting.report && card("Its report", [h("p", {}, h("a", { href: nodeHref(meeting.report.id) }, meeting.report.reportTitle)),
        section("Warnings", meeting.report.warnings.length > 0 && h("ul", { class: "dotted" }, meeting.report.warnings.map((warning) => h("li", {}, warning.message))), meeting.report.warnings.length)])),
  ];
}

function head(meeting: Meeting, others: Listed[]): HTMLElement {
  const listed = others.filter((one) => one.report || one.id === meeting.id);
  const choice = h("select", { class: "field", "aria-label": "Another meeting", onchange: () => go(href({ view: "meeting", node: choice.value })) },
    listed.map((one) => h("option", { value: one.id, selected: one.id === meeting.id }, nameOf(one))));
  return h("header", { class: "page-head" },
    h("p", { class: "eyebrow" }, mark("Meeting", 15), words(meeting.meetingKind), " meeting"),
    h("h1", { tabindex: -1 }, nameOf(meeting)),
    h("p", { class: "soft" }, [period(meeting.start, meeting.end), meeting.remote ? "e-meeting" : meeting.place, meeting.workingDays != null && counted(meeting.workingDays, "working day")].filter(Boolean).join(" · ")),
    h("div", { class: "page-acts" },
      h("a", { class: "button", href: nodeHref(meeting.id) }, icon("graph", 16), "Graph"),
      h("a", { class: "button", href: href({ view: "texts", meetings: meeting.id }) }, icon("list", 16), "Its texts"),
      h("a", { class: "button", href: `/export/actions.csv?${new URLSearchParams({ decidedMeetings: meeting.id })}`, download: "" }, icon("download", 16), "Decisions (CSV)"),
      listed.length > 1 && choice));
}

function card(title: string, body: Child, kind = "", count?: string): HTMLElement | null {
  if (body == null || body === false) return null;
  return h("section", { class: `card ${kind}` }, h("h2", {}, title, count != null && h("span", { class: "count" }, count)), body);
}
