// The address is the state: /?node=person:koji-nakao and so on. Every view can be shared and reloaded.

export type Values = Record<string, string | string[] | number | null | undefined>;

/** The address of a view with these parameters. */
export function href(values: Values): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one != null && one !== "") parameters.append(name, String(one));
    }
  }
  // ":", "/" and "," need no escapes in a query; without them addresses can be read.
  const query = parameters.toString().replaceAll("%3A", ":").replaceAll("%2F", "/").replaceAll("%2C", ",");
  return query ? `/?${query}` : "/";
}

/** The address of this view with some parameters changed. */
export function changed(values: Values, from = here()): string {
  const all: Values = {};
  for (const name of new Set(from.keys())) all[name] = from.getAll(name);
  return href({ ...all, ...values });
}

export function here(): URLSearchParams {
  return new URLSearchParams(location.search);
}

export const nodeHref = (id: string): string => href({ node: id });

/** How many steps back stay within this visit. */
export const steps = (): number => (history.state as { steps?: number } | null)?.steps ?? 0;

let render: () => void = () => {};

/** Goes to an address of this page. With replace, back does not lead to where one was. */
export function go(address: string, replace = false): void {
  if (address === location.pathname + location.search) return;
  if (replace) history.replaceState(history.state, "", address);
  else history.pushState({ steps: steps() + 1 }, "", address);
  render();
}

/** Puts another address of what is shown into its place. */
export function renamed(address: string): void {
  history.replaceState(history.state, "", address);
}

/** Renders at each change of the address, whether by links, back or forward. */
export function follow(renderer: () => void): void {
  render = renderer;
  addEventListener("popstate", renderer);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest?.("a");
    if (!link || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname !== "/" || (url.hash && url.search === location.search)) return;
    event.preventDefault();
    go(url.pathname + url.search);
  });
}
