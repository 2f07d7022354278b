// The audits of the GraphQL-over-HTTP specification against a running server: node audit.mjs URL. It prints each audit
// that is not passed and how many are, and fails unless all are.
import { auditServer } from "graphql-http";

const results = await auditServer({ url: process.argv[2] });
for (const r of results) {
  if (r.status !== "ok") console.log(`${r.status} ${r.id} ${r.name}: ${r.reason}`);
}
const passed = results.filter((r) => r.status === "ok").length;
console.log(`${passed} of ${results.length} audits passed`);
process.exit(passed === results.length && passed > 0 ? 0 : 1);
