import "../style.css";
import "../top.css";
import "./shell.css";
import "./pieces.css";
import "./source.css";
import "./graph/graph.css";
import "./pages.css";
import { fill, h } from "../dom.ts";
import { applyTheme } from "../theme.ts";
import { home } from "./home.ts";
import { meetingPage } from "./meeting/page.ts";
import { nodeView } from "./nodeview.ts";
import { results } from "./results.ts";
import { follow, here } from "./route.ts";
import { header } from "./shell.ts";
import { textsPage } from "./texts/page.ts";

/** A view that can follow some changes of the address without being made anew. */
export interface Live {
  element: HTMLElement;
  update: (parameters: URLSearchParams) => boolean;
}

applyTheme();
const app = document.querySelector<HTMLElement>("#app")!;
let leave = new AbortController();
let live: Live | null = null;
let first = true;

function viewOf(parameters: URLSearchParams): string {
  const view = parameters.get("view");
  if (view === "texts" || view === "meeting") return view;
  if (parameters.get("node")) return "node";
  return parameters.get("q")?.trim() ? "search" : "home";
}

// Shows the view of the address; what the view before was waiting for is given up.
function render(): void {
  const parameters = here();
  if (live?.update(parameters)) return;
  leave.abort();
  leave = new AbortController();
  live = null;
  const { signal } = leave;
  const view = viewOf(parameters);
  let element: HTMLElement;
  if (view === "texts" || view === "node") {
    live = view === "texts" ? textsPage(parameters, signal) : nodeView(parameters, signal);
    element = live.element;
  } else if (view === "meeting") element = meetingPage(parameters, signal);
  else if (view === "search") element = results(parameters, signal);
  else element = home(signal);
  document.title = "Rapporteur";
  document.body.dataset.view = view;
  fill(app, h("a", { class: "skip", href: "#main" }, "Skip to the content"), header(view, view !== "home", parameters.get("q") ?? ""), element);
  if (first) {
    if (view === "home" && matchMedia("(hover: hover)").matches) document.querySelector<HTMLElement>("#search")?.focus();
  } else {
    scrollTo(0, 0);
    element.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }
  first = false;
}

follow(render);
render();
