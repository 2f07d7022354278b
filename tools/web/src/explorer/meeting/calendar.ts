// Meetings on a small calendar: the months they fall in, with the days taken marked.
import { h } from "../../dom.ts";
import { monthName, period } from "../dates.ts";
import { nameOf } from "../node.ts";
import { nodeHref } from "../route.ts";
import type { Announced } from "./facts.ts";

/** The meetings by month; those of which only the month or less is known stand below the days. */
export function calendar(meetings: Announced[]): HTMLElement | null {
  if (meetings.length === 0) return null;
  const sorted = [...meetings].sort((a, b) => (a.start ?? "9").localeCompare(b.start ?? "9"));
  const months = Map.groupBy(sorted, (meeting) => meeting.start?.slice(0, 7) ?? "");
  return h("ol", { class: "calendar" }, [...months].map(([month, ofMonth]) => h("li", { class: "month" },
    h("div", { class: "month-days" }, h("h3", {}, month.length === 7 ? `${monthName(Number(month.slice(5)))} ${month.slice(0, 4)}` : month || "Date not known"),
      month.length === 7 && days(month, ofMonth)),
    h("ul", { class: "month-meetings" }, ofMonth.map((meeting) => h("li", {},
      h("a", { href: nodeHref(meeting.id), title: nameOf(meeting) }, meeting.kind === "PLENARY" ? "Plenary" : meeting.questions.map((question) => question.label).join(", ") || nameOf(meeting)),
      h("span", { class: "soft" }, [dayPart(meeting), meeting.remote ? "e-meeting" : meeting.place, meeting.kind === "JOINT" && "joint"].filter(Boolean).join(" · "))))))));
}

/** The days of a month in weeks from Monday; those of meetings are marked. */
function days(month: string, meetings: Announced[]): HTMLElement {
  const [year, number] = month.split("-").map(Number) as [number, number];
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const blank = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
  const taken = (date: string) => meetings.some(({ start, end }) => start?.length === 10 && start <= date && date <= (end?.length === 10 ? end : start));
  return h("div", { class: "days", "aria-hidden": "true" },
    Array.from({ length: blank }, () => h("span", {})),
    Array.from({ length }, (_, i) => {
      const date = `${month}-${String(i + 1).padStart(2, "0")}`;
      return h("span", { class: taken(date) ? "taken" : null }, i + 1);
    }));
}

function dayPart(meeting: Announced): string {
  return meeting.start?.length === 10 ? period(meeting.start, meeting.end) : "day not said";
}
