// Signing in and out, at the page of the real issuer.

import assert from "node:assert/strict";
import { flow } from "../lib/flow.js";
import { call } from "../lib/organization.js";
import { person } from "../lib/people.js";
import { signIn, signInButton } from "../lib/sign-in.js";

flow("a shared link leads to its page after signing in", async ({ somebody, organization, target }) => {
  const pipeline = await organization.pipeline({ name: "Shared", steps: [call("Call", target.url("/shared"))] });
  const request = await organization.submitUntil("Completed", pipeline);
  const page = await somebody();
  await page.goto(organization.path(`/requests/${request.id}`));
  await signIn(page, "Mike");
  await page.getByRole("heading", { level: 1, name: "Shared" }).waitFor();
  const { pathname, search } = new URL(page.url());
  assert.equal(pathname + search, organization.path(`/requests/${request.id}`));
});

flow("a person who declines to sign in can try again", async ({ somebody }) => {
  const page = await somebody();
  await page.goto("/requests");
  await signInButton(page).click();
  await page.getByRole("button", { name: "Do not sign in" }).click();
  await page.getByText("The person declined").waitFor();
  await signIn(page, "Mike");
  await page.getByRole("heading", { level: 1 }).waitFor();
});

flow("who comes back from the issuer without an answer can sign in", async ({ somebody }) => {
  const page = await somebody();
  await page.goto("/sign-in");
  await signInButton(page).click();
  await page.getByRole("button", { name: "Do not sign in" }).waitFor();
  await page.goBack();
  await signInButton(page).waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
  await signIn(page, "Mike");
  await page.getByRole("heading", { level: 1 }).waitFor();
});

flow("an answer to another question signs nobody in, and is told in words", async ({ somebody }) => {
  const page = await somebody();
  await page.goto("/requests");
  await signInButton(page).click();
  await page.getByRole("button", { name: "Do not sign in" }).waitFor();
  await page.goto("/sign-in?code=a-code-of-mallory&state=a-state-of-mallory");
  await page.getByText("The answer of the issuer does not fit this sign-in. Sign in again.").waitFor();
  await signIn(page, "Mike");
});

flow("signing out forgets who it was, for Back and for other tabs", async ({ as, organization }) => {
  const page = await as("Mike", organization.path("/profile"));
  await page.getByRole("main").getByText(person("Mike").email).waitFor();
  const other = await page.context().newPage();
  await other.goto(organization.path("/profile"));
  await signIn(other, "Mike");
  await other.getByRole("main").getByText(person("Mike").email).waitFor();
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await signInButton(page).waitFor();
  await signInButton(other).waitFor();
  await other.getByText("You have signed out.").waitFor();
  assert.equal(await other.getByText(person("Mike").email).count(), 0);
  await other.reload();
  await signInButton(other).waitFor();
  await page.goBack();
  await signInButton(page).waitFor();
  assert.equal(await page.getByText(person("Mike").email).count(), 0);
});

flow("an answer that nobody has asked for signs nobody in", async ({ somebody }) => {
  const page = await somebody();
  /** @type {string[]} */
  const exchanges = [];
  page.on("request", (request) => request.url().endsWith("/oauth/token") && exchanges.push(request.url()));
  await page.goto("/sign-in?code=a-code-of-mallory&state=a-state-of-mallory");
  await signInButton(page).waitFor();
  assert.deepEqual(exchanges, []);
});

flow("another organization's pages tell a stranger nothing", async ({ as, organization }) => {
  const page = await as("Otto", organization.path("/requests"));
  await page.getByText("You are not a member of organization").waitFor();
  assert.equal(await page.getByText(organization.name).count(), 0);
});
