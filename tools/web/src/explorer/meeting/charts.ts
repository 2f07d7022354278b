// Small charts: drawn in SVG, said in words for those who do not see them.
import { h, s } from "../../dom.ts";
import { inSentence } from "../kinds.ts";
import type { Region, Series } from "./facts.ts";

/** A figure of this meeting beside those before, the newest at the right. */
export function seriesChart(series: Series, name: string): HTMLElement {
  const values = [...series.previous].reverse().concat(series.total);
  const most = Math.max(1, ...values);
  const width = 320;
  const height = 96;
  const slot = width / values.length;
  const bar = Math.min(slot * 0.68, 34);
  const before = series.previous[0];
  const change = before === undefined ? "" : series.total === before ? ", as many as at the meeting before" : `, ${Math.abs(series.total - before)} ${series.total > before ? "more" : "fewer"} than at the meeting before`;
  return h("figure", { class: "chart" },
    s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${name}: ${series.total}${change}. Earlier, newest first: ${series.previous.join(", ") || "not known"}.` },
      values.map((value, i) => {
        const tall = (value / most) * (height - 20);
        const x = i * slot + (slot - bar) / 2;
        return s("g", { class: i === values.length - 1 ? "bar now" : "bar" }, s("title", {}, String(value)),
          s("rect", { x: x.toFixed(1), y: (height - tall).toFixed(1), width: bar.toFixed(1), height: tall.toFixed(1), rx: 2.5 }),
          s("text", { x: (x + bar / 2).toFixed(1), y: (height - tall - 5).toFixed(1), "text-anchor": "middle" }, value));
      })),
    h("figcaption", {}, h("strong", {}, series.total), ` ${inSentence(name)}${change}`));
}

export interface Bar {
  name: Node | string;
  value: number;
  note?: string;
  address?: string;
  tone?: string;
}

/** Values beside their names, as bars; the longest is the largest value. */
export function bars(rows: Bar[], label: string): HTMLElement {
  const most = Math.max(1, ...rows.map((row) => row.value));
  return h("ul", { class: "bars", "aria-label": label }, rows.map((row) => {
    const fillBar = h("span", { class: `bars-bar ${row.tone ?? ""}` });
    fillBar.style.width = `${(100 * row.value) / most}%`;
    return h("li", {}, h("span", { class: "bars-name" }, row.address ? h("a", { href: row.address, "data-count": row.value }, row.name) : row.name),
      h("span", { class: "bars-track", "aria-hidden": "true" }, fillBar),
      h("span", { class: "bars-value" }, row.value.toLocaleString("en"), row.note && h("span", { class: "faint" }, ` ${row.note}`)));
  }));
}

/** Contributions by region, each with its countries. */
export function regionBars(regions: Region[]): HTMLElement {
  return bars(regions.map((region) => ({
    name: h("span", {}, region.region, region.countries.length > 0 && h("span", { class: "faint bars-sub" }, region.countries.map((country) => `${country.region} ${country.count}`).join(", "))),
    value: region.count,
    note: region.percent != null ? `${region.percent}%` : undefined,
  })), "Contributions by region");
}
