// A Question: its texts by status, their editors, its meetings.
import type { Child } from "../../dom.ts";
import { h } from "../../dom.ts";
import { period } from "../dates.ts";
import type { Named } from "../node.ts";
import { facts, longList, nodeLine, nodeLink, section } from "../parts.ts";
import { href } from "../route.ts";
import { byStatus } from "./bystatus.ts";

export const questionFragment = `fragment QuestionDetail on Question {
  questionGroup: studyGroup { ...Name }
  questionTexts: texts(first: 100) { totalCount nodes { ...Name } }
  questionEditors: editors(first: 50) { totalCount nodes { ...Name } }
  questionMeetings: meetings(first: 50) { nodes { ...Name remote } }
}`;

interface QuestionDetail extends Named {
  label: string;
  questionPeriod: string;
  questionGroup: Named;
  questionTexts: { totalCount: number; nodes: Named[] };
  questionEditors: { totalCount: number; nodes: Named[] };
  questionMeetings: { nodes: (Named & { remote: boolean })[] };
}

export function showQuestion(question: QuestionDetail): Child {
  const { questionTexts: texts, questionEditors: editors, questionMeetings: meetings } = question;
  return [
    facts([["Study period", question.questionPeriod], ["Study group", nodeLink(question.questionGroup)]]),
    section("Texts", texts.totalCount > 0 ? byStatus(texts.nodes, texts.totalCount, href({ view: "texts", questions: question.id })) : h("p", { class: "soft" }, "No text names it."), texts.totalCount || undefined),
    section("Editors", editors.totalCount > 0 && [
      longList(editors.nodes.map((person) => nodeLine(person)), 8, "people"),
      editors.totalCount > editors.nodes.length && h("p", { class: "faint" }, `${editors.totalCount - editors.nodes.length} others`),
    ], editors.totalCount),
    section("Its meetings", meetings.nodes.length > 0 && longList(meetings.nodes.map((meeting) =>
      nodeLine({ ...meeting, kind: "", start: null }, null, h("p", { class: "soft" }, [period(meeting.start, meeting.end), meeting.remote ? "e-meeting" : meeting.place].filter(Boolean).join(" · ")))), 6, "meetings")),
  ];
}
