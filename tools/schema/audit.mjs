// Runs the audits of GraphQL over HTTP, those of the npm package graphql-http, against the server at this address.
import { auditServer } from "graphql-http";

const results = await auditServer({ url: process.argv[2] });
const failed = results.filter((r) => r.status !== "ok");
for (const { id, name, reason } of failed) {
  console.error(`${id} ${name}: ${reason}`);
}
console.log(`${results.length - failed.length} of ${results.length}`);
process.exit(failed.length > 0 ? 1 : 0);
