// The filters of the list of texts, as the address, the API and the exports name them.

export interface Facet {
  /** The parameter in the address. */
  name: string;
  title: string;
  /** The field of Facets that counts its values. */
  field: string;
}

export const facets: Facet[] = [
  { name: "status", title: "Status", field: "byStatus" },
  { name: "questions", title: "Question", field: "byQuestion" },
  { name: "kind", title: "Kind", field: "byKind" },
  { name: "editors", title: "Editor", field: "byEditor" },
  { name: "organizations", title: "Equivalent at", field: "byOrganization" },
  { name: "target", title: "Target", field: "byTarget" },
];

const lists = ["status", "questions", "kind", "editors", "organizations", "meetings", "actions", "targetActions"];
const decidedLists = ["decidedKinds", "decidedMeetings"];
const decidedDates = ["decidedFrom", "decidedTo"];

/** Every parameter that narrows the list. */
export const filterNames = [...lists, ...decidedLists, ...decidedDates, "target", "search", "studyGroup", "novelty"];

/** The TextFilter of an address. */
export function textFilter(parameters: URLSearchParams): Record<string, unknown> {
  const filter: Record<string, unknown> = {};
  for (const name of lists) {
    const values = parameters.getAll(name);
    if (values.length > 0) filter[name] = values;
  }
  const decided = [
    ...decidedLists.map((name) => [name, parameters.getAll(name)] as const).filter(([, values]) => values.length > 0),
    ...decidedDates.map((name) => [name, parameters.get(name)] as const).filter(([, value]) => value),
  ];
  if (decided.length > 0) filter.decided = Object.fromEntries(decided.map(([name, value]) => [name.slice("decided".length).toLowerCase(), value]));
  const target = parameters.getAll("target");
  if (target.length > 0) filter.targets = target;
  for (const name of ["search", "novelty"]) if (parameters.get(name)) filter[name] = parameters.get(name);
  const studyGroup = Number(parameters.get("studyGroup"));
  if (Number.isInteger(studyGroup) && studyGroup > 0) filter.studyGroup = studyGroup;
  return filter;
}

/** The same filter for /export/, where the conditions of decided are parameters of their own. */
export function exportQuery(parameters: URLSearchParams): string {
  const query = new URLSearchParams();
  const { decided, ...others } = textFilter(parameters);
  for (const name of [...decidedLists, ...decidedDates]) if (decided) others[name] = parameters.getAll(name);
  for (const [name, value] of Object.entries(others)) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}
