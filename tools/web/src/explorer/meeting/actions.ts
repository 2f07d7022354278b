// All decisions of a meeting.
import { ask } from "../../api.ts";
import { nameFragment, type Named } from "../node.ts";

export interface Action {
  id: string;
  kind: string;
  text: Named;
  questions: { id: string; label: string; number: number }[];
  target: string | null;
  targetAction: string | null;
}

const query = `query Actions($id: ID!, $after: String) {
  meeting(id: $id) { actions(first: 100, after: $after) {
    nodes { id kind text { ...Name } questions { id label number } target targetAction }
    pageInfo { hasNextPage endCursor }
  } }
} ${nameFragment}`;

const pages = 20; // of 100; no meeting known has more than 200 decisions

/** The decisions in the order of the report. */
export async function allActions(meeting: string, signal: AbortSignal): Promise<Action[]> {
  const all: Action[] = [];
  let after: string | null = null;
  for (let page = 0; page < pages; page++) {
    type Answer = { meeting: { actions: { nodes: Action[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } | null };
    const answer: Answer = await ask<Answer>(query, { id: meeting, after }, { signal });
    if (!answer.meeting) break;
    all.push(...answer.meeting.actions.nodes);
    after = answer.meeting.actions.pageInfo.endCursor;
    if (!answer.meeting.actions.pageInfo.hasNextPage) break;
  }
  return all;
}
