// The rules of WCAG 2.2 AA that a program can check.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** Lets pages of a context be checked; before they are opened. */
export function prepareChecks(/** @type {import("playwright-core").BrowserContext} */ context) {
  // Not evaluated later: the Content-Security-Policy would refuse it.
  return context.addInitScript({ content: axe });
}

/**
 * Checks the page as it is: how many rules it follows, which elements violate one, and which rules a person has to check.
 * @param {import("playwright-core").Page} page
 * @param {string} what which page it is
 */
export async function check(page, what) {
  /** @type {import("axe-core").AxeResults} */
  const results = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
  return {
    passed: results.passes.length,
    violations: results.violations.flatMap((rule) =>
      rule.nodes.map((node) => `${what}: ${rule.id}: ${rule.help}: ${node.target.join(" ")}\n${node.failureSummary}`),
    ),
    undecided: results.incomplete.map((rule) => rule.id),
  };
}
