// The figures of a meeting: decisions by kind, stated against counted, who came.
import { type Child, h } from "../../dom.ts";
import { decisions, words } from "../kinds.ts";
import { bars } from "./charts.ts";
import { type Claim, type Decided, decidedBy, type MeetingFacts, nothingRead, type Statistics } from "./facts.ts";

/** How many texts were decided about, by kind; each leads to its texts. Kinds whose tables were not read are named. */
export function decisionBars(meeting: MeetingFacts, decided: Decided): Child {
  const rows = decidedBy(meeting.id, decided);
  const unread = meeting.report ? Object.keys(decisions).filter((kind) => meeting.unreadKinds.includes(kind)) : [];
  if (rows.length + unread.length === 0) return null;
  return [
    rows.length > 0 && bars(rows.map(({ kind, n, address }) => ({ name: decisions[kind]!.name, value: n, tone: decisions[kind]!.tone, address })), "Texts by decision"),
    unread.length > 0 && h("p", { class: "soft not-read" }, "Not read: ", nothingRead(unread) ? "no table of its decisions" : unread.map((kind) => decisions[kind]!.name.toLowerCase()).join(", "), "."),
  ];
}

/** What the report's summary states beside the rows that were read, or that none were. With short, agreement is said once. */
export function claims({ claims: all }: MeetingFacts, short = false): Child {
  if (all.length === 0) return null;
  const differing = all.filter((claim) => claim.differs);
  const rows = short ? all.filter((claim) => claim.differs !== false) : all;
  if (rows.length === 0) return h("p", { class: "agree" }, "All figures of its summary agree with its tables.");
  return [
    h("div", { class: "table-frame", tabindex: 0, role: "region", "aria-label": "Stated and counted" }, h("table", { class: "table small" },
      h("thead", {}, h("tr", {}, ["Decision", "Stated", "Counted", ""].map((name) => h("th", { scope: "col", class: name === "Decision" || name === "" ? null : "number" }, name || h("span", { class: "hidden" }, "Agrees"))))),
      h("tbody", {}, rows.map((claim) => h("tr", { title: claim.raw }, h("th", { scope: "row" }, words(claim.kind)),
        h("td", { class: "number" }, claim.stated), h("td", { class: claim.rows === null ? "number soft" : "number" }, claim.rows ?? "not read"),
        h("td", {}, verdict(claim))))))),
    differing.length > 0 && h("ul", { class: "dotted faint" }, differing.map((claim) => h("li", {}, "“", claim.raw, "”"))),
    short && all.length > rows.length && h("p", { class: "faint" }, all.length - rows.length === 1 ? "The other figure agrees." : `The other ${all.length - rows.length} figures agree.`),
  ];
}

function verdict({ differs }: Claim): Child {
  if (differs === null) return null;
  return differs ? h("span", { class: "badge bad" }, "differs") : h("span", { class: "agrees" }, h("span", { "aria-hidden": "true" }, "✓"), h("span", { class: "hidden" }, "agrees"));
}

/** Who came, as numbers. */
export function tiles(statistics: Statistics): HTMLElement | null {
  const known = ([
    ["participants", statistics.participants, statistics.announcedParticipants != null ? `${statistics.announcedParticipants} announced` : null],
    ["countries", statistics.countries, statistics.newMemberStates.length > 0 ? `new: ${statistics.newMemberStates.join(", ")}` : null],
    ["Sector Members", statistics.sectorMembers, null],
    ["Associates", statistics.associates, null],
    ["Academia", statistics.academia, null],
    ["invited experts", statistics.invitedExperts, null],
    ["fellowships", statistics.fellowships?.granted ?? null, statistics.fellowships?.kind ?? null],
    ["incoming liaisons", statistics.incomingLiaisons, null],
    ["outgoing liaisons", statistics.outgoingLiaisons, null],
  ] as [string, number | null, string | null][]).filter(([, value]) => value != null);
  if (known.length === 0) return null;
  return h("ul", { class: "tiles" }, known.map(([name, value, note]) =>
    h("li", {}, h("strong", {}, value!.toLocaleString("en")), h("span", {}, name), note && h("span", { class: "faint" }, note))));
}
