// Checks schema.graphqls with what frontends use: the linter, relay-compiler, and graphql-codegen with the TypeScript
// compiler behind it. The documents are those a frontend would have.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as typescript from "@graphql-codegen/typescript";
import * as operations from "@graphql-codegen/typescript-operations";
import { buildSchema, executeSync, parse, validate } from "graphql";
import { introspection } from "./introspection.mjs";

const here = import.meta.dirname;
const require = createRequire(import.meta.url);
process.chdir(here);
rmSync("build", { recursive: true, force: true });
mkdirSync("build/relay/artifacts", { recursive: true });
cpSync("../../schema.graphqls", "build/schema.graphqls");

function run(what, cwd, pkg, bin, ...args) {
  const program = join(dirname(require.resolve(pkg + "/package.json")), bin);
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, ...args], { cwd, encoding: "utf8" });
  if (status !== 0) {
    process.stderr.write(`${what}:\n${stdout ?? ""}${stderr ?? ""}${error ?? ""}\n`);
    process.exit(1);
  }
  return stdout;
}

run("the schema breaks a rule", here, "eslint", "bin/eslint.js", "--max-warnings=0", "build/schema.graphqls");

const source = readFileSync("build/schema.graphqls", "utf8");
const schema = buildSchema(source);
const documents = readdirSync("documents").filter((f) => f.endsWith(".graphql")).map((f) => {
  const document = parse(readFileSync(join("documents", f), "utf8"));
  const errors = validate(schema, document);
  if (errors.length > 0) {
    process.stderr.write(`documents/${f}: ${errors.join("\n")}\n`);
    process.exit(1);
  }
  return { location: f, document };
});
for (const [filename, name, plugin] of [["types.ts", "typescript", typescript], ["operations.ts", "operations", operations]]) {
  writeFileSync(join("build", filename), await codegen({
    schema: parse(source),
    schemaAst: schema,
    documents,
    filename,
    config: { strictScalars: true, scalars: { PartialDate: "string", DateTime: "string" }, immutableTypes: true },
    plugins: [{ [name]: {} }],
    pluginMap: { [name]: plugin },
  }));
}
run("what graphql-codegen made is no TypeScript", here, "typescript", "bin/tsc", "--noEmit", "--strict", "build/types.ts", "build/operations.ts");

cpSync("documents/relay", "build/relay/src", { recursive: true });
cpSync("build/schema.graphqls", "build/relay/schema.graphql");
writeFileSync("build/relay/relay.config.json", JSON.stringify({
  src: "./src",
  schema: "./schema.graphql", // relay-compiler reads no other ending
  language: "javascript",
  artifactDirectory: "./artifacts",
  customScalarTypes: { PartialDate: "string", DateTime: "string" },
}));
run("relay-compiler", join(here, "build/relay"), "relay-compiler", "cli.js", "relay.config.json");

// The golden answer of the Go test of introspection; UPDATE=1 writes it.
const golden = "../../internal/breadth/testdata/introspection";
const described = executeSync({ schema: buildSchema(readFileSync(`${golden}.graphql`, "utf8")), document: parse(introspection) });
const answer = `${JSON.stringify({ query: introspection, data: described.data }, null, 1)}\n`;
if (process.env.UPDATE) writeFileSync(`${golden}.json`, answer);
if (readFileSync(`${golden}.json`, "utf8") !== answer) {
  process.stderr.write(`${golden}.json is not what graphql-js answers: UPDATE=1 node check.mjs\n`);
  process.exit(1);
}

const artifacts = readdirSync("build/relay/artifacts").length;
if (artifacts === 0) {
  process.stderr.write("relay-compiler compiled nothing\n");
  process.exit(1);
}
console.log(`schema.graphqls: linted; ${documents.length} documents typed; ${artifacts} relay artifacts`);
