// What waits for an approver: everything by keyboard, and two people at once.

import assert from "node:assert/strict";
import { gets } from "../lib/calls.js";
import { flow } from "../lib/flow.js";
import { approval, call, input } from "../lib/organization.js";
import { person } from "../lib/people.js";
import { visit } from "../lib/sign-in.js";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../lib/organization.js").Organization} Organization */

/** How many requests wait for Ada, in all of her organizations. */
async function waitingForAda(/** @type {Organization} */ { admin }) {
  const { memberships } = await admin.get("/membership");
  let count = 0;
  for (const { org_id: id, role } of memberships) {
    if (role !== "Member") {
      count += (await admin.get(`/service_request/admin?org_id=${id}&status=Pending&page_size=1`)).metadata.total_count;
    }
  }
  return count;
}

/** Waits until the title of the page says how many requests wait. */
async function titleSays(/** @type {Page} */ page, /** @type {number} */ count) {
  await page.waitForFunction(
    (expected) => Number(/\((\d+)\)/.exec(document.title)?.[1] ?? 0) === expected,
    count,
  );
}

/** Presses Tab until an element with this name has the focus. */
async function tabTo(/** @type {Page} */ page, /** @type {import("playwright-core").Locator} */ element) {
  await element.waitFor();
  for (let presses = 0; presses < 60; presses++) {
    if (await element.evaluate((found) => found === document.activeElement)) {
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail("the element cannot be reached by Tab");
}

flow("an approver approves by keyboard only, and the count in the title follows", async ({ as, organization, target }) => {
  const pipeline = await organization.pipeline({
    name: "By keyboard",
    steps: [approval(), call("Order", target.url("/by-keyboard"))],
    fields: [input("reason", "Reason")],
  });
  const request = await organization.submitUntil("Pending", pipeline, { reason: "The old one is from 2019" });
  const before = await waitingForAda(organization);
  const page = await as("Ada", organization.path("/requests"));
  await titleSays(page, before);
  await tabTo(page, page.getByRole("link", { name: /^inbox/i }).first());
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /inbox/i }).waitFor();
  await open(page, "By keyboard");
  // Everything that is needed to decide.
  await page.getByText("The old one is from 2019").first().waitFor();
  await page.getByText("Mike Miller").first().waitFor();
  await tabTo(page, page.getByRole("button", { name: /^approve/i }).first());
  await page.keyboard.press("Enter");
  await confirm(page, /^approve now/i);
  await titleSays(page, before - 1);
  await organization.reached(request.id, "Completed");
});

flow("an approver rejects with remarks by keyboard only, and the requester reads them", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "To reject", steps: [approval()] });
  const request = await organization.submitUntil("Pending", pipeline);
  const page = await as("Ada", organization.path("/inbox"));
  await open(page, "To reject");
  await tabTo(page, page.getByRole("button", { name: /^reject/i }).first());
  await page.keyboard.press("Enter");
  // The field for the remarks has the focus.
  const remarks = page.getByRole("textbox", { name: /why do you reject/i });
  await remarks.waitFor();
  await page.keyboard.type("There is one already");
  await confirm(page, /^reject now/i);
  await organization.reached(request.id, "Failed");
  const mike = await as("Mike", organization.path(`/requests/${request.id}`));
  await mike.getByText("There is one already").first().waitFor();
});

flow("remarks outlive a look at another request and a reload, but not the rejection", async ({ as, organization }) => {
  const [first, second] = [
    await organization.pipeline({ name: "Remarked on", steps: [approval()] }),
    await organization.pipeline({ name: "Looked at between", steps: [approval()] }),
  ];
  const request = await organization.submitUntil("Pending", first);
  const other = await organization.submitUntil("Pending", second);
  const page = await as("Ada", organization.path(`/inbox?request=${request.id}`));
  const remarks = page.getByRole("textbox", { name: /why do you reject/i });
  await page.getByRole("button", { name: /^reject…/i }).click();
  await remarks.fill("There is one already");
  await page.getByRole("main").getByRole("link", { name: /Looked at between/ }).first().click();
  await page.getByRole("heading", { level: 2, name: "Looked at between" }).waitFor();
  await page.getByRole("button", { name: /^reject…/i }).click();
  assert.equal(await remarks.inputValue(), "");
  await page.goto(organization.path(`/inbox?request=${request.id}`));
  await page.getByRole("heading", { level: 2, name: "Remarked on" }).waitFor();
  await page.getByRole("button", { name: /^reject…/i }).click();
  assert.equal(await remarks.inputValue(), "There is one already");
  await page.getByRole("button", { name: /^reject now/i, disabled: false }).click();
  await organization.reached(request.id, "Failed");
  await organization.admin.put(`/service_request/${other.id}/approve`);
  await page.waitForFunction((id) => Object.keys(sessionStorage).every((key) => !key.endsWith(`reject.${id}`)), request.id);
});

/** Opens the request of this pipeline in the inbox. */
async function open(/** @type {Page} */ page, /** @type {string} */ name) {
  const link = page.getByRole("main").getByRole("link", { name: new RegExp(name) }).first();
  await tabTo(page, link);
  await page.keyboard.press("Enter");
}

/** Presses the button of a confirmation, once it takes presses. */
async function confirm(/** @type {Page} */ page, /** @type {RegExp} */ name) {
  const button = page.getByRole("button", { name });
  await tabTo(page, button);
  // A confirmation cannot be pressed right after it has appeared, as by a double click.
  await page.getByRole("button", { name, disabled: false }).waitFor();
  await page.keyboard.press("Enter");
}

flow("one approves, and the other sees it without a reload and without polling", async ({ as, organization, tell }) => {
  const pipeline = await organization.pipeline({ name: "Two people", steps: [approval("First"), approval("Second")] });
  const request = await organization.submitUntil("Pending", pipeline);
  const mike = await as("Mike", organization.path(`/requests/${request.id}`));
  const step = mike.getByRole("list", { name: "Steps" }).getByRole("listitem").filter({ hasText: "First" });
  await step.getByText(/waits/i).first().waitFor();
  await mike.evaluate("window.isTheSamePage = true");
  const list = await as("Mike", organization.path("/requests"));
  const row = list.getByRole("row").filter({ has: list.locator(`a[href*="${request.id}"]`) });
  await row.getByText("Waits for approval").waitFor();
  for (const page of [mike, list]) {
    await page.getByText("Live", { exact: true }).first().waitFor();
  }
  const listed = gets(list);

  const ada = await as("Ada", organization.path(`/requests/${request.id}`));
  for (const name of ["First", "Second"]) {
    await ada.getByRole("button", { name: /^approve/i }).first().click();
    const confirmation = ada.getByRole("button", { name: /^approve now/i, disabled: false });
    await confirmation.waitFor();
    const asked = gets(mike);
    const begin = performance.now();
    await confirmation.click();
    await mike.getByRole("list", { name: "Steps" }).getByRole("listitem").filter({ hasText: name }).getByText("Completed").waitFor();
    tell(`seen ${Math.round(performance.now() - begin)} ms after the click`);
    // The stream has told what happened; a page that polls reads the history and the logs, too. For each transition there is one look at the states.
    const ofRequest = asked.filter((path) => path.includes(request.id));
    assert.deepEqual(ofRequest.filter((path) => !path.endsWith(request.id)), []);
    assert.ok(ofRequest.length <= 4, `${ofRequest.length} GETs of the request`);
  }
  await row.getByText("Completed").waitFor();
  const lists = listed.filter((path) => path.endsWith("/service_request"));
  assert.ok(lists.length <= 8, `${lists.length} GETs of the list`);
  assert.equal(await mike.evaluate("window.isTheSamePage"), true);
});

flow("of two approvers who decide at once in the inbox, the later one is told who was first", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "At once in the inbox", steps: [approval()] });
  const request = await organization.submitUntil("Pending", pipeline);
  const ada = await as("Ada", organization.path(`/inbox?request=${request.id}`));
  // The page does not hear of the other decision, neither by its stream nor by its list.
  await ada.route("**/events", (route) => route.abort());
  await ada.reload();
  await ada.getByRole("button", { name: "Approve…" }).waitFor();
  await ada.route(/\/service_request\/admin/, (route) => route.abort());
  await ada.getByRole("button", { name: "Approve…" }).click();
  await ada.getByRole("button", { name: /^approve now/i, disabled: false }).waitFor();
  await organization.owner.put(`/service_request/${request.id}/reject`, { remarks: "No" });
  await ada.getByRole("button", { name: /^approve now/i }).click();
  await ada.getByRole("heading", { name: `${person("Olga").name} has rejected this request` }).waitFor();
  await ada.getByText(/Your decision was not recorded/).waitFor();
  await organization.reached(request.id, "Failed");
});

flow("of two approvers who decide at once on the page of the request, the later one is told what it is now", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "At once", steps: [approval()] });
  const request = await organization.submitUntil("Pending", pipeline);
  const ada = await as("Ada", organization.path(`/requests/${request.id}`));
  // The page does not hear of the other decision.
  await ada.route("**/events", (route) => route.abort());
  await ada.reload();
  await ada.getByRole("button", { name: /^approve/i }).first().click();
  await ada.getByRole("button", { name: /^approve now/i }).waitFor();
  await organization.owner.put(`/service_request/${request.id}/reject`, { remarks: "No" });
  await ada.getByRole("button", { name: /^approve now/i, disabled: false }).click();
  await ada.getByText(/is Failed and cannot be approved/).waitFor();
  // The page shows it, and offers no decision any more.
  await ada.locator(".request-head").getByText("Failed", { exact: true }).waitFor();
  assert.equal(await ada.getByRole("button", { name: /^approve/i }).count(), 0);
  await organization.reached(request.id, "Failed");
});

flow("what was asked about one approval is no answer for the next one", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Both at it", steps: [approval("First"), approval("Second")] });
  const request = await organization.submitUntil("Pending", pipeline);
  const ada = await as("Ada", organization.path(`/requests/${request.id}`));
  const olga = await as("Olga", organization.path(`/requests/${request.id}`));
  for (const page of [ada, olga]) {
    await page.getByRole("button", { name: "Approve…" }).click();
    await page.getByRole("button", { name: /^approve now/i, disabled: false }).waitFor();
  }
  await ada.getByRole("button", { name: /^approve now/i }).click();
  await olga.getByText(/Look at the request again before you decide/).waitFor();
  assert.equal(await olga.getByRole("button", { name: /^approve now/i }).count(), 0);
  await olga.getByRole("button", { name: "Approve…" }).waitFor();
  await organization.reached(request.id, "Pending");
});

flow("a request that the list lacks is read before the inbox says what became of it", async ({ somebody, organization }) => {
  const pipeline = await organization.pipeline({ name: "Not in the list", steps: [approval()] });
  const request = await organization.submitUntil("Pending", pipeline);
  const page = await somebody();
  // As with more requests than the list has room for.
  await page.route(/\/api\/service_request\/admin/, (route) => route.fulfill({ json: { data: [], metadata: { total_count: 0 } } }));
  await visit(page, "Ada", organization.path(`/inbox?request=${request.id}`));
  await page.getByRole("heading", { level: 2, name: "Not in the list" }).waitFor();
  await page.getByRole("button", { name: "Approve…" }).waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  await organization.owner.put(`/service_request/${request.id}/approve`);
  await page.getByRole("heading", { name: `${person("Olga").name} has approved this request` }).waitFor();
});

flow("a Member has no inbox and no buttons to decide", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Not mine to decide", steps: [approval()] });
  const request = await organization.submitUntil("Pending", pipeline);
  const page = await as("Mike", organization.path(`/requests/${request.id}`));
  await page.getByText("Waits for approval").first().waitFor();
  assert.equal(await page.getByRole("button", { name: /^(approve|reject)/i }).count(), 0);
  assert.equal(await page.getByRole("link", { name: /^inbox/i }).count(), 0);
});
