// Search by the API, and its answers as lines.
import { ask } from "../api.ts";
import { type Child, h } from "../dom.ts";
import { graphTypes, types, type TypeName } from "./kinds.ts";
import { nameFragment, nameOf, type Named } from "./node.ts";

export interface Found {
  node: Named;
  highlights: string[];
}

interface Answer {
  search: { totalCount: number; corrected: string | null; edges: Found[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const query = `query Search($query: String!, $types: [NodeType!], $first: Int, $after: String) {
  search(query: $query, types: $types, first: $first, after: $after) {
    totalCount corrected
    edges { highlights node { ...Name } }
    pageInfo { hasNextPage endCursor }
  }
} ${nameFragment}`;

/** One page of what the words find, the best first. */
export async function search(words: string, first: number, signal: AbortSignal, only: TypeName[] = [], after?: string | null) {
  const variables = { query: words, first, after, types: only.length ? only.map((type) => types[type].enum) : null };
  return (await ask<Answer>(query, variables, { signal })).search;
}

/** What was found, by type; types keep the order of their best match. */
export function grouped(found: Found[]): [TypeName, Found[]][] {
  const groups = new Map<TypeName, Found[]>();
  for (const one of found) {
    const group = groups.get(one.node.__typename);
    if (group) group.push(one);
    else groups.set(one.node.__typename, [one]);
  }
  return [...groups].filter(([type]) => graphTypes.includes(type) || type === "Report");
}

/** Text with the words between ** and ** marked. */
export function highlighted(text: string): Child[] {
  return text.split("**").map((part, i) => (i % 2 ? h("mark", {}, part) : part));
}

/** The name of a match with what matched, and the match in another name or the title beside it. */
export function matchOf(found: Found): { name: Child; beside: Child } {
  const name = nameOf(found.node);
  const plain = (text: string) => text.replaceAll("**", "");
  const ofName = found.highlights.find((text) => plain(text) === name);
  const other = found.highlights.find((text) => plain(text) !== name);
  return {
    name: ofName ? highlighted(ofName) : name,
    beside: other ? highlighted(other) : null,
  };
}
