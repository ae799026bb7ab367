// Adds up Bruno's JSON report. Fails if a request failed or was not sent, or if no test ran.
// node report.mjs <report> <1 if every request of the collection should have been sent>

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";

const MAX_PROBLEMS = 10;

const collection = dirname(dirname(fileURLToPath(import.meta.url)));
const [file, isWhole] = process.argv.slice(2);

/** Returns the requests of the collection, named as in the report. */
function allRequests() {
  return readdirSync(collection, { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".bru") && !/^(node_modules|environments)\//.test(name))
    .filter((name) => !["folder.bru", "collection.bru"].includes(basename(name)));
}

function testsOf({ preRequestTestResults, postResponseTestResults, testResults, assertionResults }) {
  return [...preRequestTestResults, ...postResponseTestResults, ...testResults, ...assertionResults];
}

const results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).flatMap((iteration) => iteration.results) : [];
const nameOf = (result) => result.test.filename;
const tests = results.flatMap((result) => testsOf(result).map((test) => ({ ...test, of: nameOf(result) })));

const skipped = results.filter((result) => result.skipped);
// A request that could not be sent has no tests, so it counts as a failed test itself.
const unsent = results.filter((result) => result.error && !result.skipped);
const failed = tests.filter((test) => test.status !== "pass");
const forgotten = isWhole === "1" ? allRequests().filter((name) => !results.some((result) => nameOf(result) === name)) : [];

const problems = [
  ...skipped.map((result) => `${nameOf(result)}: skipped, ${result.response.statusText}`),
  ...unsent.map((result) => `${nameOf(result)}: ${result.error}`),
  ...failed.map((test) => `${test.of}: ${test.description ?? test.lhsExpr}: ${test.error}`),
  ...forgotten.map((name) => `${name}: not sent`),
  ...(tests.length === 0 ? ["no test ran"] : []),
];

if (problems.length > 0) {
  console.log("\nProblems:");
  problems.slice(0, MAX_PROBLEMS).forEach((problem) => console.log(`  ${problem}`));
  if (problems.length > MAX_PROBLEMS) {
    console.log(`  and ${problems.length - MAX_PROBLEMS} more, see above`);
  }
  console.log();
  process.exitCode = 1;
}
console.log(
  `Bruno: ${tests.length - failed.length} passed, ${failed.length + unsent.length + forgotten.length} failed, ${skipped.length} skipped`,
);
