// What of the graph is known, and which part of it is shown.
import { ApiError, ask } from "../../api.ts";
import { graphTypes, type TypeName } from "../kinds.ts";
import { nameFragment, type Named } from "../node.ts";

export interface Edge {
  kind: string;
  from: string;
  to: string;
}

/** Neighbours of one type that are not shown. */
export interface Stub {
  id: string;
  of: string;
  type: TypeName;
  count: number;
  /** Whether there are more than counted. */
  atLeast: boolean;
}

export interface Shown {
  nodes: Named[];
  edges: Edge[];
  stubs: Stub[];
  open: Set<string>;
  /** Whether nodes were left out because there are too many to look at. */
  full: boolean;
}

/** What the address says of the graph. */
export interface Wish {
  center: string;
  open: string[];
  shut: string[];
  /** Stubs opened, one entry for each time. */
  more: string[];
  /** Types and kinds of edges that are left out. */
  hide: string[];
}

export const most = 500;
const aroundCenter = 40; // neighbours of one type
const aroundOthers = 8;
const readAroundOthers = 100; // neighbours of a node that is not the center
const step = 40; // more at each opening of a stub

// What is around so many nodes, in one request.
function neighborsQuery(n: number, first: number): string {
  const numbers = Array.from({ length: n }, (_, i) => i);
  return `query Neighbors(${numbers.map((i) => `$id${i}: ID!`).join(", ")}) {
    ${numbers.map((i) => `of${i}: neighbors(id: $id${i}, first: ${first}) { ...Part }`).join("\n")}
  }
  fragment Part on Neighborhood { truncated nodes { ...Name } edges { kind from { id } to { id } } }
  ${nameFragment}`;
}

const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.code === "NOT_FOUND";

const pathQuery = `query Path($from: ID!, $to: ID!, $edges: [EdgeKind!]) {
  path(from: $from, to: $to, edges: $edges) { length nodes { ...Name } edges { kind from { id } to { id } } }
} ${nameFragment}`;

interface Part {
  nodes: Named[];
  edges: { kind: string; from: { id: string }; to: { id: string } }[];
}

export interface Path {
  nodes: string[];
  edges: Edge[];
}

/** The key of an edge among others. */
export const edgeKey = (edge: Edge): string => `${edge.kind} ${edge.from} ${edge.to}`;

/** The part of the graph that was read so far. */
export class Model {
  readonly nodes = new Map<string, Named>();
  readonly edges = new Map<string, Edge>();
  private readonly around = new Map<string, Set<string>>();
  private readonly whole = new Map<string, boolean>(); // what was read around a node, and whether that is all
  private readonly aliases = new Map<string, string>(); // ids of before a merge

  /** Reads what the wish needs and is not known yet. */
  async read(wish: Wish, signal: AbortSignal): Promise<void> {
    if (!this.whole.has(wish.center)) await this.readAround([wish.center], most, signal);
    const open = [...this.first(this.resolved(wish.center)), ...wish.open].filter((id) => !this.whole.has(id));
    if (open.length === 0) return;
    try {
      await this.readAround(open, readAroundOthers, signal);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      // An address may name what is not there any more.
      await Promise.all(open.map((id) => this.readAround([id], readAroundOthers, signal).catch((cause: unknown) => {
        if (!isNotFound(cause)) throw cause;
        this.whole.set(id, true);
      })));
    }
  }

  private async readAround(ids: string[], first: number, signal: AbortSignal): Promise<void> {
    const variables = Object.fromEntries(ids.map((id, i) => [`id${i}`, id]));
    const answer = await ask<Record<string, Part & { truncated: boolean }>>(neighborsQuery(ids.length, first), variables, { signal });
    ids.forEach((id, i) => {
      const neighbors = answer[`of${i}`]!;
      this.add(neighbors);
      const resolved = neighbors.nodes[0]?.id ?? id;
      this.aliases.set(id, resolved);
      this.whole.set(id, !neighbors.truncated);
      this.whole.set(resolved, !neighbors.truncated);
    });
  }

  private add(part: Part): Edge[] {
    for (const node of part.nodes) this.nodes.set(node.id, node);
    return part.edges.map(({ kind, from, to }) => {
      const edge = { kind, from: from.id, to: to.id };
      this.edges.set(edgeKey(edge), edge);
      for (const [a, b] of [[edge.from, edge.to], [edge.to, edge.from]] as const) {
        const near = this.around.get(a);
        if (near) near.add(b);
        else this.around.set(a, new Set([b]));
      }
      return edge;
    });
  }

  /** A shortest path. One that avoids meetings and study groups, which link nearly everything, is preferred. */
  async path(from: string, to: string, kinds: string[], signal: AbortSignal): Promise<Path | null> {
    const telling = kinds.filter((kind) => !["DECIDED_AT", "GROUP_OF", "MEETING_OF", "ANNOUNCED_AT"].includes(kind));
    for (const edges of telling.length > 0 && telling.length < kinds.length ? [telling, kinds] : [kinds]) {
      const { path } = await ask<{ path: Part | null }>(pathQuery, { from, to, edges }, { signal });
      if (path) return { nodes: path.nodes.map((node) => node.id), edges: this.add(path) };
    }
    return null;
  }

  /** The nodes that are open from the start: with a person their texts, with a text its editors. */
  private first(center: string): string[] {
    const [type, most] = ({ Person: ["Text", 12], Text: ["Person", 5] } as const)[this.nodes.get(center)?.__typename as string] ?? [];
    const near = [...(this.around.get(center) ?? [])].filter((id) => this.nodes.get(id)?.__typename === type);
    return [center, ...near.slice(0, most ?? 0)];
  }

  /** What to show. */
  shown(wish: Wish, path: Path | null): Shown {
    const hidden = new Set(wish.hide);
    const center = this.resolved(wish.center);
    const open = new Set([...this.first(center), ...wish.open.map((id) => this.resolved(id))].filter((id) => !wish.shut.includes(id)));
    const shown = new Set([center, ...(path?.nodes ?? [])]);
    const stubs: Stub[] = [];
    let full = false;
    const edges = [...this.edges.values()].filter((edge) => !hidden.has(edge.kind));
    const seen = new Map<string, string[]>();
    for (const edge of edges) {
      for (const [a, b] of [[edge.from, edge.to], [edge.to, edge.from]] as const) {
        const near = seen.get(a);
        if (near) near.push(b);
        else seen.set(a, [b]);
      }
    }
    for (const id of open) {
      if (!shown.has(id) && hidden.has(this.nodes.get(id)?.__typename ?? "")) continue;
      const byType = Map.groupBy(new Set(seen.get(id) ?? []), (near) => this.nodes.get(near)!.__typename);
      for (const type of graphTypes) {
        const rest = (byType.get(type) ?? []).filter((near) => !shown.has(near));
        if (rest.length === 0 || hidden.has(type)) continue;
        const stub = `+${id} ${type}`;
        const times = wish.more.filter((one) => one === stub.slice(1)).length;
        let room = (id === center ? aroundCenter : aroundOthers) + step * times;
        if (rest.length - room === 1) room++; // a stub for one takes the place of that one
        const fits = rest.slice(0, Math.min(room, most - shown.size));
        full ||= fits.length < Math.min(room, rest.length);
        for (const near of fits) shown.add(near);
        const atLeast = this.whole.get(id) === false;
        // Where there is no room for more, a stub could not be opened.
        if (rest.length > fits.length && (shown.size < most || id === center)) stubs.push({ id: stub, of: id, type, count: rest.length - fits.length, atLeast });
      }
    }
    const nodes = [...shown].map((id) => this.nodes.get(id)).filter((node) => node !== undefined);
    const ofPath = new Set(path?.edges.map(edgeKey));
    return {
      nodes, full, open,
      stubs: stubs.filter((stub) => shown.has(stub.of)),
      edges: [...this.edges.values()].filter((edge) => (!hidden.has(edge.kind) || ofPath.has(edgeKey(edge))) && shown.has(edge.from) && shown.has(edge.to)),
    };
  }

  /** How many neighbours of a node are known. */
  degree(id: string): number {
    return this.around.get(id)?.size ?? 0;
  }

  /** The id under which a node was answered, where it was asked for under one of before a merge. */
  resolved(id: string): string {
    return this.aliases.get(id) ?? id;
  }
}
