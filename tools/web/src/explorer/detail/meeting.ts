// A meeting: what it decided, what its report says it decided, who came, and what it announced.
import type { Child } from "../../dom.ts";
import { h } from "../../dom.ts";
import { period } from "../dates.ts";
import { calendar } from "../meeting/calendar.ts";
import { claims, decisionBars, tiles } from "../meeting/figures.ts";
import { type Decided, madeBeside, meetingFields, type MeetingFacts } from "../meeting/facts.ts";
import { words } from "../kinds.ts";
import type { Named } from "../node.ts";
import { facts, nodeLine, nodeLink, section } from "../parts.ts";
import { seriesChart } from "../meeting/charts.ts";

export const meetingFragment = `fragment MeetingDetail on Meeting { ${meetingFields} }`;

export function showMeeting(meeting: MeetingFacts & Named, decided: Decided): Child {
  const statistics = meeting.statistics;
  return [
    facts([
      ["Kind", words(meeting.meetingKind)],
      ["When", period(meeting.start, meeting.end)],
      ["Where", meeting.remote ? "e-meeting" : [meeting.place, meeting.venueConfirmed === false && " (not confirmed)"]],
      ["Questions", meeting.questions.map((question, i) => [i > 0 && ", ", nodeLink(question)])],
      ["Together with", meeting.jointWith.join(", ")],
      ["Study group", meeting.meetingGroup && nodeLink(meeting.meetingGroup)],
      ["Announced at", meeting.announcedAt && nodeLink(meeting.announcedAt)],
    ]),
    section("To work on", meeting.objectives.length > 0 && h("ul", { class: "dotted" }, meeting.objectives.map((objective) =>
      h("li", {}, objective.description, objective.texts.map((text) => [" ", nodeLink(text)]))))),
    section("Decisions", decisionBars(meeting, decided), madeBeside(meeting)),
    section("As its report counts", claims(meeting, true)),
    statistics && section("Participation", tiles(statistics)),
    statistics?.contributions && section("Contributions", seriesChart(statistics.contributions, "Contributions")),
    section("Meetings it announced", calendar(meeting.announced)),
    section("Report", meeting.report && h("ul", { class: "lines" }, nodeLine({ __typename: "Report", id: meeting.report.id, name: meeting.report.reportTitle }))),
  ];
}
