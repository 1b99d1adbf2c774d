// Prints the wire names of the AWS SDK for JavaScript as JSON: shape -> member -> { query, xml, target }.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = new URL("./node_modules/@aws-sdk/client-ec2/dist-es/", import.meta.url);
const source = readFileSync(new URL("schemas/schemas_0.js", folder), "utf8")
  .replace(/^import .*EC2ServiceException.*$/m, "const __EC2ServiceException = class extends Error {};");
const copy = new URL("./node_modules/.shapes.mjs", import.meta.url);
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
const shapes = {};
for (const schema of Object.values(schemas)) {
  if (!Array.isArray(schema) || schema[0] !== 3) continue;
  const members = {};
  schema[4].forEach((name, i) => {
    const member = schema[5][i];
    const isPair = Array.isArray(member) && (typeof member[0] === "function" || Array.isArray(member[0]) || typeof member[1] === "object");
    const [ref, traits] = isPair ? member : [member, {}];
    const own = typeof traits === "object" ? traits : {};
    members[name] = { query: own.eQN ?? own.ec2QueryName ?? (own.xN ?? own.xmlName ? upper(own.xN ?? own.xmlName) : name), xml: own.xN ?? own.xmlName ?? name, target: target(ref), traits: own };
  });
  shapes[schema[2]] = members;
}
console.log(JSON.stringify(shapes));
