// Where the nodes stand: forces, run to rest at once within a budget of time.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";

export interface Spot extends SimulationNodeDatum {
  id: string;
  x: number;
  y: number;
}

interface Link {
  source: string;
  target: string;
}

const budget = 500; // milliseconds
const golden = Math.PI * (3 - Math.sqrt(5));

/** Places the nodes. Those that had a place begin there, new ones beside what they hang on; the center stays. */
export function layout(ids: string[], links: Link[], center: string, before: Map<string, Spot>): Map<string, Spot> {
  const hangsOn = new Map<string, string>();
  for (const { source, target } of links) {
    if (before.has(source) && !before.has(target)) hangsOn.set(target, source);
    if (before.has(target) && !before.has(source)) hangsOn.set(source, target);
  }
  const spots: Spot[] = ids.map((id, i) => {
    const old = before.get(id);
    if (old) return { id, x: old.x, y: old.y };
    const at = before.get(hangsOn.get(id) ?? "") ?? { x: 0, y: 0 };
    const away = id === center ? 0 : 24 + 9 * Math.sqrt(i);
    return { id, x: at.x + away * Math.cos(i * golden), y: at.y + away * Math.sin(i * golden) };
  });
  const degree = new Map<string, number>();
  for (const { source, target } of links) {
    degree.set(source, (degree.get(source) ?? 0) + 1);
    degree.set(target, (degree.get(target) ?? 0) + 1);
  }
  const middle = spots.find((spot) => spot.id === center);
  if (middle) {
    middle.fx = middle.x;
    middle.fy = middle.y;
  }
  const ticks = ids.length > 250 ? 120 : 240;
  const simulation = forceSimulation(spots)
    .alphaDecay(1 - 0.001 ** (1 / ticks))
    .alpha(before.size > 0 ? 0.5 : 1)
    .force("link", forceLink<Spot, { source: string | Spot; target: string | Spot }>(links.map((link) => ({ ...link })))
      .id((spot) => spot.id)
      .distance((link) => 52 + 7 * Math.sqrt(Math.min(degreeOf(link.source), degreeOf(link.target)) * 4)))
    .force("charge", forceManyBody<Spot>().strength(-330).distanceMax(700))
    .force("collide", forceCollide<Spot>(27))
    .force("x", forceX<Spot>(0).strength(0.035))
    .force("y", forceY<Spot>(0).strength(0.06))
    .stop();
  function degreeOf(end: string | Spot): number {
    return degree.get(typeof end === "string" ? end : end.id) ?? 1;
  }
  const until = performance.now() + budget;
  for (let i = 0; i < ticks && performance.now() < until; i++) simulation.tick();
  return new Map(spots.map((spot) => [spot.id, spot]));
}
