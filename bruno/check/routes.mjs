// Fails if an operation of openapi.yaml has no request in the collection. Reads both formats line by line, without libraries.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const collection = dirname(dirname(fileURLToPath(import.meta.url)));
const METHODS = "get|post|put|patch|delete|head|options|trace";

/** Returns the operations of the document, as { method, path: ["service_request", "*", "start"] }. */
function operations() {
  const found = [];
  let path = "";
  for (const line of readFileSync(join(collection, "..", "openapi.yaml"), "utf8").split("\n")) {
    path = line.match(/^ {2}(\/\S*):\s*$/)?.[1] ?? path;
    const method = line.match(new RegExp(`^ {4}(${METHODS}):\\s*$`))?.[1];
    if (method) {
      found.push({ method, name: `${method.toUpperCase()} ${path}`, path: shape(path, /^\{[^}]+\}$/) });
    }
  }
  return found;
}

/** Returns the API requests of the collection, in the same form. */
function requests() {
  return readdirSync(collection, { recursive: true })
    .filter((file) => file.endsWith(".bru") && !file.startsWith("node_modules"))
    .flatMap((file) => {
      const text = readFileSync(join(collection, file), "utf8");
      const [, method, path] = text.match(new RegExp(`^(${METHODS}) \\{\\n  url: \\{\\{(?:api|server)\\}\\}(/[^?\\s]*)`, "m")) ?? [];
      return method ? [{ method, path: shape(path, /^\{\{[^}]+\}\}$/) }] : [];
    });
}

/** Returns the segments of a path, with every parameter as "*". */
function shape(path, parameter) {
  return path
    .split("/")
    .filter(Boolean)
    .map((part) => (parameter.test(part) ? "*" : part));
}

/** A literal segment of a request may be the value of a parameter, but not the other way round. */
function isOf(operation, request) {
  return (
    operation.method === request.method &&
    operation.path.length === request.path.length &&
    operation.path.every((part, index) => part === "*" || part === request.path[index])
  );
}

/** If several operations match, such as /service_request/admin and /service_request/{id}, the most literal one wins. */
function operationOf(request, all) {
  const parameters = (operation) => operation.path.filter((part) => part === "*").length;
  return all.filter((operation) => isOf(operation, request)).sort((a, b) => parameters(a) - parameters(b))[0];
}

const all = operations();
const covered = new Set(requests().map((request) => operationOf(request, all)));
const missing = all.filter((operation) => !covered.has(operation));

if (all.length === 0) {
  console.error("No operation found in openapi.yaml.");
  process.exit(1);
}
if (missing.length > 0) {
  console.error("These routes of openapi.yaml have no request in bruno/:");
  missing.forEach((operation) => console.error(`  ${operation.name}`));
  process.exit(1);
}
console.log(`Every one of the ${all.length} routes of openapi.yaml has a request in bruno/.`);
