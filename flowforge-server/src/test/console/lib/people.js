// The people of the sample data.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.js";

/** @typedef {{id: string, email: string, name: string, password: string}} Person */

/** @type {Person[]} */
const all = readFileSync(join(root, "seed-data/sample/user.csv"), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","))
  .map(([id, email, name, idp, password]) => ({ id: `${idp}|${id}`, email, name, password }));

/** Returns the person with this first name. */
export function person(/** @type {string} */ firstName) {
  const found = all.find(({ name }) => name.startsWith(`${firstName} `));
  if (!found) {
    throw new Error(`nobody in the sample data is called ${firstName}`);
  }
  return found;
}
