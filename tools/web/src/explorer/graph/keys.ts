// Arrow keys in a graph: to the node that lies nearest in that direction.
import type { Spot } from "./layout.ts";

/** The id of the nearest node towards dx, dy; those to the side count as farther. Null where there is none. */
export function nextTowards(from: string, dx: number, dy: number, spots: Map<string, Spot>): string | null {
  const here = spots.get(from);
  if (!here) return spots.keys().next().value ?? null;
  let best: string | null = null;
  let least = Infinity;
  for (const [id, spot] of spots) {
    const ahead = (spot.x - here.x) * dx + (spot.y - here.y) * dy;
    const aside = Math.abs((spot.x - here.x) * dy) + Math.abs((spot.y - here.y) * dx);
    if (id === from || ahead <= 0 || aside > ahead * 2.5) continue;
    const distance = ahead + 2 * aside;
    if (distance < least) [best, least] = [id, distance];
  }
  return best;
}
