// The way out of a failure.
import { h } from "./dom.ts";
import { icon } from "./icon.ts";

/** A button that tries again, once: what comes of it takes its place. */
export function tryAgain(again: () => void): HTMLButtonElement {
  const button = h("button", { class: "button", type: "button", onclick: () => { button.disabled = true; again(); } }, icon("retry"), "Try again");
  return button;
}
