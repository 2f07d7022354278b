// The tabs of someone who comes for the first time. A test of the server asks every one of them.
const files = import.meta.glob<string>("../../examples/*.graphql", { query: "?raw", import: "default", eager: true });

interface Example {
  query: string;
  headers: string | null;
}

/** The examples in the order of their files; those that change something come with the header that is needed for it. */
export const examples: Example[] = Object.keys(files).sort().map((name) => {
  const query = files[name]!;
  return { query, headers: /^mutation/m.test(query) ? JSON.stringify({ Authorization: "Bearer TOKEN" }, null, 2) : null };
});
