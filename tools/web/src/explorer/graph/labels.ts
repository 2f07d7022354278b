// Which labels are shown and where: none covers another or a node.

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Labelled {
  id: string;
  text: string;
  x: number;
  y: number;
  radius: number;
  /** Labels of higher rank are placed first. */
  rank: number;
  bold: boolean;
}

export interface Place {
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
}

export const labelSize = 12; // pixels
const height = 15;
const gap = 4;
const needed = 700; // the rank from which on a label is needed

const widths = new Map<string, number>();
let pen: CanvasRenderingContext2D | null = null;

/** The width of a label in pixels. */
export function widthOf(text: string, bold: boolean): number {
  const key = (bold ? "b" : "") + text;
  let width = widths.get(key);
  if (width === undefined) {
    pen ??= document.createElement("canvas").getContext("2d");
    if (pen) pen.font = `${bold ? 600 : 400} ${labelSize}px ${getComputedStyle(document.body).fontFamily}`;
    width = pen?.measureText(text).width ?? text.length * 6.5;
    widths.set(key, width);
  }
  return width;
}

/** The places of the labels that find room, in pixels; the others have none. */
export function placeLabels(nodes: Labelled[], view: Box): Map<string, Place> {
  const nodeBoxes = new Grid();
  const taken = new Grid();
  for (const { x, y, radius } of nodes) nodeBoxes.add({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
  const places = new Map<string, Place>();
  for (const node of [...nodes].sort((a, b) => b.rank - a.rank)) {
    if (node.x < view.left || node.x > view.right || node.y < view.top || node.y > view.bottom) continue;
    const width = widthOf(node.text, node.bold);
    const fits = (place: Place) => leftOf(place, width) >= view.left && leftOf(place, width) + width <= view.right;
    const all = candidates(node);
    const whole = all.filter(fits); // in view from end to end
    const tries = whole.length === 0 && node.rank >= needed ? all : whole;
    // A label that must be read may cover a node, though not another label.
    for (const [i, place] of (node.rank >= needed ? [...tries, ...tries] : tries).entries()) {
      const left = leftOf(place, width);
      const box = { left: left - 1, right: left + width + 1, top: place.y - 11, bottom: place.y - 11 + height };
      if (taken.touches(box) || (i < tries.length && nodeBoxes.touches(box))) continue;
      taken.add(box);
      places.set(node.id, place);
      break;
    }
  }
  return places;
}

function leftOf({ x, anchor }: Place, width: number): number {
  return anchor === "middle" ? x - width / 2 : anchor === "start" ? x : x - width;
}

function candidates({ x, y, radius }: Labelled): Place[] {
  const below = y + radius + gap + 10;
  const above = y - radius - gap - 2;
  const beside = radius + gap;
  return [
    { x, y: below, anchor: "middle" },
    { x: x + beside, y: y + 4, anchor: "start" },
    { x: x - beside, y: y + 4, anchor: "end" },
    { x, y: above, anchor: "middle" },
    { x: x + radius, y: below, anchor: "start" },
    { x: x - radius, y: below, anchor: "end" },
    { x: x + radius, y: above, anchor: "start" },
    { x: x - radius, y: above, anchor: "end" },
  ];
}

/** Boxes by the squares of a coarse grid, so that each is compared with few others. */
class Grid {
  private readonly cells = new Map<string, Box[]>();

  private *keys(box: Box): Generator<string> {
    for (let x = Math.floor(box.left / 80); x <= Math.floor(box.right / 80); x++) {
      for (let y = Math.floor(box.top / 40); y <= Math.floor(box.bottom / 40); y++) yield `${x} ${y}`;
    }
  }

  add(box: Box): void {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }

  touches(box: Box): boolean {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top) return true;
      }
    }
    return false;
  }
}
