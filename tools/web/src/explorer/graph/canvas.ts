// The drawing: nodes, edges and labels in an SVG that can be moved, zoomed and walked by keyboard.
import { drag } from "d3-drag";
import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomTransform } from "d3-zoom";
import { s } from "../../dom.ts";
import { edgeKinds } from "../kinds.ts";
import { spoken } from "../node.ts";
import { type Item, nodeItem, stubItem } from "./items.ts";
import { nextTowards } from "./keys.ts";
import { type Labelled, placeLabels } from "./labels.ts";
import { layout, type Spot } from "./layout.ts";
import { type Edge, edgeKey, type Shown, type Stub } from "./model.ts";

export interface Scene extends Shown {
  center: string;
  selected: string;
  path: { nodes: string[]; edges: Edge[] } | null;
}

const tween = 380; // milliseconds

export class Canvas {
  readonly svg = s("svg", { class: "graph", role: "group", tabindex: -1 });
  private readonly edgeLayer = s("g", { class: "edges" });
  private readonly nodeLayer = s("g", { class: "nodes" });
  private readonly labelLayer = s("g", { class: "labels", "aria-hidden": "true" });
  private items = new Map<string, Item>();
  private lines: { line: SVGLineElement; edge: { from: string; to: string } }[] = [];
  private spots = new Map<string, Spot>();
  private from: Map<string, Spot> | null = null; // where a movement began
  private began = 0;
  private transform: ZoomTransform = zoomIdentity;
  private scene: Scene | null = null;
  private frame = 0;
  private focused = "";
  private touched = false; // the reader has moved or zoomed
  private readonly zooming = zoom<SVGSVGElement, unknown>();
  private readonly sizes: ResizeObserver;

  constructor(private readonly chosen: (id: string) => void, private readonly more: (stub: Stub) => void) {
    this.svg.append(this.edgeLayer, this.nodeLayer, this.labelLayer);
    // The size is ours: d3 reads that of the element, which has none while the list is shown.
    this.zooming.extent(() => [[0, 0], [this.size().width, this.size().height]]);
    this.zooming.scaleExtent([0.08, 5]).on("zoom", (event: { transform: ZoomTransform; sourceEvent: unknown }) => {
      this.transform = event.transform;
      if (event.sourceEvent) this.touched = true;
      this.paint();
    });
    select(this.svg).call(this.zooming).on("dblclick.zoom", null);
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.sizes = new ResizeObserver(() => (this.touched ? this.paint() : this.fit()));
    this.sizes.observe(this.svg);
  }

  /** Stops what runs; the drawing is not used any more. */
  end(): void {
    cancelAnimationFrame(this.frame);
    this.sizes.disconnect();
  }

  /** Draws the scene. Nodes move from where they were, unless the reader wants little motion. */
  show(scene: Scene): void {
    const before = this.spots;
    const same = this.scene !== null && sameNodes(this.scene, scene);
    this.scene = scene;
    if (!same) {
      const ids = [...scene.nodes.map((node) => node.id), ...scene.stubs.map((stub) => stub.id)];
      const links = [
        ...scene.edges.map((edge) => ({ source: edge.from, target: edge.to })),
        ...scene.stubs.map((stub) => ({ source: stub.of, target: stub.id })),
      ];
      this.spots = layout(ids, links, scene.center, before);
    }
    this.svg.setAttribute("aria-label", `Graph of ${scene.nodes.length} nodes. Arrow keys go from node to node, Enter opens one.`);
    this.svg.classList.toggle("with-path", scene.path !== null);
    this.drawEdges(scene);
    this.drawNodes(scene);
    if (same) {
      this.paint();
      return;
    }
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || before.size === 0 || this.items.size > 300;
    this.from = still ? null : before;
    this.began = performance.now();
    this.fit();
  }

  private drawEdges(scene: Scene): void {
    const path = new Set(scene.path?.edges.map(edgeKey));
    this.lines = [
      ...scene.edges.map((edge) => {
        const line = s("line", { class: `edge${path.has(edgeKey(edge)) ? " on-path" : ""}`, "stroke-dasharray": edgeKinds[edge.kind]?.dash });
        return { line, edge };
      }),
      ...scene.stubs.map((stub) => ({ line: s("line", { class: "edge stub" }), edge: { from: stub.of, to: stub.id } })),
    ];
    this.edgeLayer.replaceChildren(...this.lines.map(({ line }) => line));
  }

  private drawNodes(scene: Scene): void {
    const hadFocus = this.nodeLayer.contains(document.activeElement) ? this.focused : "";
    const old = this.items;
    this.items = new Map();
    for (const node of scene.nodes) this.items.set(node.id, old.get(node.id) ?? this.listen(nodeItem(node)));
    for (const stub of scene.stubs) this.items.set(stub.id, this.listen(stubItem(stub)));
    const onPath = new Set(scene.path?.nodes);
    const around = new Map<string, number>();
    for (const { from, to } of scene.edges) {
      around.set(from, (around.get(from) ?? 0) + 1);
      around.set(to, (around.get(to) ?? 0) + 1);
    }
    for (const item of this.items.values()) {
      if (!item.node) continue;
      const states = { center: item.id === scene.center, selected: item.id === scene.selected, "on-path": onPath.has(item.id) };
      for (const [name, on] of Object.entries(states)) {
        item.group.classList.toggle(name, on);
        item.text.classList.toggle(name, on);
      }
      const links = around.get(item.id) ?? 0;
      item.group.setAttribute("aria-label", `${spoken(item.node)}; ${links} ${links === 1 ? "link" : "links"} shown${scene.open.has(item.id) ? ", open" : ""}`);
      item.group.setAttribute("aria-pressed", String(states.selected));
    }
    const order = [...this.items.values()].sort((a, b) => this.rank(a) - this.rank(b)); // what matters lies on top
    this.nodeLayer.replaceChildren(...order.map((item) => item.group));
    this.labelLayer.replaceChildren(...[...this.items.values()].map((item) => item.text));
    if (!this.items.has(this.focused)) this.focused = this.items.has(scene.selected) ? scene.selected : scene.center;
    for (const item of this.items.values()) item.group.setAttribute("tabindex", item.id === this.focused ? "0" : "-1");
    if (hadFocus) this.items.get(this.focused)?.group.focus({ preventScroll: true });
  }

  // What a node and its label do when they are pointed at, moved or chosen.
  private listen(item: Item): Item {
    item.group.addEventListener("click", () => this.act(item));
    item.group.addEventListener("focus", () => this.rove(item.id));
    item.group.addEventListener("pointerenter", () => this.emphasize(item.id));
    item.group.addEventListener("pointerleave", () => this.emphasize(null));
    select<SVGGElement, unknown>(item.group).call(drag<SVGGElement, unknown>().clickDistance(4).container(() => this.svg)
      .on("drag", (event: { dx: number; dy: number }) => {
        const spot = this.spots.get(item.id);
        if (!spot) return;
        this.from = null;
        this.touched = true;
        spot.x += event.dx / this.transform.k;
        spot.y += event.dy / this.transform.k;
        this.paint();
      }));
    return item;
  }

  private act(item: Item): void {
    if (item.stub) this.more(item.stub);
    else this.chosen(item.id);
  }

  private rove(id: string): void {
    this.items.get(this.focused)?.group.setAttribute("tabindex", "-1");
    this.focused = id;
    this.items.get(id)?.group.setAttribute("tabindex", "0");
    const spot = this.spots.get(id);
    if (spot) {
      const [x, y] = this.transform.apply([spot.x, spot.y]);
      const { width, height } = this.size();
      if (x < 20 || y < 20 || x > width - 20 || y > height - 20) {
        this.touched = true;
        select(this.svg).call(this.zooming.translateTo, spot.x, spot.y);
      }
    }
    this.paint();
  }

  private emphasize(id: string | null): void {
    const item = this.items.get(id ?? "");
    if (item?.text.hasAttribute("hidden")) this.uncover(item);
    if (id === null) this.paint();
    this.svg.classList.toggle("emphasis", id !== null);
    const near = new Set([id]);
    for (const { line, edge } of this.lines) {
      const touches = edge.from === id || edge.to === id;
      line.classList.toggle("near", touches);
      if (touches) near.add(edge.from).add(edge.to);
    }
    for (const item of this.items.values()) {
      item.group.classList.toggle("near", near.has(item.id));
      item.text.classList.toggle("near", near.has(item.id));
    }
  }

  // Shows a label that found no room, over whatever is there.
  private uncover(item: Item): void {
    const spot = this.spots.get(item.id)!;
    const [x, y] = this.transform.apply([spot.x, spot.y]);
    for (const [name, value] of [["x", x], ["y", y + item.radius + 14], ["text-anchor", "middle"]] as const) item.text.setAttribute(name, String(value));
    item.text.removeAttribute("hidden");
    this.labelLayer.append(item.text);
  }

  private key(event: KeyboardEvent): void {
    const item = this.items.get(this.focused);
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (direction) {
      const next = nextTowards(this.focused, direction[0]!, direction[1]!, this.spots);
      if (next) this.items.get(next)?.group.focus({ preventScroll: true });
    } else if (event.key === "Home") this.items.get(this.scene?.center ?? "")?.group.focus({ preventScroll: true });
    else if ((event.key === "Enter" || event.key === " ") && item) this.act(item);
    else if (event.key === "+" || event.key === "=") this.zoomBy(1.4);
    else if (event.key === "-") this.zoomBy(1 / 1.4);
    else if (event.key === "0") this.refit();
    else return;
    event.preventDefault();
  }

  zoomBy(factor: number): void {
    this.touched = true;
    select(this.svg).call(this.zooming.scaleBy, factor);
  }

  /** Shows all again after the reader has moved. */
  refit(): void {
    this.touched = false;
    this.fit();
  }

  private size(): { width: number; height: number } {
    return { width: this.svg.clientWidth || 800, height: this.svg.clientHeight || 600 };
  }

  // Nodes keep their size while one zooms in, and shrink when they would cover each other.
  private scale(): number {
    return Math.max(0.4, Math.min(1, this.transform.k / 0.62));
  }

  private fit(): void {
    const all = [...this.spots.values()];
    if (all.length === 0) return;
    const { width, height } = this.size();
    const xs = all.map((spot) => spot.x);
    const ys = all.map((spot) => spot.y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const margin = Math.min(90, width * 0.12); // labels stand out to the sides
    const k = Math.min((width - 2 * margin) / Math.max(right - left, 1), (height - 96) / Math.max(bottom - top, 1), 1.7);
    const to = zoomIdentity.translate(width / 2, height / 2).scale(Math.max(k, 0.08)).translate(-(left + right) / 2, -(top + bottom) / 2);
    select(this.svg).call(this.zooming.transform, to);
  }

  private paint(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame((now) => this.paintNow(now));
  }

  private paintNow(now: number): void {
    this.frame = 0;
    const share = this.from ? Math.min(1, (now - this.began) / tween) : 1;
    const eased = 1 - (1 - share) ** 3;
    const scale = this.scale();
    const at = new Map<string, [number, number]>();
    for (const [id, spot] of this.spots) {
      const stub = this.items.get(id)?.stub;
      const start = this.from && (this.from.get(id) ?? (stub && this.from.get(stub.of)));
      const x = start ? start.x + (spot.x - start.x) * eased : spot.x;
      const y = start ? start.y + (spot.y - start.y) * eased : spot.y;
      at.set(id, this.transform.apply([x, y]));
    }
    for (const { line, edge } of this.lines) {
      const [x1, y1] = at.get(edge.from)!;
      const [x2, y2] = at.get(edge.to)!;
      line.setAttribute("x1", x1.toFixed(1));
      line.setAttribute("y1", y1.toFixed(1));
      line.setAttribute("x2", x2.toFixed(1));
      line.setAttribute("y2", y2.toFixed(1));
    }
    for (const item of this.items.values()) {
      const [x, y] = at.get(item.id)!;
      item.group.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(3)})`);
    }
    this.paintLabels(at);
    if (share < 1) this.paint();
    else this.from = null;
  }

  private paintLabels(at: Map<string, [number, number]>): void {
    const { width, height } = this.size();
    const labelled: Labelled[] = [...this.items.values()].map((item) => {
      const [x, y] = at.get(item.id)!;
      return { id: item.id, text: item.label, x, y, radius: item.radius * this.scale(), bold: item.group.classList.contains("center"), rank: this.rank(item) };
    });
    const places = placeLabels(labelled, { left: 4, top: 4, right: width - 4, bottom: height - 4 });
    for (const item of this.items.values()) {
      const place = places.get(item.id);
      item.text.toggleAttribute("hidden", !place);
      if (!place) continue;
      item.text.setAttribute("x", place.x.toFixed(1));
      item.text.setAttribute("y", place.y.toFixed(1));
      item.text.setAttribute("text-anchor", place.anchor);
    }
  }

  private rank(item: Item): number {
    if (item.id === this.scene?.selected) return 1000;
    if (item.id === this.scene?.center) return 900;
    if (item.id === this.focused) return 800;
    if (item.group.classList.contains("on-path")) return 700;
    if (item.stub) return 700;
    return (this.scene?.open.has(item.id) ? 300 : 0) + (item.node?.__typename === "Text" ? 20 : 0);
  }
}

function sameNodes(a: Scene, b: Scene): boolean {
  const ids = (scene: Scene) => [...scene.nodes, ...scene.stubs].map((one) => one.id).join(" ");
  return a.center === b.center && a.edges.length === b.edges.length && ids(a) === ids(b);
}
