// Compares the server at this address with graphql-js: what it says of its schema, and which of many odd requests it rejects.
// The address comes first, the number of requests and the first seed may follow.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildClientSchema, buildSchema, executeSync, getNamedType, getVariableValues, isEnumType, isInputObjectType, isListType,
  isNonNullType, isObjectType, parse, specifiedDirectives, validate, valueFromASTUntyped,
} from "graphql";
import { introspection } from "./introspection.mjs";

const [url, count = "3000", first = "1"] = process.argv.slice(2);
const schema = buildSchema(readFileSync(join(import.meta.dirname, "../../schema.graphqls"), "utf8"));
const date = schema.getType("PartialDate");
date.parseValue = (value) => {
  if (typeof value !== "string" || !/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(value) || value.startsWith("0000")) throw new Error("not a date");
  return value;
};
date.parseLiteral = (node) => date.parseValue(valueFromASTUntyped(node));
let wrong = 0;

async function ask(body) {
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: typeof body === "string" ? body : JSON.stringify(body) });
  return answer.json();
}

function report(what, got, want) {
  if (++wrong <= 20) console.error(`${what}\n  got  ${got}\n  want ${want}`);
}

// differ reports where two results differ, lists of named things by their names.
function differ(path, got, want) {
  if (Array.isArray(want) && Array.isArray(got) && want.every((w) => w?.name)) {
    const byName = (list) => Object.fromEntries(list.map((e) => [e.name, e]));
    return differ(path, byName(got), byName(want));
  }
  if (want === null || got === null || typeof want !== "object" || typeof got !== "object") {
    if (got !== want) report(path, JSON.stringify(got), JSON.stringify(want));
    return;
  }
  for (const key of new Set([...Object.keys(want), ...Object.keys(got)])) {
    if (!(key in want) || !(key in got)) report(`${path}.${key}`, key in got ? "there" : "absent", key in want ? "there" : "absent");
    else differ(`${path}.${key}`, got[key], want[key]);
  }
}

async function compareIntrospection() {
  const got = await ask({ query: introspection });
  differ("introspection", got, JSON.parse(JSON.stringify(executeSync({ schema, document: parse(introspection) }))));
  buildClientSchema(got.data);
  const directives = (await ask({ query: "{ __schema { directives { name } } }" })).data.__schema.directives.map((d) => d.name);
  const known = new Set([...specifiedDirectives, ...schema.getDirectives()].map((d) => d.name));
  for (const name of directives) if (!known.has(name)) report("a directive that graphql-js does not know", name, "nothing");
}

// random is mulberry32.
function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const raw = (text) => ({ raw: text }); // JSON as it is written
const oddLeaves = [raw("1"), raw("-1"), raw("17.0"), raw("1e2"), raw("1.5"), raw("2147483648"), raw("-2147483648"), raw("99999999999999999999"), raw("-0"),
  true, false, "", "1", "true", "2019", "2019-13", "2019-09", "RECOMMENDATION", "recommendation", "ASC", null];

// json writes a value of JSON, literal the same in the query language.
function json(v) {
  if (v?.raw) return v.raw;
  if (Array.isArray(v)) return `[${v.map(json)}]`;
  if (v && typeof v === "object") return `{${Object.entries(v).map(([k, e]) => `${JSON.stringify(k)}:${json(e)}`)}}`;
  return JSON.stringify(v);
}
function literal(r, v) {
  if (v?.raw) return v.raw;
  if (v?.variable) return "$" + v.variable;
  if (Array.isArray(v)) return `[${v.map((e) => literal(r, e)).join(" ")}]`;
  if (v && typeof v === "object") return `{${Object.entries(v).map(([k, e]) => `${k}: ${literal(r, e)}`).join(" ")}}`;
  if (typeof v === "string") return /^[A-Za-z_]+$/.test(v) && r() < 0.7 && v !== "true" ? v : r() < 0.1 ? `"""${v}"""` : JSON.stringify(v);
  return JSON.stringify(v);
}

function pick(r, list) {
  return list[Math.floor(r() * list.length)];
}

// value is a value of a type, an odd one now and then.
function value(r, type, depth = 0) {
  if (r() < 0.07) return pick(r, [pick(r, oddLeaves), [pick(r, oddLeaves)], [[1]], {}, [{}], [], { nothing: 1 }]);
  if (isNonNullType(type)) return value(r, type.ofType, depth);
  if (r() < 0.05) return null;
  if (isListType(type)) return r() < 0.2 ? value(r, type.ofType, depth) : Array.from({ length: Math.floor(r() * 3) }, () => value(r, type.ofType, depth));
  if (isInputObjectType(type)) {
    const object = {};
    for (const f of Object.values(type.getFields())) {
      if (r() < (isNonNullType(f.type) ? 0.95 : 0.25) && depth < 4) object[f.name] = value(r, f.type, depth + 1);
    }
    return object;
  }
  if (isEnumType(type)) return pick(r, type.getValues()).name;
  switch (type.name) {
    case "Int": return raw(String(Math.floor(r() * 20)));
    case "Boolean": return r() < 0.5;
    case "Float": return raw("1.5");
    case "PartialDate": return pick(r, ["2019", "2019-09", "2019-09-05"]);
    default: return pick(r, ["x", "Q6/17", "study-group:17"]);
  }
}

const objects = Object.values(schema.getTypeMap()).filter((t) => isObjectType(t) && !t.name.startsWith("__") && t !== schema.getMutationType());
const calls = objects.flatMap((on) => Object.values(on.getFields()).filter((f) => f.args.length > 0).map((f) => ({ on, f })))
  .filter(({ on }) => on === schema.getQueryType() || on.getInterfaces().some((i) => i.name === "Node"));

// request is an operation with odd values for the arguments of one field, as literals and variables, some of them missing or of
// another type.
function request(r) {
  const { on, f } = pick(r, calls);
  const declared = [];
  const variables = {};
  const spare = [...calls.flatMap(({ f }) => f.args.map((a) => a.type)), ...calls.flatMap(({ f }) => f.args.map((a) => getNamedType(a.type)))];
  const variable = (type) => {
    const name = "v" + declared.length;
    let t = r() < 0.1 ? pick(r, spare) : type;
    if (r() < 0.1) t = isNonNullType(t) ? t.ofType : `${t}!`;
    declared.push(`$${name}: ${t}${r() < 0.2 ? ` = ${literal(r, value(r, type))}` : ""}`);
    if (r() < 0.85) variables[name] = value(r, type);
    return { variable: name };
  };
  const withVariables = (type, v) => {
    if (r() < 0.2) return variable(type);
    const t = isNonNullType(type) ? type.ofType : type;
    if (isListType(t) && Array.isArray(v)) return v.map((e) => withVariables(t.ofType, e));
    if (isInputObjectType(t) && v && typeof v === "object" && !v.raw && !Array.isArray(v)) {
      return Object.fromEntries(Object.entries(v).map(([k, e]) => [k, t.getFields()[k] ? withVariables(t.getFields()[k].type, e) : e]));
    }
    return v;
  };
  const args = f.args.filter((a) => r() < (isNonNullType(a.type) ? 0.95 : 0.4)).map((a) => `${a.name}: ${literal(r, withVariables(a.type, value(r, a.type)))}`);
  const call = `${f.name}${args.length > 0 ? `(${args.join(", ")})` : ""}${getNamedType(f.type).getFields ? " { __typename }" : ""}`;
  const body = on === schema.getQueryType() ? call : `node(id: "study-group:17") { ... on ${on.name} { ${call} } }`;
  const skip = r() < 0.1 ? ` __typename @${pick(r, ["skip", "include"])}(if: ${literal(r, withVariables(schema.getDirective("skip").args[0].type, value(r, schema.getDirective("skip").args[0].type)))})` : "";
  return { query: `query${declared.length > 0 ? `(${declared.join(", ")})` : ""} { ${body}${skip} }`, variables };
}

// verdict is what graphql-js says of a request before it executes it.
function verdict({ query, variables }) {
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) return errors;
  return getVariableValues(schema, document.definitions[0].variableDefinitions ?? [], JSON.parse(json(variables))).errors ?? [];
}

async function requests() {
  let rejected = 0;
  for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
    const q = request(random(seed));
    const got = await ask(`{"query":${JSON.stringify(q.query)},"variables":${json(q.variables)}}`);
    const want = verdict(q);
    const what = `seed ${seed}: ${q.query} ${json(q.variables)}`;
    const errors = got.errors ?? [];
    if ("data" in got !== (want.length === 0)) report(what, JSON.stringify(errors[0]?.message ?? "accepted"), want[0]?.message ?? "accepted");
    if (errors.some((e) => e.extensions.code === "INTERNAL")) report(what, JSON.stringify(errors), "no INTERNAL");
    if (want.length > 0) {
      rejected++;
      if (errors.some((e) => !e.locations?.length && !/^there are \d+ errors more$/.test(e.message))) report(what, JSON.stringify(errors), "locations");
    }
  }
  return rejected;
}

await compareIntrospection();
const rejected = await requests();
console.log(`introspection compared; ${count} requests, ${rejected} rejected by both; ${wrong} differences`);
process.exit(wrong > 0 ? 1 : 0);
