// What stands where an answer is awaited, empty or refused.
import { tryAgain } from "../again.ts";
import { ApiError, isAbort } from "../api.ts";
import { type Child, fill, h } from "../dom.ts";

/** An element that asks, says that it does, and shows the answer, or the error and a way to ask again. */
export function loaded<T>(ask: (signal: AbortSignal) => Promise<T>, show: (data: T) => Child, signal: AbortSignal, lines = 4): HTMLElement {
  const element = h("div", { class: "loaded" });
  const attempt = async () => {
    fill(element, waiting(lines));
    element.setAttribute("aria-busy", "true");
    try {
      const data = await ask(signal);
      if (!signal.aborted) fill(element, show(data));
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      fill(element, failure(error, attempt));
    } finally {
      element.removeAttribute("aria-busy");
    }
  };
  void attempt();
  return element;
}

/** Grey lines in the place of text to come. */
export function waiting(lines: number): HTMLElement {
  return h("div", { class: "waiting", role: "status" }, h("span", { class: "hidden" }, "Loading"),
    Array.from({ length: lines }, (_, i) => h("div", { class: i % 3 === 2 ? "bar short" : "bar" })));
}

/** What went wrong in words of the reader, and a way to try again. */
export function failure(error: unknown, again?: () => void): HTMLElement {
  const [title, text] = explain(error);
  return h("div", { class: "failure", role: "alert" }, h("h2", {}, title), h("p", {}, text),
    error instanceof ApiError && error.requestId ? h("p", { class: "faint" }, "Request ", h("code", {}, error.requestId)) : null,
    again && retryable(error) ? tryAgain(again) : null);
}

function retryable(error: unknown): boolean {
  return !(error instanceof ApiError && (error.code === "NOT_FOUND" || error.code === "INVALID" || error.code === "AMBIGUOUS"));
}

function explain(error: unknown): [string, string] {
  if (!(error instanceof ApiError)) return ["Something went wrong", error instanceof Error ? error.message : String(error)];
  switch (error.code) {
    case "NETWORK": return ["The server does not answer", "It may be starting, or the network is gone."];
    case "UNAVAILABLE": return ["The server is busy", error.message];
    case "TIMEOUT": return ["This took too long", error.message];
    case "NOT_FOUND": return ["There is no such thing here", error.message];
    default: return ["The server could not answer this", error.message];
  }
}

/** Nothing to show, and what to do about it. */
export function nothing(title: string, ...more: Child[]): HTMLElement {
  return h("div", { class: "nothing" }, h("h2", {}, title), more);
}
