// A study group and a group that works by correspondence.
import type { Child } from "../../dom.ts";
import { h } from "../../dom.ts";
import { period } from "../dates.ts";
import type { Named } from "../node.ts";
import { counted, facts, longList, nodeLine, nodeLink, section } from "../parts.ts";
import { href } from "../route.ts";

export const groupFragment = `fragment GroupDetail on Node {
  ... on StudyGroup {
    groupNumber: number
    groupQuestions: questions(first: 100) { totalCount nodes { ...Name } }
    groupTexts: texts(first: 0) { totalCount }
    groupMeetings: meetings(filter: {kinds: [PLENARY]}, orderBy: {field: START, direction: DESC}, first: 20) { nodes { ...Name held } }
    correspondenceGroups { ...Name groupStatus: status }
  }
  ... on CorrespondenceGroup { groupStatus: status parent: studyGroup { ...Name } }
}`;

interface StudyGroupDetail extends Named {
  groupNumber: number;
  groupQuestions: { totalCount: number; nodes: Named[] };
  groupTexts: { totalCount: number };
  groupMeetings: { nodes: (Named & { held: boolean })[] };
  correspondenceGroups: (Named & { groupStatus: string | null })[];
}

export function showStudyGroup(group: StudyGroupDetail): Child {
  return [
    group.groupNumber > 0 ? h("p", {}, h("a", { href: href({ view: "texts", studyGroup: group.groupNumber }), "data-count": group.groupTexts.totalCount }, `All ${counted(group.groupTexts.totalCount, "text")} as a list`))
      : h("p", { class: "soft" }, counted(group.groupTexts.totalCount, "text")), // texts are listed by the number of a group
    section("Questions", group.groupQuestions.totalCount > 0 && longList(group.groupQuestions.nodes.map((question) => nodeLine(question)), 14, "Questions"), group.groupQuestions.totalCount),
    section("Meetings", group.groupMeetings.nodes.length > 0 && longList(group.groupMeetings.nodes.map((meeting) =>
      nodeLine({ ...meeting, kind: "", start: null }, null, h("p", { class: "soft" }, [period(meeting.start, meeting.end), !meeting.held && "announced"].filter(Boolean).join(" · ")))), 6, "meetings")),
    section("Correspondence groups", group.correspondenceGroups.length > 0 && h("ul", { class: "lines" },
      group.correspondenceGroups.map((one) => nodeLine(one, one.groupStatus)))),
  ];
}

interface CorrespondenceDetail extends Named {
  groupStatus: string | null;
  parent: Named;
}

export function showCorrespondence(group: CorrespondenceDetail): Child {
  return facts([["Decided", group.groupStatus], ["Study group", nodeLink(group.parent)]]);
}
