// A node and what is around it: the graph or its list, and the details beside.
import { ApiError, isAbort } from "../api.ts";
import { fill, h } from "../dom.ts";
import { details } from "./detail/details.ts";
import { Canvas } from "./graph/canvas.ts";
import { legend } from "./graph/legend.ts";
import { Model, most, type Path, type Shown, type Wish } from "./graph/model.ts";
import { pathBar } from "./graph/pathbar.ts";
import { graphTable } from "./graph/table.ts";
import { toolbar } from "./graph/toolbar.ts";
import { edgeKinds } from "./kinds.ts";
import { failure, waiting } from "./loading.ts";
import type { Live } from "./main.ts";
import { nameOf } from "./node.ts";
import { changed, go, here, renamed } from "./route.ts";

/** The wish that an address says. */
function wishOf(parameters: URLSearchParams): Wish {
  return {
    center: parameters.get("node") ?? "", open: parameters.getAll("open"), shut: parameters.getAll("shut"),
    more: parameters.getAll("more"), hide: parameters.getAll("hide"),
  };
}

/** The view of a node. It follows changes of the address as long as the node stays. */
export function nodeView(initial: URLSearchParams, signal: AbortSignal): Live {
  const model = new Model();
  let center = initial.get("node") ?? "";
  const canvas = new Canvas(choose, (stub) => go(changed({ more: [...here().getAll("more"), stub.id.slice(1)] })));
  signal.addEventListener("abort", () => canvas.end());
  const tools = h("div", { class: "graph-tools" });
  const stage = h("div", { class: "stage" }, waiting(5));
  const key = h("div", { class: "legend-place" });
  const between = h("div", { class: "path-place" });
  const notes = h("div", { class: "graph-notes", role: "status" });
  const panel = h("aside", { class: "panel", "aria-label": "Details" });
  const title = h("h1", { class: "hidden", tabindex: -1 }, "Graph");
  const element = h("main", { class: "node-view", id: "main" }, title,
    h("div", { class: "graph-side" }, tools, between, h("div", { class: "stage-frame" }, stage, notes), key), panel);

  let described = "";
  let path: Path | null = null;
  let pathFor = "";
  let request = new AbortController();

  function choose(id: string): void {
    const parameters = here();
    const shown = model.shown(wishOf(parameters), path);
    const open = shown.open.has(id) ? parameters.getAll("open") : [...parameters.getAll("open"), id];
    go(changed({ select: id === model.resolved(center) ? null : id, open, shut: parameters.getAll("shut").filter((one) => one !== id) }));
  }

  async function show(parameters: URLSearchParams): Promise<void> {
    request.abort();
    request = new AbortController();
    const now = AbortSignal.any([signal, request.signal]);
    const wish = wishOf(parameters);
    describe(parameters.get("select") ?? center);
    const drawn = stage.contains(canvas.svg) || stage.querySelector("table") !== null;
    stage.setAttribute("aria-busy", "true");
    try {
      await model.read(wish, now);
      await findPath(parameters, wish, now);
      if (!now.aborted) draw(parameters, wish);
    } catch (error) {
      if (isAbort(error) || now.aborted) return;
      if (error instanceof ApiError && error.code === "NOT_FOUND" && !drawn) element.classList.add("alone"); // the details say so
      const failed = failure(error, () => void show(here()));
      if (drawn) fill(notes, failed);
      else fill(stage, failed);
    } finally {
      if (!now.aborted) stage.removeAttribute("aria-busy");
    }
  }

  async function findPath(parameters: URLSearchParams, wish: Wish, now: AbortSignal): Promise<void> {
    const to = parameters.get("to");
    const kinds = Object.keys(edgeKinds).filter((kind) => !wish.hide.includes(kind));
    const wanted = to ? `${to} ${kinds.join()}` : "";
    if (wanted === pathFor) return;
    path = to ? await model.path(center, to, kinds, now) : null;
    pathFor = wanted;
  }

  function draw(parameters: URLSearchParams, wish: Wish): void {
    const shown = model.shown(wish, path);
    const resolved = model.resolved(center);
    const node = model.nodes.get(resolved);
    if (resolved !== center) renamed(changed({ node: (center = resolved) }));
    if (node) {
      document.title = `${nameOf(node)} · Rapporteur`;
      title.textContent = `Graph around ${nameOf(node)}`;
    }
    const asList = parameters.get("as") === "list";
    const kept = (document.activeElement as HTMLElement | null)?.dataset.keep;
    const choosing = parameters.has("path") && !between.querySelector("#path-to");
    fill(tools, toolbar({ canvas, asList, name: node ? nameOf(node) : "graph" }));
    fill(between, pathBar(model, parameters, path));
    fill(notes, noteOf(shown, resolved));
    fill(key, legend(shown, wish));
    element.classList.toggle("as-list", asList);
    if (choosing) between.querySelector<HTMLElement>("#path-to")?.focus();
    else if (kept) element.querySelector<HTMLElement>(`[data-keep="${kept}"]`)?.focus();
    if (asList) fill(stage, graphTable(model, shown, resolved, path));
    else {
      if (!stage.contains(canvas.svg)) fill(stage, canvas.svg);
      const selected = parameters.get("select") ?? resolved;
      canvas.show({ ...shown, center: resolved, selected, path });
    }
  }

  function describe(id: string): void {
    if (id === described) return;
    described = id;
    fill(panel, details(id, signal, { center }));
    panel.scrollTop = 0;
  }

  void show(initial);
  return {
    element,
    update(parameters) {
      if (parameters.has("view") || parameters.get("node") !== center) return false;
      void show(parameters);
      return true;
    },
  };
}

function noteOf(shown: Shown, center: string): HTMLElement | null {
  if (shown.full) return h("p", { class: "note" }, `${most} nodes are shown, which is the most. Leave some types out, or close some nodes, to make room.`);
  if (shown.nodes.length === 1 && shown.nodes[0]?.id === center) return h("p", { class: "note" }, "Nothing is linked to this, or what is linked is left out.");
  return null;
}
