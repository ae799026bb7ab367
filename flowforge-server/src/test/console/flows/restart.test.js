// A server that stops and comes back while somebody watches, and one without the console. It has a server of its own.

import assert from "node:assert/strict";
import { after } from "node:test";
import { Api } from "../lib/api.js";
import { flow } from "../lib/flow.js";
import { signInOf } from "../lib/server.js";
import { Up } from "../lib/up.js";
import { visit } from "../lib/sign-in.js";

/** Starting a server takes some seconds, on a busy machine more. */
const timeout = 300_000;
const up = new Up();
after(() => up.close());

const goesOn = async (/** @type {import("../lib/flow.js").Stage} */ { somebody }) => {
  await up.start();
  const mike = new Api("Mike", up.url);
  const ada = new Api("Ada", up.url);
  const organizations = await mike.get("/organization");
  const engineering = organizations.find((/** @type {{name: string}} */ one) => one.name === "Example Engineering");
  const { data } = await mike.get(`/service_request?org_id=${engineering.org_id}`);
  const request = data.find((/** @type {{status: string}} */ one) => one.status === "Not Started") ?? data[0];
  if (request.status === "Not Started") {
    await mike.put(`/service_request/${request.id}/start`);
  }
  const page = await somebody({ server: up.url });
  await visit(page, "Mike", `/requests/${request.id}?org=${engineering.org_id}`);
  await page.getByText("Waits for approval").first().waitFor();
  await page.evaluate("window.isTheSamePage = true");

  await up.stop();
  await up.start();
  await ada.put(`/service_request/${request.id}/approve`);

  // The steps before the approval are Completed already.
  const steps = page.getByRole("list", { name: "Steps" });
  const created = steps.getByRole("listitem").filter({ hasText: "Create the repository" }).filter({ hasText: "Completed" });
  await created.waitFor({ timeout: 60_000 });
  assert.equal(await page.evaluate("window.isTheSamePage"), true, "the page was loaded again");
};
flow("a page goes on by itself after the server has been restarted", goesOn, { timeout });

const withoutConsole = async () => {
  await up.stop();
  await up.start({ CONSOLE: "false" });
  assert.equal((await fetch(`${up.url}/api/healthcheck`)).status, 200);
  assert.ok((await signInOf(up.url)).issuer);
  const home = await fetch(up.url, { redirect: "manual" });
  assert.equal(new URL(home.headers.get("location") ?? "", up.url).pathname, "/docs");
  for (const path of ["/requests", "/sign-in", "/console/js/main.js", "/console/app.css"]) {
    assert.equal((await fetch(up.url + path)).status, 404, path);
  }
  assert.doesNotMatch(up.output, /^ {2}console /m);
};
flow("a server with CONSOLE=false has the API and no console", withoutConsole, { timeout });
