// WCAG 2.2 AA on every page, in both themes.

import { check as checkPage, prepareChecks } from "../lib/accessibility.js";
import { flow } from "../lib/flow.js";
import { everyPage, pagesBy } from "../lib/pages.js";
import { signInButton } from "../lib/sign-in.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof everyPage>> | undefined} */
let pages;

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  flow(`no page violates WCAG 2.2 AA in the ${colorScheme} theme`, async ({ somebody, organization, target, tell }) => {
    pages ??= await everyPage(organization, target);
    let passed = 0;
    const undecided = new Set();
    const check = async (/** @type {Page} */ page, /** @type {string} */ name) => {
      const checked = await checkPage(page, name);
      passed += checked.passed;
      checked.undecided.forEach((rule) => undecided.add(rule));
    };
    const open = pagesBy(async () => {
      const page = await somebody({ colorScheme });
      await prepareChecks(page.context());
      return page;
    });
    const signedOut = await somebody({ colorScheme });
    await prepareChecks(signedOut.context());
    await signedOut.goto("/requests");
    await signInButton(signedOut).waitFor();
    await check(signedOut, "the page before signing in");
    for (const one of pages) {
      await check(await open(one), one.name);
    }
    tell(`${colorScheme}: ${pages.length + 1} pages, ${passed} rules passed, 0 violations; for people to decide: ${[...undecided].join(", ") || "none"}`);
  });
}
