// What an address of the list of texts names is named by id: a label is of several Questions, and a node may have got another id.
import { ask } from "../../api.ts";
import { changed } from "../route.ts";

const named = ["editors", "questions", "meetings", "decidedMeetings"];

/** The ids in an address, as many as one operation may ask for. */
export function namedIn(parameters: URLSearchParams): string[] {
  return named.flatMap((name) => parameters.getAll(name)).slice(0, 100);
}

/** The address with ids in place of labels of Questions, which are those of the newest study period that has them; null where it has no label. */
export async function withIds(parameters: URLSearchParams, signal: AbortSignal): Promise<string | null> {
  const questions = parameters.getAll("questions");
  const labels = questions.filter((one) => !one.startsWith("question:"));
  if (labels.length === 0) return null;
  const variables = Object.fromEntries(labels.map((label, i) => [`l${i}`, label]));
  const query = `query Labels(${labels.map((_, i) => `$l${i}: String!`).join(", ")}) { ${labels.map((_, i) => `l${i}: question(label: $l${i}) { id }`).join(" ")} }`;
  const found = await ask<Record<string, { id: string } | null>>(query, variables, { signal });
  const ids = new Map(labels.map((label, i) => [label, found[`l${i}`]?.id]));
  return [...ids.values()].some((id) => id) ? changed({ questions: questions.map((one) => ids.get(one) ?? one) }, parameters) : null;
}

/** The address with the ids of the nodes that answered to those it has; null where they are the same. */
export function withNewerIds(parameters: URLSearchParams, answered: ({ id: string } | null)[]): string | null {
  const now = new Map(namedIn(parameters).map((id, i) => [id, answered[i]?.id ?? id]));
  if ([...now].every(([id, other]) => id === other)) return null;
  return changed(Object.fromEntries(named.map((name) => [name, parameters.getAll(name).map((id) => now.get(id) ?? id)])), parameters);
}
