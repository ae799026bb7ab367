<<<<<<< HEAD
// The form of a service: all fields, problems, drafts, and submitting.

import assert from "node:assert/strict";
import { flow } from "./lib/flow.js";
import { approval, call, input } from "./lib/organization.js";
import { everyField, everyValue } from "./lib/pages.js";
import { signIn } from "./lib/sign-in.js";

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
  await page.getByRole("button", { name: "Sign in" }).waitFor();
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
=======
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displayValue, initialValues, problemsByField, rulesOf, toFormData } from '../../main/resources/console/js/lib/forms.js';

/** @typedef {import('../../main/resources/console/js/lib/forms.js').Form} Form */
/** @type {Form} */
const FORM = { fields: [
  { name: 'repository', title: 'Repository', type: 'input', required: true, min_length: 3, default: null },
  { name: 'replicas', title: 'Replicas', type: 'input', format: 'number', min: 1, max: 10, default: 2 },
  { name: 'public', title: 'Public', type: 'input', format: 'boolean', default: false },
  { name: 'visibility', title: 'Visibility', type: 'select', options: ['private', 'public'], default: 'private' },
  { name: 'topics', title: 'Topics', type: 'checkboxes', options: ['java', 'web'], default: ['java'] },
  { name: '__proto__', title: 'Odd', type: 'input', default: 'x' },
] };

test('begins with the defaults', () => {
  const values = initialValues(FORM);
  assert.deepEqual(Object.entries(values), [['repository', ''], ['replicas', '2'], ['public', 'false'], ['visibility', 'private'], ['topics', ['java']], ['__proto__', 'x']]);
});

test('begins with the values of another request, and without defaults for what that one had not', () => {
  const values = initialValues(FORM, { repository: 'billing', replicas: 7, visibility: 'secret', topics: ['web', 'gone'], old: 'x' });
  assert.deepEqual({ ...values }, { repository: 'billing', replicas: '7', public: '', visibility: '', topics: ['web'], ['__proto__']: '' });
});

test('sends what was filled in, and boxes always', () => {
  assert.deepEqual(toFormData(FORM, { repository: 'a', replicas: '', public: 'true', visibility: '', topics: [], other: 'x' }), { repository: 'a', public: 'true', topics: [] });
  assert.deepEqual(toFormData(FORM, {}), { topics: [] });
});

test('divides the problems among the fields', () => {
  const { fields, others } = problemsByField(FORM, { message: 'invalid form data: …', details: [
    "missing required field: 'repository'",
    "field 'replicas' must be at most 10",
    "field 'replicas' must match the pattern [0-9]",
    "missing required field: 'topics'",
    "field 'unknown' is not in the form",
  ] });
  assert.deepEqual(fields, {
    repository: ['Fill this in.'],
    replicas: ['Must be at most 10.', 'Must match the pattern [0-9].'],
    topics: ['Check at least one.'],
  });
  assert.deepEqual(others, ["field 'unknown' is not in the form"]);
});

test('takes the message where there are no details', () => {
  assert.deepEqual(problemsByField(FORM, { message: "missing required field: 'visibility'" }).fields, { visibility: ['Choose one.'] });
  assert.deepEqual(problemsByField(FORM, { message: 'the body is too large', details: [] }).others, ['the body is too large']);
});

test('tells the rules of a field', () => {
  assert.equal(rulesOf(FORM.fields[0]), 'At least 3 characters');
  assert.equal(rulesOf(FORM.fields[1]), 'A number from 1 to 10');
  assert.equal(rulesOf({ name: 'd', title: '', type: 'input', format: 'date', max: '2026-12-31' }), 'A date up to 2026-12-31');
  assert.equal(rulesOf({ name: 't', title: '', type: 'input', min_length: 2, max_length: 5, pattern: '[a-z]+' }), '2 to 5 characters · Pattern [a-z]+');
  assert.equal(rulesOf(FORM.fields[3]), '');
});

test('shows values', () => {
  assert.equal(displayValue(FORM.fields[2], 'true'), 'Yes');
  assert.equal(displayValue(FORM.fields[4], ['java', 'web']), 'java, web');
  assert.equal(displayValue(FORM.fields[0], undefined), '');
  assert.equal(displayValue(FORM.fields[0], { a: 1 }), '{"a":1}');
>>>>>>> req
});
