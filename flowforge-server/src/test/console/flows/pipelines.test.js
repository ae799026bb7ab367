// Pipelines: the editor, versions, and the archive.

import assert from "node:assert/strict";
import { flow } from "../lib/flow.js";
import { approval, call, document, input } from "../lib/organization.js";
import { signIn, signInButton } from "../lib/sign-in.js";

/** @typedef {import("playwright-core").Page} Page */

/** Puts text into the editor. */
async function write(/** @type {Page} */ page, /** @type {object | string} */ pipeline) {
  const text = typeof pipeline === "string" ? pipeline : JSON.stringify(pipeline, null, 2);
  await editor(page).fill(text);
}

/** The text area of the editor. */
function editor(/** @type {Page} */ page) {
  return page.getByRole("textbox", { name: "Pipeline as JSON" });
}

flow("an admin writes a pipeline, sees a mistake at its line, mends it, and saves it", async ({ as, organization, target }) => {
  const draft = document({
    name: "Made in the editor",
    description: "With a preview",
    steps: [call("Call", target.url("/edited"))],
    fields: [input("name", "Name of the thing")],
  });
  const page = await as("Ada", organization.path("/pipelines/new"));
  const wrong = structuredClone(draft);
  wrong.steps[0].parameters.method = "FETCH";
  await write(page, wrong);
  const line = JSON.stringify(wrong, null, 2).split("\n").findIndex((text) => text.includes("FETCH")) + 1;
  const problem = page.getByRole("region", { name: "Problems" }).getByRole("listitem").filter({ hasText: `${line}:` });
  await problem.getByText(/must be one of DELETE, GET/).waitFor();
  // A press on the place selects the mistake.
  await problem.getByRole("button", { name: new RegExp(`^Problem at ${line}:`) }).click();
  assert.match(await editor(page).evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd)), /FETCH/);

  await write(page, draft);
  // The live preview shows form and steps.
  await page.getByRole("region", { name: "Preview" }).getByLabel("Name of the thing").waitFor();
  await page.getByText("No problems").waitFor();
  await page.getByRole("button", { name: "Create pipeline" }).click();
  await page.waitForURL(/\/pipelines\/[0-9a-f]{24}/);
  const saved = (await organization.member.get(`/pipeline?org_id=${organization.id}`)).find(
    (/** @type {{pipeline_name: string}} */ pipeline) => pipeline.pipeline_name === "Made in the editor",
  );
  assert.equal(saved.steps[0].parameters.method, "POST");
});

flow("text that is no JSON has its mistake at its line, too", async ({ as, organization }) => {
  const page = await as("Ada", organization.path("/pipelines/new"));
  await write(page, '{\n  "pipeline_name": "x",\n  "steps": [,]\n}');
  await page.getByRole("button", { name: /^Problem at 3:/ }).waitFor();
});

flow("a new version is saved, and compared with the one before", async ({ as, organization, target }) => {
  const draft = { name: "With versions", description: "The first text", steps: [call("Call", target.url("/versions"))] };
  const first = await organization.pipeline(draft);
  const page = await as("Ada", organization.path(`/pipelines/${first.id}/edit`));
  await editor(page).waitFor();
  const text = await editor(page).inputValue();
  await write(page, text.replace("The first text", "The second text"));
  await page.getByRole("button", { name: "Save version 2" }).click();
  await page.waitForURL((at) => /^\/pipelines\/[0-9a-f]{24}$/.test(at.pathname) && !at.pathname.endsWith(first.id));
  const versions = await organization.member.get(`/pipeline/${first.id}/versions`);
  assert.deepEqual(versions.map((/** @type {{version: number}} */ one) => one.version), [2, 1]);

  await page.getByRole("link", { name: "Versions" }).click();
  await page.getByRole("heading", { name: "From version 1 to version 2" }).waitFor();
  await page.getByText("The first text").first().waitFor();
  await page.getByText("The second text").first().waitFor();
});

flow("of two editors, the later one is told, and loses nothing", async ({ as, organization, target }) => {
  const draft = { name: "Edited twice", description: "The first text", steps: [call("Call", target.url("/twice"))] };
  const first = await organization.pipeline(draft);
  const page = await as("Ada", organization.path(`/pipelines/${first.id}/edit`));
  await editor(page).waitFor();
  const text = await editor(page).inputValue();
  await write(page, text.replace("The first text", "The text of Ada"));
  await organization.owner.post(`/pipeline/${first.id}/versions`, {
    expected_version: 1,
    ...document({ ...draft, description: "The text of Olga" }),
  });
  await page.getByRole("button", { name: "Save version 2" }).click();
  await page.getByRole("alert").getByText("Olga Owens").waitFor();
  await page.getByRole("alert").getByText(/has saved version 2/).waitFor();
  assert.match(await editor(page).inputValue(), /The text of Ada/);
  assert.equal((await organization.member.get(`/pipeline/${first.id}/versions`)).length, 2);

  await page.getByRole("button", { name: "Save mine as version 3" }).click();
  await page.waitForURL((at) => /^\/pipelines\/[0-9a-f]{24}$/.test(at.pathname));
  const [newest] = await organization.member.get(`/pipeline/${first.id}/versions`);
  assert.deepEqual([newest.version, newest.pipeline_description], [3, "The text of Ada"]);
});

flow("text that was not saved is still there after a reload", async ({ as, organization, target }) => {
  const pipeline = await organization.pipeline({ name: "Draft", description: "The first text", steps: [call("Call", target.url("/draft"))] });
  const page = await as("Ada", organization.path(`/pipelines/${pipeline.id}/edit`));
  await editor(page).waitFor();
  await write(page, (await editor(page).inputValue()).replace("The first text", "An unsaved text"));
  await page.getByText("No problems").waitFor();
  await page.reload();
  await signIn(page, "Ada");
  await editor(page).waitFor();
  assert.match(await editor(page).inputValue(), /An unsaved text/);
});

flow("a pipeline is archived and restored", async ({ as, organization, target }) => {
  const pipeline = await organization.pipeline({ name: "To archive", steps: [call("Call", target.url("/archive"))] });
  const page = await as("Ada", organization.path(`/pipelines/${pipeline.id}`));
  await page.getByRole("button", { name: /^archive/i }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: /^archive/i }).click();
  const restore = page.getByRole("button", { name: /^restore/i }).first();
  await restore.waitFor();
  assert.ok((await organization.member.get(`/pipeline/${pipeline.id}`)).archived_on);
  await restore.click();
  await page.getByRole("dialog").getByRole("button", { name: /^restore/i }).click();
  await page.getByRole("button", { name: /^archive/i }).first().waitFor();
  assert.equal((await organization.member.get(`/pipeline/${pipeline.id}`)).archived_on, undefined);
});

flow("a Member has no editor", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Only to read", steps: [approval()] });
  const page = await as("Mike", organization.path(`/pipelines/${pipeline.id}/edit`));
  await page.getByText(/only admins/i).waitFor();
  assert.equal(await page.getByRole("button", { name: /^save/i }).count(), 0);
});

flow("text with a secret has no draft, so signing in again can be put off", async ({ as, organization, target }) => {
  const page = await as("Ada", organization.path("/pipelines/new"));
  const text = JSON.stringify(document({ name: "Not kept", steps: [call("Call", target.url("/kept"), { password: "a-literal-secret" })] }), null, 2);
  await write(page, text);
  await page.getByText("The text seems to have a literal secret").waitFor();
  // The server accepts no token any more, and the issuer renews none.
  await page.route("**/api/**", (route) => route.fulfill({ status: 401, json: { message: "The token has expired.", code: 401 } }));
  await page.route("**/oauth/token", (route) => route.fulfill({ status: 403, json: { error: "invalid_grant" } }));
  await write(page, `${text}\n`);
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByText("not kept").waitFor();
  await dialog.getByRole("button", { name: "Later" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.equal(await editor(page).inputValue(), `${text}\n`);
  await signInButton(page).waitFor();
});
