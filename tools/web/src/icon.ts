// Icons: one 20 by 20 grid, one stroke.
import { s } from "./dom.ts";

const paths = {
  search: "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM13.2 13.2 17 17",
  sun: "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM10 1.8v1.7M10 16.5v1.7M1.8 10h1.7M16.5 10h1.7M4.2 4.2l1.2 1.2M14.6 14.6l1.2 1.2M4.2 15.8l1.2-1.2M14.6 5.4l1.2-1.2",
  moon: "M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z",
  graph: "M5 7.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM15 9.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM8 17a2.2 2.2 0 1 0 0-4.4A2.2 2.2 0 0 0 8 17ZM7.2 5.6l5.6 1.2M5.7 7.4l1.7 5.3M13.6 9l-4 4.2",
  list: "M7 5h10M7 10h10M7 15h10M3 5h.01M3 10h.01M3 15h.01",
  download: "M10 3v9.5M6.3 9 10 12.7 13.7 9M3.5 16.5h13",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  fit: "M3.5 7.5v-4h4M16.5 7.5v-4h-4M3.5 12.5v4h4M16.5 12.5v4h-4",
  path: "M4.5 17a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM15.5 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM6.5 15h5a3 3 0 0 0 0-6H9a2.5 2.5 0 0 1 0-4h4.5",
  close: "M5 5l10 10M15 5 5 15",
  filter: "M3 5h14M6 10h8M8.5 15h3",
  undo: "M7 4 3.5 7.5 7 11M3.5 7.5H12a4.5 4.5 0 0 1 0 9H8",
  arrow: "M4 10h12M11.5 5.5 16 10l-4.5 4.5",
  retry: "M16 10a6 6 0 1 1-1.8-4.3M16.3 2.8v3.4h-3.4",
  upload: "M10 13V3.5M6.3 7.2 10 3.5l3.7 3.7M3.5 16.5h13",
  calendar: "M4 5h12v11.5H4zM4 8.5h12M7 3v3M13 3v3",
} as const;

export type IconName = keyof typeof paths;

/** An icon beside words that say the same. */
export function icon(name: IconName, size = 18): SVGSVGElement {
  return s("svg", { viewBox: "0 0 20 20", width: size, height: size, class: "icon", "aria-hidden": "true" }, s("path", { d: paths[name] }));
}
