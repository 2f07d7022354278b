// What is asked about a meeting, on its page and beside a graph.
import { decisions, taken } from "../kinds.ts";
import type { Named } from "../node.ts";
import { counted } from "../parts.ts";
import { href } from "../route.ts";

export interface Series { total: number; previous: number[] }
export interface Region { region: string; count: number; percent: number | null; countries: Region[] }
/** A figure of a report; rows and differs are null where no table of its kind was read. */
export interface Claim { kind: string; stated: number; rows: number | null; differs: boolean | null; raw: string }

export interface Statistics {
  participants: number | null;
  announcedParticipants: number | null;
  countries: number | null;
  sectorMembers: number | null;
  associates: number | null;
  academia: number | null;
  invitedExperts: number | null;
  newMemberStates: string[];
  fellowships: { granted: number; kind: string | null; countries: string[] } | null;
  contributions: Series | null;
  documentSeries: Series | null;
  sessions: Series | null;
  remoteSessions: Series | null;
  contributionsByRegion: Region[];
  incomingLiaisons: number | null;
  outgoingLiaisons: number | null;
  absentees: { title: string; represents: string | null; person: { id: string; name: string } }[];
}

export type Announced = Named & { remote: boolean; questions: { label: string }[] };

/** How many decisions a meeting made and how many texts it planned for a later one, as far as that is known. */
export interface Made {
  taken: { totalCount: number };
  planned: { totalCount: number };
  /** The kinds of decisions whose number is not known. */
  unreadKinds: string[];
}

/** The fields of Made. */
export const madeFields = `
  taken: actions(filter: {kinds: [${taken.join()}]}, first: 0) { totalCount }
  planned: actions(filter: {kinds: [PLANNED]}, first: 0) { totalCount }
  unreadKinds`;

export interface MeetingFacts extends Made {
  id: string;
  meetingKind: string;
  start: string | null;
  end: string | null;
  place: string | null;
  remote: boolean;
  workingDays: number | null;
  venueConfirmed: boolean | null;
  jointWith: string[];
  questions: Named[];
  meetingGroup: Named | null;
  announcedAt: Named | null;
  announced: Announced[];
  objectives: { description: string; texts: Named[] }[];
  hotTopics: string[];
  events: { title: string; eventKind: string; announcedBy: string | null; participants: number | null; countries: number | null }[];
  claims: Claim[];
  report: { id: string; reportTitle: string; warnings: { message: string }[] } | null;
  statistics: Statistics | null;
}

const series = "{ total previous }";

/** The fields of MeetingFacts; the operation needs the fragment Name. */
export const meetingFields = `
  meetingKind: kind start end place remote workingDays venueConfirmed jointWith
  questions { ...Name }
  meetingGroup: studyGroup { ...Name }
  announcedAt { ...Name }
  announced { ...Name remote questions { label } }
  objectives { description texts { ...Name } }
  hotTopics
  events { title eventKind: kind announcedBy participants countries }
  claims { kind stated rows differs raw }
  report { id reportTitle: title warnings { message } }
  statistics {
    participants announcedParticipants: announced countries sectorMembers associates academia invitedExperts newMemberStates
    fellowships { granted kind countries }
    contributions ${series} documentSeries: documents ${series} sessions ${series} remoteSessions ${series}
    contributionsByRegion { region count percent countries { region count percent } }
    incomingLiaisons outgoingLiaisons
    absentees { title represents person { id name } }
  }
  ${madeFields}`;

/** How many texts the meeting $id decided about, by kind. */
export type Decided = Record<string, { totalCount: number } | undefined>;

/** The fields of Query that make Decided. They count what the list of texts behind each figure holds. */
export const decidedFields = Object.keys(decisions).map((kind) =>
  `${kind}: texts(filter: {decided: {kinds: [${kind}], meetings: [$id]}}, first: 0) { totalCount }`).join("\n");

/** Whether no table of the meeting's decisions was read, so that nothing is known of them. */
export const nothingRead = (unreadKinds: string[]): boolean => Object.keys(decisions).every((kind) => unreadKinds.includes(kind));

/** The decisions and plans of a meeting in words: 71 decisions, 24 planned. */
export function made(meeting: Made): string {
  if (nothingRead(meeting.unreadKinds)) return "decisions not read";
  const { taken: { totalCount: decided }, planned: { totalCount: plans } } = meeting;
  const all = meeting.unreadKinds.length === 0;
  return [(decided > 0 || all) && counted(decided, "decision"), plans > 0 && `${plans.toLocaleString("en")} planned`, !all && "not all tables read"].filter(Boolean).join(", ");
}

/** The same beside a heading that says what it is of; nothing where there are none. */
export function madeBeside({ taken: { totalCount: decided }, planned: { totalCount: plans } }: Made): string | undefined {
  return [decided > 0 && decided.toLocaleString("en"), plans > 0 && `${plans.toLocaleString("en")} planned`].filter(Boolean).join(", ") || undefined;
}

/** The kinds of decisions that the meeting made, each with its number of texts and the address of their list. */
export function decidedBy(meeting: string, decided: Decided): { kind: string; n: number; address: string }[] {
  return Object.keys(decisions).map((kind) => ({
    kind, n: decided[kind]?.totalCount ?? 0, address: href({ view: "texts", decidedKinds: kind, decidedMeetings: meeting }),
  })).filter(({ n }) => n > 0);
}
