// Markup and scripts in every string that people can store. They are text, on every page.

import assert from "node:assert/strict";
import { Api, newPerson } from "../lib/api.js";
import { flow } from "../lib/flow.js";
import { approval, call } from "../lib/organization.js";
import { settled } from "../lib/pages.js";
import { url } from "../lib/server.js";
import { go, signIn, visit } from "../lib/sign-in.js";

/** Breaks out of text, of attributes, and of scripts; each would leave a trace. */
const PAYLOAD = `"'><img src=x onerror="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)">x</a>`;

/** Elements and attributes that only a payload could have made. */
const TRACES = `[...document.querySelectorAll('img[src="x"], script:not([src]), a[href^="javascript:" i], iframe, object, embed')]
  .concat([...document.querySelectorAll("*")].filter((element) =>
    [...element.attributes].some(({ name, value }) => /^on/.test(name) || (/^(href|src|action)$/.test(name) && /^\\s*javascript:/i.test(value)))))
  .map((element) => element.outerHTML)`;

flow("markup in names, descriptions, options, values, remarks and logs is text on every page", async ({ somebody, organization, target }) => {
  const page = await somebody();
  const mallory = await newPerson(PAYLOAD);
  await organization.add(mallory.id, "Member");
  await organization.owner.patch("/organization", { org_id: organization.id, name: PAYLOAD });
  target.answer("/log", 200, JSON.stringify({ said: PAYLOAD }));
  const text = { description: PAYLOAD, placeholder: PAYLOAD };
  const pipeline = await organization.pipeline({
    name: PAYLOAD,
    description: PAYLOAD,
    steps: [
      { ...call(stepName, target.url("/log"), { text: "${text}", [PAYLOAD]: "${select}" }), step_id: "first", outputs: { said: { from: "/said" } } },
      approval(),
    ],
    fields: [
      { name: "text", title: PAYLOAD, type: "input", required: true, default: PAYLOAD, ...text },
      { name: "lines", title: PAYLOAD, type: "input", format: "textarea", default: PAYLOAD, ...text },
      { name: "select", title: PAYLOAD, type: "select", options: [PAYLOAD, "other"], default: PAYLOAD, ...text },
      { name: "boxes", title: PAYLOAD, type: "checkboxes", options: [PAYLOAD, "other"], default: [PAYLOAD], ...text },
    ],
  });
  const values = { text: PAYLOAD, lines: PAYLOAD, select: PAYLOAD, boxes: [PAYLOAD] };
  const by = new Api(mallory);
  const request = await organization.submit(pipeline, values, { remarks: PAYLOAD, by });
  await organization.reached(request.id, "Pending");
  const rejected = await organization.submit(pipeline, values, { remarks: PAYLOAD, by });
  await organization.reached(rejected.id, "Pending");
  await organization.admin.put(`/service_request/${rejected.id}/reject`, { remarks: PAYLOAD });
  await organization.reached(rejected.id, "Failed");

  const paths = [
    "/requests",
    `/requests/${request.id}`,
    `/requests/${rejected.id}`,
    "/services",
    `/services/${pipeline.id}`,
    "/inbox",
    `/services/${pipeline.id}?copy=${request.id}`,
    "/pipelines",
    `/pipelines/${pipeline.id}`,
    `/pipelines/${pipeline.id}/edit`,
    `/pipelines/${pipeline.id}/versions`,
    "/members",
    "/secrets",
    "/organization",
    "/profile",
    `/${encodeURIComponent(PAYLOAD)}`,
  ];
  for (const path of paths) {
    await (path === paths[0] ? visit(page, "Ada", organization.path(path)) : go(page, organization.path(path)));
    await settled(page);
    assert.deepEqual(await page.evaluate(TRACES), [], `elements made of the payload on ${path}`);
    // It is there as text, or else the test would prove nothing.
    if (/services|pipelines\/|requests/.test(path)) {
      const shown = await page.evaluate(
        "document.body.innerText + [...document.querySelectorAll('input, textarea')].map((field) => field.value).join()",
      );
      assert.ok(shown.includes("onerror="), `the payload is not shown on ${path}`);
    }
  }
});

/** Step names are parts of URLs, so fewer characters are allowed. */
const stepName = `"'><img src=x onerror=alert(1)>`;

flow("markup in the address is text, and leads to no other host", async ({ as, organization }) => {
  const page = await as("Mike", organization.path(`/requests?status=${encodeURIComponent(PAYLOAD)}`));
  await settled(page);
  assert.deepEqual(await page.evaluate(TRACES), []);
});

/** Changes the address to which the console returns, which waits in the storage while the browser is at the issuer. */
function tamper(/** @type {string} */ returnTo) {
  const kept = sessionStorage.getItem("flowforge.sign-in");
  if (location.pathname === "/sign-in" && kept) {
    sessionStorage.setItem("flowforge.sign-in", JSON.stringify({ ...JSON.parse(kept), returnTo }));
    Object.assign(window, { hasTampered: true });
  }
}

flow("the way back after signing in never leads to another host", async ({ somebody }) => {
  for (const returnTo of ["https://evil.example/", "//evil.example/x", "/\\evil.example/x", "javascript:alert(4)"]) {
    const page = await somebody();
    await page.addInitScript(tamper, returnTo);
    await page.goto("/services");
    await signIn(page, "Mike");
    await page.getByRole("heading", { level: 1, name: /requests/i }).waitFor();
    assert.equal(await page.evaluate("window.hasTampered"), true);
    const { origin, pathname } = new URL(page.url());
    assert.deepEqual([origin, pathname], [url, "/"], returnTo);
  }
});
