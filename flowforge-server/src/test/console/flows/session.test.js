// Tokens that expire, and networks that are slow or gone: nothing that people have entered is lost.

import assert from "node:assert/strict";
import { flow } from "../lib/flow.js";
import { approval, call, input } from "../lib/organization.js";
import { person } from "../lib/people.js";
import { signIn, signInButton } from "../lib/sign-in.js";

flow("an expired token is renewed without a word", async ({ as, organization, target }) => {
  const pipeline = await organization.pipeline({ name: "Renewed", steps: [call("Call", target.url("/renewed"))], fields: [input("name", "Name")] });
  const page = await as("Mike", organization.path(`/services/${pipeline.id}`));
  await page.getByRole("textbox", { name: "Name" }).fill("one");
  // Tokens that the local issuer grants within one second are equal; a later one is new.
  await page.waitForFunction((granted) => Math.floor(Date.now() / 1000) > granted, Math.floor(Date.now() / 1000));
  let refused = 0;
  await page.route("**/api/**", async (route) => {
    if (route.request().method() === "POST" && refused === 0) {
      refused++;
      await route.fulfill({ status: 401, json: { message: "The token has expired.", code: 401 } });
    } else {
      await route.continue();
    }
  });
  await page.getByRole("button", { name: "Submit and start" }).click();
  await page.waitForURL(/\/requests\/[0-9a-f]{24}/);
  assert.equal(refused, 1);
});

flow("who has to sign in again loses no input", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Expired", steps: [approval()], fields: [input("name", "Name")] });
  const page = await as("Mike", organization.path(`/services/${pipeline.id}`));
  await page.getByRole("textbox", { name: "Name" }).fill("typed before");
  // The server accepts no token any more, and the issuer renews none.
  await page.route("**/api/**", (route) => route.fulfill({ status: 401, json: { message: "The token has expired.", code: 401 } }));
  await page.route("**/oauth/token", (route) => route.fulfill({ status: 403, json: { error: "invalid_grant" } }));
  await page.getByRole("button", { name: "Submit and start" }).click();
  await signInButton(page).waitFor();
  // The browser closes a dialog at the second Escape without asking the page.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Sign in again" }).waitFor();
  await page.unroute("**/api/**");
  await page.unroute("**/oauth/token");
  await signIn(page, "Mike");
  const name = page.getByRole("textbox", { name: "Name" });
  await name.waitFor();
  assert.equal(await name.inputValue(), "typed before");
  await page.getByRole("button", { name: "Submit and start" }).click();
  await page.waitForURL(/\/requests\/[0-9a-f]{24}/);
});

flow("a server that accepts no token says so, and offers to sign in again", async ({ somebody, organization }) => {
  const page = await somebody();
  await page.route("**/api/**", (route) => route.fulfill({ status: 401, json: { message: "The token is not valid.", code: 401 } }));
  await page.goto(organization.path("/requests"));
  await signInButton(page).click();
  await page.getByRole("button", { name: person("Mike").email }).click();
  await page.getByRole("heading", { level: 1, name: "You could not be signed in" }).waitFor();
  await page.getByText("Check that issuer and audience are the same at both.").waitFor();
  await page.unroute("**/api/**");
  await page.getByRole("button", { name: "Sign in again" }).click();
  await signIn(page, "Mike");
  await page.getByRole("heading", { level: 1, name: /requests/i }).waitFor();
});

flow("on a slow network the page says that it is busy, and gets there", async ({ as, organization, target }) => {
  const pipeline = await organization.pipeline({ name: "Slow", steps: [call("Call", target.url("/slow"))], fields: [input("name", "Name")] });
  const page = await as("Mike", organization.path("/services"));
  const devtools = await page.context().newCDPSession(page);
  // A slow mobile network.
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 400,
    downloadThroughput: 50_000,
    uploadThroughput: 25_000,
  });
  await page.getByRole("link", { name: "Slow" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("one");
  const submit = page.getByRole("button", { name: "Submit and start" });
  await submit.click();
  await page.waitForFunction(
    (button) => button === null || !button.isConnected || button.getAttribute("aria-busy") === "true" || button.getAttribute("aria-disabled") === "true" || button.hasAttribute("disabled"),
    await submit.elementHandle(),
  );
  await page.waitForURL(/\/requests\/[0-9a-f]{24}/);
  await page.getByText("Completed").first().waitFor();
  assert.equal(target.calls("/slow").length, 1);
  assert.ok(pipeline.id);
});

flow("without a network the page says so, keeps the input, and goes on afterwards", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Offline", steps: [approval()], fields: [input("name", "Name")] });
  const page = await as("Mike", organization.path(`/services/${pipeline.id}`));
  const name = page.getByRole("textbox", { name: "Name" });
  await name.fill("typed offline");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Submit and start" }).click();
  await page.getByText(/cannot be reached/i).first().waitFor();
  assert.equal(await name.inputValue(), "typed offline");
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Submit and start" }).click();
  await page.waitForURL(/\/requests\/[0-9a-f]{24}/);
});

flow("an error shows what the server says, and the id of the call", async ({ as, organization }) => {
  const page = await as("Mike", organization.path("/services"));
  await page.route("**/api/service_request?*", (route) =>
    route.fulfill({
      status: 503,
      headers: { "X-Request-Id": "a1b2c3d4" },
      json: { message: "The database does not respond; try again in a moment.", code: 503 },
    }),
  );
  await page.getByRole("link", { name: /requests/i }).first().click();
  await page.getByText("The database does not respond").first().waitFor();
  await page.getByText("a1b2c3d4").first().waitFor();
});

flow("a request that does not exist, or belongs to others, is told in words", async ({ as, organization }) => {
  const page = await as("Mike", organization.path("/requests/0123456789abcdef01234567"));
  await page.getByText(/no (service )?request|not found|does not exist/i).first().waitFor();
});
