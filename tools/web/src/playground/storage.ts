// What GraphiQL remembers between visits: tabs and history, but never headers, since they hold tokens. GraphiQL leaves them
// out of tabs alone.

function withoutHeaders(value: string): string {
  try {
    return JSON.stringify(JSON.parse(value), (key, inner: unknown) => (key === "headers" ? undefined : inner));
  } catch {
    return value; // no JSON: a width, a choice
  }
}

export const storage = {
  get length() { return localStorage.length; },
  getItem: (key: string) => localStorage.getItem(key),
  setItem: (key: string, value: string) => localStorage.setItem(key, withoutHeaders(value)),
  removeItem: (key: string) => localStorage.removeItem(key),
  clear: () => localStorage.clear(),
};
