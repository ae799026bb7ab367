// Signing in as a person does, on the page of the local issuer.

import { person } from "./people.js";

/** @typedef {import("playwright-core").Page} Page */

/** Opens a path of the console, and signs in if the console asks for it. */
export async function visit(/** @type {Page} */ page, /** @type {string} */ firstName, /** @type {string} */ path) {
  await page.goto(path);
  await signIn(page, firstName);
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/**
 * Goes to another page without loading the console again, as Back and Forward do.
 * @param {string} path of another page than this one
 */
export async function go(/** @type {Page} */ page, path) {
  const before = await page.getByRole("heading", { level: 1 }).elementHandle();
  await page.evaluate((target) => {
    history.pushState(null, "", target);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await page.waitForFunction((old) => !old?.isConnected && document.querySelector("h1") !== null, before);
}

/** The button that leads to the issuer. */
export function signInButton(/** @type {Page} */ page) {
  return page.getByRole("button", { name: "Sign in", exact: true });
}

/** Signs in, unless the issuer has told the console already who it is, as it does after a reload. */
export async function signIn(/** @type {Page} */ page, /** @type {string} */ firstName) {
  const ask = signInButton(page);
  const choice = page.getByRole("button", { name: person(firstName).email });
  const inside = page.getByRole("navigation", { name: "Main", includeHidden: true });
  await ask.or(choice).or(inside).first().waitFor({ state: "attached" });
  if (await ask.isVisible()) {
    await ask.click();
    await choice.waitFor();
  }
  if (await choice.isVisible()) {
    await choice.click();
    await inside.waitFor({ state: "attached" });
  }
}
