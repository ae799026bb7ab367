// Signing in as a person does, on the page of the local issuer.

import { person } from "./people.js";

/** @typedef {import("playwright-core").Page} Page */

/** Opens a path of the console, and signs in if the console asks for it. */
export async function visit(/** @type {Page} */ page, /** @type {string} */ firstName, /** @type {string} */ path) {
  await page.goto(path);
  await signIn(page, firstName);
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/** Signs in on the page of the issuer, to which the console leads, at once or by a button. */
export async function signIn(/** @type {Page} */ page, /** @type {string} */ firstName) {
  const ask = page.getByRole("button", { name: /^sign in/i }).first();
  const choice = page.locator("main").getByRole("button", { name: person(firstName).email });
  await ask.or(choice).first().waitFor();
  if (!(await choice.isVisible())) {
    await ask.click();
  }
  await choice.click();
  await page.waitForURL((at) => at.pathname !== "/authorize" && at.pathname !== "/sign-in");
}

