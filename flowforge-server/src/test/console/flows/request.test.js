// One request, from its start to its end, and what its requester can do with it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gets, traffic } from "../lib/calls.js";
import { flow } from "../lib/flow.js";
import { approval, call, input } from "../lib/organization.js";
import { visit } from "../lib/sign-in.js";

/** @typedef {import("playwright-core").Page} Page */

flow("a requester submits, and watches the steps live until the end", async ({ as, organization, target }) => {
  const second = target.hold("/second");
  const pipeline = await organization.pipeline({
    name: "Watched",
    steps: [call("First", target.url("/first")), call("Second", target.url("/second"))],
    fields: [input("name", "Name")],
  });
  const page = await as("Mike", organization.path(`/services/${pipeline.id}`));
  await page.getByRole("textbox", { name: "Name" }).fill("one");
  await page.getByRole("button", { name: "Submit and start" }).click();
  await page.waitForURL(/\/requests\/[0-9a-f]{24}/);
  await second.arrived;
  await step(page, "First").getByText("Completed").waitFor();
  await step(page, "Second").getByText("Running").waitFor();
  await page.evaluate("window.isTheSamePage = true");
  second.release();
  await step(page, "Second").getByText("Completed").waitFor();
  assert.equal(await page.evaluate("window.isTheSamePage"), true);
});

/** The entry of a step in the timeline. */
function step(/** @type {Page} */ page, /** @type {string} */ name) {
  return page.getByRole("list", { name: "Steps" }).getByRole("listitem").filter({ hasText: name });
}

flow("a running request is cancelled after a question", async ({ as, organization, target }) => {
  const held = target.hold("/cancelled");
  const pipeline = await organization.pipeline({ name: "To cancel", steps: [call("Call", target.url("/cancelled"))] });
  const request = await organization.submit(pipeline);
  await held.arrived;
  const page = await as("Mike", organization.path(`/requests/${request.id}`));
  await page.getByRole("button", { name: "Cancel…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the request" }).click();
  await page.locator(".request-head").getByText("Cancelled", { exact: true }).waitFor();
  await organization.reached(request.id, "Cancelled");
  held.release();
});

flow("a request that has not started is changed, then started", async ({ as, organization, target }) => {
  const pipeline = await organization.pipeline({
    name: "To change",
    steps: [call("Call", target.url("/changed"), { name: "${name}" })],
    fields: [input("name", "Name")],
  });
  const request = await organization.submit(pipeline, { name: "before" }, { start: false });
  const page = await as("Mike", organization.path(`/requests/${request.id}`));
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("after");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("definition").getByText("after", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await step(page, "Call").getByText("Completed").waitFor();
  assert.deepEqual(target.calls("/changed").map(({ body }) => JSON.parse(body)), [{ name: "after" }]);
});

flow("a request is copied into the form, and changed there", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "To copy", steps: [approval()], fields: [input("name", "Name")] });
  const request = await organization.submitUntil("Pending", pipeline, { name: "the first" });
  const page = await as("Mike", organization.path(`/requests/${request.id}`));
  await page.getByRole("link", { name: "Copy", exact: true }).click();
  const name = page.getByRole("textbox", { name: "Name" });
  await name.waitFor();
  assert.equal(await name.inputValue(), "the first");
  await name.fill("the second");
  await page.getByRole("button", { name: "Submit and start" }).click();
  await page.waitForURL((at) => /\/requests\/[0-9a-f]{24}/.test(at.pathname) && !at.pathname.endsWith(request.id));
  await page.getByText("the second").first().waitFor();
});

flow("a failed request is retried from an earlier step", async ({ as, organization, target }) => {
  target.answer("/fails", 500, '{"error": "out of order"}');
  const pipeline = await organization.pipeline({
    name: "To retry",
    steps: [call("Prepare", target.url("/prepare")), call("Finish", target.url("/fails"))],
  });
  const request = await organization.submitUntil("Failed", pipeline);
  const page = await as("Mike", organization.path(`/requests/${request.id}`));
  await page.getByText("500").first().waitFor();
  target.answer("/fails", 200);
  await page.getByRole("button", { name: /^retry/i }).first().click();
  const from = page.getByRole("dialog").getByRole("combobox");
  await from.selectOption({ label: "Prepare" });
  await page.getByRole("dialog").getByRole("button", { name: /^retry/i }).click();
  await page.getByRole("button", { name: "Run 2" }).waitFor();
  await step(page, "Finish").getByText("Completed").waitFor();
  assert.equal(target.calls("/prepare").length, 2);
  // The first run is still there to look at.
  await page.getByRole("button", { name: "Run 1" }).click();
  await step(page, "Finish").getByText("Failed").waitFor();
});

flow("a page with a stream does not poll while nothing happens", async ({ somebody, organization }) => {
  const pipeline = await organization.pipeline({ name: "Quiet", steps: [approval()] });
  const request = await organization.submitUntil("Pending", pipeline);
  const page = await somebody();
  await page.clock.install();
  const loading = traffic(page);
  await visit(page, "Mike", organization.path(`/requests/${request.id}`));
  await page.getByText("Live", { exact: true }).waitFor();
  // What the stream has told at its begin is looked at once more.
  await page.getByRole("region", { name: "History" }).getByText("Waits for approval").waitFor();
  let before;
  let looks = 0;
  do {
    before = loading.sent;
    await page.clock.runFor(1_000);
    do {
      await organization.member.get(`/service_request/${request.id}`);
    } while (loading.open() > 0);
    looks += 1;
    // A page that polls is never done.
  } while ((looks < 3 || loading.sent > before) && looks < 20);
  const asked = gets(page);
  await page.clock.runFor(10_000);
  await organization.member.get(`/service_request/${request.id}`);
  assert.deepEqual(asked, []);
  assert.equal(await page.getByText("Live", { exact: true }).count(), 1);
});

flow("a page with a stream asks once for each change", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Streamed", steps: [approval("First approval"), approval("Second approval")] });
  const request = await organization.submitUntil("Pending", pipeline);
  const page = await as("Mike", organization.path(`/requests/${request.id}`));
  await page.getByText("Live", { exact: true }).first().waitFor();
  await page.getByRole("region", { name: "History" }).getByText("Waits for approval").waitFor();
  const asked = gets(page);
  await organization.admin.put(`/service_request/${request.id}/approve`);
  await step(page, "First approval").getByText("Completed").waitFor();
  await organization.reached(request.id, "Pending");
  await organization.admin.put(`/service_request/${request.id}/approve`);
  await step(page, "Second approval").getByText("Completed").waitFor();
  // One look for each transition is enough; a page that polls every second or two would send many more.
  const ofRequest = asked.filter((path) => path.includes(request.id));
  assert.ok(ofRequest.length <= 6, `${ofRequest.length} GETs`);
});

flow("logs are followed, searched and downloaded", async ({ as, organization, target }) => {
  target.answer("/one", 200, '{"said": "the first needle"}');
  target.answer("/two", 200, '{"said": "the second thread"}');
  const held = target.hold("/two");
  const pipeline = await organization.pipeline({
    name: "Logged",
    steps: [call("One", target.url("/one")), call("Two", target.url("/two"))],
  });
  const request = await organization.submit(pipeline);
  await held.arrived;
  const page = await as("Mike", organization.path(`/requests/${request.id}`));
  // The log of the step that runs, which goes on by itself.
  const log = page.getByRole("log");
  await page.getByRole("log", { name: "Log of Two" }).waitFor();
  held.release();
  await log.getByText("the second thread").first().waitFor();

  // That of another step.
  await step(page, "One").getByRole("button").first().click();
  await log.getByText("the first needle").first().waitFor();
  await page.getByRole("searchbox", { name: "Search in the log" }).fill("NEEDLE");
  await page.getByText(/^1 of \d+$/).waitFor();
  assert.equal((await log.locator("mark").first().innerText()).toLowerCase(), "needle");
  await page.getByRole("searchbox", { name: "Search in the log" }).fill("nowhere in it");
  await page.getByText("not found").waitFor();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download the log" }).click(),
  ]);
  const { logs } = await organization.member.get(`/service_request/${request.id}/logs/One`);
  assert.equal(readFileSync(await download.path(), "utf8"), `${logs.join("\n")}\n`);
});

flow("a log is copied as it is, and where the browser forbids that, the page says what to do", async ({ as, organization, target }) => {
  const pipeline = await organization.pipeline({ name: "To copy", steps: [call("One", target.url("/copied"))] });
  const request = await organization.submitUntil("Completed", pipeline);
  const page = await as("Mike", organization.path(`/requests/${request.id}`));
  await page.getByRole("log").locator("[data-line]").first().waitFor();
  const copy = page.getByRole("button", { name: "Copy the log" });
  await page.context().clearPermissions();
  await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new DOMException("", "NotAllowedError"))');
  await copy.click();
  await page.getByText("download the log instead").waitFor();
  await page.evaluate("delete navigator.clipboard.writeText");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await copy.click();
  await page.getByText(/lines? copied/).waitFor();
  const { logs } = await organization.member.get(`/service_request/${request.id}/logs/One`);
  assert.equal(await page.evaluate("navigator.clipboard.readText()"), logs.join("\n"));
});

flow("a list of requests is filtered, and follows what happens", async ({ as, organization, target }) => {
  target.answer("/bad", 500);
  const good = await organization.pipeline({ name: "Good one", steps: [approval()] });
  const bad = await organization.pipeline({ name: "Bad one", steps: [call("Call", target.url("/bad"))] });
  await organization.submitUntil("Failed", bad);
  const waiting = await organization.submitUntil("Pending", good);
  const page = await as("Mike", organization.path("/requests"));
  const row = page.getByRole("row").filter({ has: page.locator(`a[href*="${waiting.id}"]`) });
  await row.getByText("Waits for approval").waitFor();
  await organization.admin.put(`/service_request/${waiting.id}/approve`);
  await row.getByText("Completed").waitFor();

  // A link to a filtered list can be shared.
  await page.goto(organization.path("/requests?status=Failed"));
  await page.getByRole("row", { name: /Bad one/ }).first().waitFor();
  assert.equal(await page.getByRole("row", { name: /Good one/ }).count(), 0);
});

flow("the next page of a list is read while the last one stays, and the focus, too", async ({ as, organization }) => {
  const pipeline = await organization.pipeline({ name: "Many", steps: [approval()] });
  await Promise.all(Array.from({ length: 26 }, () => organization.submit(pipeline, {}, { start: false })));
  const page = await as("Mike", organization.path("/requests"));
  const older = page.getByRole("button", { name: "Older" });
  await older.waitFor();
  /** @type {(value?: unknown) => void} */
  let go = () => {};
  const held = new Promise((resolve) => (go = resolve));
  await page.route(/\/api\/service_request\?.*\bpage=2/, async (route) => {
    await held;
    await route.continue();
  });
  await older.focus();
  await page.keyboard.press("Enter");
  await page.locator("[aria-busy=true]").getByRole("row", { name: /Many/ }).first().waitFor();
  assert.equal(await older.evaluate((button) => button === document.activeElement), true);
  go();
  await page.getByText(/page 2 of/).waitFor();
  await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
  assert.equal(await older.evaluate((button) => button === document.activeElement), true);
  assert.ok((await page.getByRole("row", { name: /Many/ }).count()) > 0);
});
