// WCAG 2.2 AA on every page, in both themes.

import { check, prepareChecks } from "../lib/accessibility.js";
import { flow } from "../lib/flow.js";
import { everyPage, settled } from "../lib/pages.js";
import { visit } from "../lib/sign-in.js";

/** @type {Awaited<ReturnType<typeof everyPage>> | undefined} */
let pages;

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  flow(`no page violates WCAG 2.2 AA in the ${colorScheme} theme`, async ({ somebody, organization, target, tell }) => {
    pages ??= await everyPage(organization, target);
    let passed = 0;
    const undecided = new Set();
    const signedOut = await somebody({ colorScheme });
    await prepareChecks(signedOut.context());
    for (const { name, path, who } of pages) {
      const page = await signedOut.context().newPage();
      await visit(page, who, path);
      await settled(page);
      const checked = await check(page, name);
      passed += checked.passed;
      checked.undecided.forEach((rule) => undecided.add(rule));
      await page.close();
    }
    tell(`${colorScheme}: ${pages.length} pages, ${passed} rules passed, 0 violations; for people: ${[...undecided].join(", ")}`);
  });
}
