// Runs the tests: `node run.mjs [names of test files]`. See `run`.
// The variable CONSOLE_URL names a server that runs already, for example during development; otherwise one is started.

import { setMaxListeners } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { findChromium } from "./lib/chromium.js";
import { reports, tests } from "./lib/paths.js";
import { Up } from "./lib/up.js";

const RUN_MS = 1_200_000;

const names = process.argv.slice(2);
/** Those without a browser first: they take no time. */
const files = [tests, join(tests, "flows")]
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((file) => file.endsWith(".test.js"))
  .filter((file) => names.length === 0 || names.includes(basename(file, ".test.js")));
if (files.length === 0) {
  console.error(`console/run: there is no test called ${names.join(" or ")}`);
  process.exit(2);
}

rmSync(reports, { recursive: true, force: true });
const chromium = findChromium();
if (!chromium) {
  console.log("=== There is no Chromium (/usr/bin/chromium, or the variable CHROMIUM): the tests in a browser are SKIPPED. ===");
}

/** @type {Up | undefined} */
let up;
const stopping = new AbortController();
// Each file of tests listens to it.
setMaxListeners(0, stopping.signal);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => stopping.abort());
}
const late = setTimeout(() => {
  console.error(`console/run: the tests did not end within ${RUN_MS / 1000} seconds`);
  stopping.abort();
}, RUN_MS);

/** The figures that Node.js prints at the end. */
const figures = { pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
try {
  if (chromium && !process.env.CONSOLE_URL) {
    console.log("Starting a server ...");
    up = await new Up().start();
    process.env.CONSOLE_URL = up.url;
  }
  await runTests();
} finally {
  clearTimeout(late);
  await up?.close({ keepLog: failed() > 0 });
}
if (figures.pass + failed() + figures.skipped === 0) {
  console.log("No test ran.");
  process.exitCode = 1;
}
if (failed() > 0 || stopping.signal.aborted) {
  process.exitCode = 1;
  console.log(`Pictures, and the log of the server: ${reports}`);
}
console.log(`Console: ${figures.pass} passed, ${failed()} failed, ${figures.skipped} skipped`);

function failed() {
  return figures.fail + figures.cancelled + figures.todo;
}

/** Runs one file after the other: two browsers would be in each other's way. */
async function runTests() {
  const events = run({ files, concurrency: 1, signal: stopping.signal });
  events.on("test:diagnostic", ({ nesting, message }) => {
    const [, name, count] = /^(\w+) (\d+)$/.exec(message) ?? [];
    if (nesting === 0 && name in figures) {
      figures[name] = Number(count);
    }
  });
  const printed = events.compose(new spec());
  for await (const chunk of printed) {
    process.stdout.write(chunk);
  }
}
