// The form of a service: all fields, problems, drafts, and submitting.

import assert from "node:assert/strict";
import { flow } from "../lib/flow.js";
import { approval, call, input } from "../lib/organization.js";
import { everyField, everyValue } from "../lib/pages.js";
import { signIn, signInButton } from "../lib/sign-in.js";

/** @typedef {import("playwright-core").Page} Page */

const steps = [approval()];

/** Enters the values of everyValue. */
async function fillIn(/** @type {Page} */ page) {
  await page.getByRole("textbox", { name: "Name" }).fill(everyValue.name);
  await page.getByLabel("Replicas").fill(everyValue.replicas);
  await page.getByRole("group", { name: "Private?" }).getByRole("radio", { name: "No", exact: true }).check();
  await page.getByLabel("Needed until").fill(everyValue.until);
  await page.getByRole("textbox", { name: "Notes" }).fill(everyValue.notes);
  await page.getByRole("combobox", { name: "Size" }).selectOption(everyValue.size);
  await page.getByRole("checkbox", { name: "java" }).check();
  await page.getByRole("checkbox", { name: "web" }).uncheck();
  await page.getByRole("checkbox", { name: "mobile" }).check();
}

flow("every kind of field reaches the server with its value", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Every field", steps, fields: everyField });
  const page = await as("Mike", organization.path(`/services/${pipeline.id}`));
  await fillIn(page);
  await page.getByRole("textbox", { name: "Remarks" }).fill("It is urgent");
  await page.getByRole("button", { name: "Submit and start" }).click();
  await page.waitForURL(/\/requests\/[0-9a-f]{24}/);

  const id = new URL(page.url()).pathname.split("/").at(-1);
  const { service_request: request } = await organization.member.get(`/service_request/${id}`);
  assert.deepEqual({ ...request.form_data, notes: request.form_data.notes.replaceAll("\r\n", "\n") }, everyValue);
  assert.equal(request.remarks, "It is urgent");
});

flow("the problems that the server finds are shown at their fields", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Rules", steps, fields: everyField });
  const page = await as("Mike", organization.path(`/services/${pipeline.id}`));
  await fillIn(page);
  await page.getByRole("textbox", { name: "Name" }).fill("Not Allowed");
  await page.getByLabel("Replicas").fill("12");
  await page.getByRole("button", { name: "Submit and start" }).click();

  for (const field of [page.getByRole("textbox", { name: "Name" }), page.getByLabel("Replicas")]) {
    await page.waitForFunction((element) => element?.getAttribute("aria-invalid") === "true", await field.elementHandle());
    const ids = ((await field.getAttribute("aria-describedby")) ?? "").split(" ");
    const described = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).innerText()));
    assert.match(described.join(" "), /pattern|\[a-z-\]|at most|maximum|9/, "the field does not say what is wrong");
  }
  assert.equal(await page.getByLabel("Needed until").getAttribute("aria-invalid"), await page.getByRole("textbox", { name: "Notes" }).getAttribute("aria-invalid"));
  const { metadata } = await organization.admin.get(`/service_request/admin?org_id=${organization.id}&status=Not%20Started`);
  assert.equal(metadata.total_count, 0);

  // Mended, it is accepted.
  await page.getByRole("textbox", { name: "Name" }).fill("allowed");
  await page.getByLabel("Replicas").fill("9");
  await page.getByRole("button", { name: "Submit and start" }).click();
  await page.waitForURL(/\/requests\/[0-9a-f]{24}/);
});

flow("a draft is still there after a reload", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Draft", steps, fields: everyField });
  const page = await as("Mike", organization.path(`/services/${pipeline.id}`));
  await fillIn(page);
  await page.reload();
  await signIn(page, "Mike");
  const name = page.getByRole("textbox", { name: "Name" });
  await name.waitFor();
  assert.equal(await name.inputValue(), everyValue.name);
  assert.equal(await page.getByRole("textbox", { name: "Notes" }).inputValue(), everyValue.notes);
  assert.equal(await page.getByLabel("Needed until").inputValue(), everyValue.until);
  assert.equal(await page.getByRole("checkbox", { name: "mobile" }).isChecked(), true);
  assert.equal(await page.getByRole("checkbox", { name: "web" }).isChecked(), false);
});

flow("a draft of one person is not shown to the next", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Private draft", steps, fields: [input("name", "Name")] });
  const page = await as("Mike", organization.path(`/services/${pipeline.id}`));
  await page.getByRole("textbox", { name: "Name" }).fill("a secret of Mike");
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await signInButton(page).waitFor();
  await page.goto(organization.path(`/services/${pipeline.id}`));
  await signIn(page, "Mia");
  await page.getByRole("textbox", { name: "Name" }).waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Name" }).inputValue(), "");
});

flow("a double click makes one request", async ({ as, organization, target }) => {
  const pipeline = await organization.pipeline({
    name: "Once",
    steps: [call("Call", target.url("/once"))],
    fields: [input("name", "Name")],
  });
  const page = await as("Mike", organization.path(`/services/${pipeline.id}`));
  await page.getByRole("textbox", { name: "Name" }).fill("one");
  await page.getByRole("button", { name: "Submit and start" }).dblclick();
  await page.waitForURL(/\/requests\/[0-9a-f]{24}/);
  await page.getByText("Completed").first().waitFor();
  const { data } = await organization.member.get(`/service_request?org_id=${organization.id}&page_size=100`);
  const made = data.filter((/** @type {{pipeline_name: string}} */ request) => request.pipeline_name === "Once");
  assert.equal(made.length, 1);
  assert.equal(target.calls("/once").length, 1);
});

flow("a submission that is sent again because the response was lost makes one request", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Lost", steps, fields: [input("name", "Name")] });
  const page = await as("Mike", organization.path(`/services/${pipeline.id}`));
  let losses = 0;
  await page.route("**/api/service_request", async (route) => {
    if (route.request().method() === "POST" && losses++ === 0) {
      await route.fetch();
      await route.abort("connectionreset");
    } else {
      await route.continue();
    }
  });
  await page.getByRole("textbox", { name: "Name" }).fill("one");
  await page.getByRole("button", { name: "Submit and start" }).click();
  await page.getByRole("alert").first().waitFor();
  await page.getByRole("button", { name: "Submit and start" }).click();
  await page.waitForURL(/\/requests\/[0-9a-f]{24}/);
  const { data } = await organization.member.get(`/service_request?org_id=${organization.id}&page_size=100`);
  assert.equal(data.filter((/** @type {{pipeline_name: string}} */ request) => request.pipeline_name === "Lost").length, 1);
});

flow("what was submitted is no draft any more, even if the page is loaded again before it has moved on", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Submitted", steps, fields: [input("name", "Name")] });
  const page = await as("Mike", organization.path(`/services/${pipeline.id}`));
  await page.getByRole("textbox", { name: "Name" }).fill("one");
  /** @type {(value?: unknown) => void} */
  let arrive = () => {};
  const arrived = new Promise((resolve) => (arrive = resolve));
  // The request exists, and its start does not return.
  await page.route("**/api/service_request/*/start", () => arrive());
  await page.getByRole("button", { name: "Submit and start" }).click();
  await arrived;
  await page.reload();
  await signIn(page, "Mike");
  const name = page.getByRole("textbox", { name: "Name" });
  await name.waitFor();
  assert.equal(await name.inputValue(), "");
});
