// A tour of all pages: each is opened once, and looked at in both themes and on several screens.

import { check, prepareChecks } from "./accessibility.js";
import { everyPage, settled } from "./pages.js";
import { go, signInButton, visit } from "./sign-in.js";

/** @typedef {import("playwright-core").Page} Page */

const DESKTOP = { width: 1280, height: 800 };
/** The smallest telephones. */
const NARROW = { width: 360, height: 740 };
/** What is left of 1280 px at 200 %: half as many CSS pixels, each of them twice as large. */
const ENLARGED = { width: 640, height: 400 };

/**
 * What a tour has found.
 * @typedef {object} Findings
 * @property {number} pages the number of pages
 * @property {Record<"light" | "dark" | "narrow", {passed: number, violations: string[], undecided: Set<string>}>} wcag
 * @property {Record<"narrow" | "enlarged", string[]>} wide the pages that scroll sideways
 */

/**
 * Goes to all pages.
 * @param {import("./flow.js").Stage} stage
 * @returns {Promise<Findings>}
 */
export async function tour({ somebody, organization, target }) {
  const pages = await everyPage(organization, target);
  const none = () => ({ passed: 0, violations: /** @type {string[]} */ ([]), undecided: new Set() });
  /** @type {Findings} */
  const findings = {
    pages: pages.length + 1,
    wcag: { light: none(), dark: none(), narrow: none() },
    wide: { narrow: [], enlarged: [] },
  };
  const opened = async () => {
    const page = await somebody();
    await prepareChecks(page.context());
    return page;
  };
  const signedOut = await opened();
  await signedOut.goto("/requests");
  await signInButton(signedOut).waitFor();
  await lookAt(signedOut, "the page before signing in", findings);

  /** Each person has a browser. @type {Map<string, Page>} */
  const browsers = new Map();
  for (const { name, who, path } of pages) {
    const page = browsers.get(who);
    if (page) {
      await go(page, path);
    } else {
      browsers.set(who, await opened());
      await visit(/** @type {Page} */ (browsers.get(who)), who, path);
    }
    const shown = /** @type {Page} */ (browsers.get(who));
    await settled(shown);
    await lookAt(shown, name, findings);
  }
  return findings;
}

async function lookAt(/** @type {Page} */ page, /** @type {string} */ name, /** @type {Findings} */ findings) {
  const checked = async (/** @type {"light" | "dark" | "narrow"} */ how) => {
    const result = await check(page, `${name} (${how})`);
    findings.wcag[how].passed += result.passed;
    findings.wcag[how].violations.push(...result.violations);
    result.undecided.forEach((rule) => findings.wcag[how].undecided.add(rule));
  };
  const measured = async (/** @type {"narrow" | "enlarged"} */ how) => {
    const [content, screen] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    if (content > screen) {
      findings.wide[how].push(`${name}: ${content} px of content on ${screen} px`);
    }
  };
  await checked("light");
  await page.setViewportSize(ENLARGED);
  await measured("enlarged");
  await page.setViewportSize(NARROW);
  await drawn(page);
  await measured("narrow");
  await checked("narrow");
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: "dark" });
  await drawn(page);
  await checked("dark");
  await page.emulateMedia({ colorScheme: "light" });
  await drawn(page);
}

/** Waits until the browser has drawn the page as it is now: until then, some colours are those of before. */
function drawn(/** @type {Page} */ page) {
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}
