// What kinds of nodes, edges and decisions there are: how each is called and drawn.

export type TypeName =
  | "Text" | "Person" | "Question" | "Document" | "Specification"
  | "Meeting" | "StudyGroup" | "CorrespondenceGroup" | "Action" | "Report";

interface Kind {
  one: string;
  many: string;
  /** The value of NodeType in the schema. */
  enum: string;
  /** Radius in pixels at which all shapes weigh alike to the eye. */
  radius: number;
  /** Corners of the shape in parts of the radius, y down; none is a circle. */
  corners: [number, number][];
}

const at = (degrees: number, distance = 1): [number, number] =>
  [Math.sin((degrees * Math.PI) / 180) * distance, -Math.cos((degrees * Math.PI) / 180) * distance];
const regular = (n: number, turn = 0) => Array.from({ length: n }, (_, i) => at((360 / n) * i + turn));
const star = (points: number) => Array.from({ length: points * 2 }, (_, i) => at((180 / points) * i, i % 2 ? 0.5 : 1.1));
const page: [number, number][] = [[-0.72, -1], [0.2, -1], [0.72, -0.48], [0.72, 1], [-0.72, 1]];

// A shape and a colour each (style: --node-Text and so on, after Okabe and Ito), so neither is needed to tell them apart.
export const types: Record<TypeName, Kind> = {
  Text: { one: "Text", many: "Texts", enum: "TEXT", radius: 12, corners: regular(4, 45) },
  Person: { one: "Person", many: "People", enum: "PERSON", radius: 9, corners: [] },
  Question: { one: "Question", many: "Questions", enum: "QUESTION", radius: 11, corners: regular(4) },
  Document: { one: "TD", many: "TDs", enum: "DOCUMENT", radius: 9.5, corners: page },
  Specification: { one: "Specification", many: "Specifications", enum: "SPECIFICATION", radius: 10, corners: regular(6) },
  Meeting: { one: "Meeting", many: "Meetings", enum: "MEETING", radius: 11, corners: regular(3) },
  StudyGroup: { one: "Study group", many: "Study groups", enum: "STUDY_GROUP", radius: 11, corners: star(5) },
  CorrespondenceGroup: { one: "Correspondence group", many: "Correspondence groups", enum: "CORRESPONDENCE_GROUP", radius: 10, corners: regular(3, 180) },
  Action: { one: "Decision", many: "Decisions", enum: "ACTION", radius: 8, corners: regular(8) },
  Report: { one: "Report", many: "Reports", enum: "REPORT", radius: 9, corners: regular(5) },
};

/** The types that a graph holds, in the order of legends and of groups of suggestions. */
export const graphTypes: TypeName[] = [
  "Text", "Person", "Question", "Document", "Specification", "Meeting", "StudyGroup", "CorrespondenceGroup",
];

/** The outline of a type around 0,0, as the d of a path. */
export function outline(type: TypeName, radius = types[type].radius): string {
  const { corners } = types[type];
  if (corners.length === 0) return `M0 ${-radius}A${radius} ${radius} 0 1 1 0 ${radius}A${radius} ${radius} 0 1 1 0 ${-radius}Z`;
  return `M${corners.map(([x, y]) => `${(x * radius).toFixed(2)} ${(y * radius).toFixed(2)}`).join("L")}Z`;
}

interface Edge {
  /** As a heading of what is linked. */
  name: string;
  /** From where the edge begins to where it ends, and the other way. */
  out: string;
  in: string;
  /** The dashes of its line; none is a solid one. */
  dash?: string;
}

export const edgeKinds: Record<string, Edge> = {
  EDITED_BY: { name: "Editors", out: "edited by", in: "edits" },
  QUESTION_OF: { name: "Questions", out: "worked on by", in: "works on" },
  CARRIED_BY: { name: "TDs", out: "carried by", in: "carries" },
  EQUIVALENT_TO: { name: "Equivalents", out: "has the twin", in: "is the twin of", dash: "7 3" },
  RELATED_TO: { name: "Relations", out: "relates to", in: "is related to by", dash: "3 3" },
  DECIDED_AT: { name: "Decisions", out: "decided at", in: "decided about", dash: "1 4" },
  MEETING_OF: { name: "Meetings of a Question", out: "is a meeting of", in: "meets at" },
  ANNOUNCED_AT: { name: "Announcements", out: "announced at", in: "announced", dash: "1 4" },
  GROUP_OF: { name: "Study group", out: "belongs to", in: "has" },
};

interface Decision {
  name: string;
  /** What it means, for those new to it. */
  means: string;
  tone: "plain" | "accent" | "good" | "warn" | "bad";
}

/** In the order in which a text usually meets them. */
export const decisions: Record<string, Decision> = {
  NEW_WORK_ITEM: { name: "New work item", means: "added to the work programme (A.1)", tone: "accent" },
  PLANNED: { name: "Planned", means: "planned for action at the next meeting", tone: "plain" },
  DETERMINED: { name: "Determined", means: "sent to Member States under TAP", tone: "warn" },
  CONSENTED: { name: "Consented", means: "sent to Last Call under AAP", tone: "warn" },
  AGREED: { name: "Agreed", means: "agreed; not normative", tone: "good" },
  APPROVED: { name: "Approved", means: "approved under TAP", tone: "good" },
  NOT_APPROVED: { name: "Not approved", means: "put to approval under TAP and not approved", tone: "bad" },
  REMOVED: { name: "Removed", means: "removed from the work programme", tone: "bad" },
  DELETED: { name: "Deleted", means: "a Recommendation withdrawn by a decision", tone: "bad" },
};

/** The kinds of decisions that were taken: a plan is for a later meeting to decide. */
export const taken = Object.keys(decisions).filter((kind) => kind !== "PLANNED");

/** A value of any enumeration as words: TECHNICAL_REPORT is "Technical report". */
export function words(value: string): string {
  const known = decisions[value];
  if (known) return known.name;
  const lower = value.toLowerCase().replaceAll("_", " ");
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

/** The name of a type within a sentence: texts, but Questions and TDs. */
export const inSentence = (name: string): string => (/^(TD|Question)/.test(name) ? name : name.toLowerCase());
