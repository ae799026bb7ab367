// A flow: a test in the browser, as one person or several.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { chromiumArguments, findChromium } from "./chromium.js";
import { Guard } from "./guard.js";
import { Organization } from "./organization.js";
import { reports } from "./paths.js";
import { signInOf, url } from "./server.js";
import { visit } from "./sign-in.js";
import { Target } from "./target.js";

/** How long a page may take to show what a test waits for. The machine may be busy. */
const WAIT_MS = 15_000;
const FLOW_MS = 90_000;

const executablePath = findChromium();
/** @type {import("playwright-core").Browser | undefined} */
let browser;
/** @type {Organization | undefined} */
let organization;
/** @type {Target | undefined} */
let target;

after(async () => {
  await browser?.close();
  await organization?.delete();
  target?.close();
});

/** @typedef {import("playwright-core").Page} Page */

/**
 * @typedef {object} Stage what a flow has
 * @property {(firstName: string, path: string, options?: Looks) => Promise<Page>} as opens a path as a person of the samples
 * @property {(options?: Looks) => Promise<Page>} somebody opens a browser of its own in which nobody has signed in
 * @property {Organization} organization the organization of this file
 * @property {Target} target the service that steps call
 * @property {(what: string) => void} tell adds a line to the report
 */

/** @typedef {import("playwright-core").BrowserContextOptions & {server?: string}} Looks */

/**
 * Defines a flow.
 * @param {string} name
 * @param {(stage: Stage) => Promise<void>} run
 * @param {{timeout?: number}} options the maximum time in milliseconds
 */
export function flow(name, run, { timeout = FLOW_MS } = {}) {
  const skip = executablePath ? false : "there is no Chromium";
  test(name, { skip, timeout }, async (t) => {
    /** @type {{guard: Guard, page: Page}[]} */
    const opened = [];
    browser ??= await chromium.launch({ executablePath, args: chromiumArguments });
    const launched = browser;
    organization ??= await Organization.create(`Organization of ${process.argv[1]?.split("/").at(-1)}`);
    target ??= await new Target().open();
    const somebody = async (/** @type {Looks} */ options = {}) => {
      const one = await open(launched, options);
      opened.push(one);
      return one.page;
    };
    const stage = {
      somebody,
      as: async (/** @type {string} */ firstName, /** @type {string} */ path, /** @type {Looks} */ options = {}) => {
        const page = await somebody(options);
        await visit(page, firstName, path);
        return page;
      },
      organization,
      target,
      tell: (/** @type {string} */ what) => t.diagnostic(what),
    };
    try {
      await run(stage);
      for (const { guard, page } of opened) {
        await guard.lookForTokens(page);
        assert.deepEqual(guard.problems, [], "what the guard has seen");
      }
    } catch (error) {
      await keepPictures(name, opened);
      throw error;
    } finally {
      await Promise.all(opened.map(({ page }) => page.context().close()));
    }
  });
}

async function open(/** @type {import("playwright-core").Browser} */ launched, /** @type {Looks} */ options) {
  const { server = url, ...looks } = options;
  const { issuer } = await signInOf(server);
  const context = await launched.newContext({
    baseURL: server,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
    acceptDownloads: true,
    ...looks,
  });
  context.setDefaultTimeout(WAIT_MS);
  const guard = await new Guard(context, [new URL(server).origin, new URL(issuer).origin]).watch();
  return { guard, page: await context.newPage() };
}

async function keepPictures(/** @type {string} */ name, /** @type {{guard: Guard, page: Page}[]} */ opened) {
  mkdirSync(reports, { recursive: true });
  const file = name.replaceAll(/[^\w]+/g, "-").slice(0, 100);
  for (const [i, { guard, page }] of opened.entries()) {
    await page.screenshot({ path: join(reports, `${file}-${i + 1}.png`), timeout: 5_000 }).catch(() => undefined);
    guard.problems.forEach((problem) => console.log(`  the guard has seen: ${problem}`));
  }
}
