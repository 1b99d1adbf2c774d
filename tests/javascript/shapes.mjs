// Prints the wire names of one client of the AWS SDK for JavaScript as JSON:
// { shapes: shape -> member -> { query, xml, target }, operations: action -> { input, output } }.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const client = process.argv[2]; // client-ec2, client-auto-scaling
const isEc2 = client === "client-ec2";
const folder = new URL(`./node_modules/@aws-sdk/${client}/dist-es/`, import.meta.url);
// The schemas name classes of errors, whose files can't be imported from a copy.
const errors = (names) => names.split(",").map((n) => n.split(" as ")[1]?.trim()).filter(Boolean).map((n) => `const ${n} = class extends Error {};`).join("\n");
const source = readFileSync(new URL("schemas/schemas_0.js", folder), "utf8").replace(/^import \{(.*)\} from "\.\.\/models\/.*$/gm, (_, names) => errors(names));
const copy = new URL(`./node_modules/.shapes-${client}.mjs`, import.meta.url);
writeFileSync(copy, source);
const schemas = await import(pathToFileURL(copy.pathname).href);

const upper = (s) => s[0].toUpperCase() + s.slice(1);
const resolve = (ref) => (typeof ref === "function" ? ref() : ref);
// The structure that a reference ends in, through lists; null for plain values.
const target = (ref) => {
  const schema = resolve(ref);
  if (!Array.isArray(schema)) return null;
  if (schema[0] === 3) return schema[2];
  if (schema[0] === 1) return target(Array.isArray(schema[4]) && typeof schema[4][0] !== "number" ? schema[4][0] : schema[4]);
  return null;
};
const [shapes, operations] = [{}, {}];
for (const schema of Object.values(schemas)) {
  if (!Array.isArray(schema)) continue;
  if (schema[0] === 9) operations[schema[2]] = { input: target(schema[4]), output: target(schema[5]) };
  if (schema[0] !== 3) continue;
  const members = {};
  schema[4].forEach((name, i) => {
    const member = schema[5][i];
    const isPair = Array.isArray(member) && (typeof member[0] === "function" || Array.isArray(member[0]) || typeof member[1] === "object");
    const [ref, traits] = isPair ? member : [member, {}];
    const own = typeof traits === "object" ? traits : {};
    const xml = own.xN ?? own.xmlName ?? name;
    const query = own.eQN ?? own.ec2QueryName ?? (isEc2 && xml !== name ? upper(xml) : xml);
    members[name] = { query, xml, target: target(ref) };
  });
  shapes[schema[2]] = members;
}
console.log(JSON.stringify({ shapes, operations }));
