// Every page of the console, with something on it.

import { approval, call, document, input } from "./organization.js";

/** @typedef {{name: string, path: string, who: string}} PageOfConsole */

/** All kinds of form fields. */
export const everyField = [
  input("name", "Name", { description: "Small letters and hyphens", placeholder: "payment-service", pattern: "[a-z-]+", max_length: 20 }),
  input("replicas", "Replicas", { format: "number", min: 1, max: 9, default: "2" }),
  input("private", "Private?", { format: "boolean", default: "true" }),
  input("until", "Needed until", { format: "date", min: "2026-01-01" }),
  input("notes", "Notes", { format: "textarea", required: false, max_length: 200 }),
  { name: "size", title: "Size", type: "select", required: true, options: ["small", "large"] },
  { name: "topics", title: "Topics", type: "checkboxes", required: false, options: ["java", "web", "mobile"], default: ["web"] },
];

/** Form data that fits all of these. */
export const everyValue = {
  name: "payments",
  replicas: "3",
  private: "false",
  until: "2027-01-31",
  notes: "For the project\nthat begins in May",
  size: "large",
  topics: ["java", "mobile"],
};

/**
 * Fills an organization, and returns all pages of the console in it.
 * @param {import("./organization.js").Organization} organization
 * @param {import("./target.js").Target} target
 * @returns {Promise<PageOfConsole[]>}
 */
export async function everyPage(organization, target) {
  target.answer("/broken", 500, '{"error": "out of order"}');
  const draft = {
    name: "Order a server",
    description: "Waits for an approval, then orders it.",
    steps: [call("Reserve", target.url("/reserve"), { name: "${name}" }), approval(), call("Order", target.url("/order"))],
    fields: everyField,
  };
  const pipeline = await organization.pipeline(draft);
  const failing = await organization.pipeline({
    name: "Reset a database",
    description: "Fails at its first step.",
    steps: [call("Reset", target.url("/broken"))],
    fields: [input("database", "Database")],
  });
  const waiting = await organization.submitUntil("Pending", pipeline, everyValue, { remarks: "It is urgent" });
  const failed = await organization.submitUntil("Failed", failing, { database: "test-1" });
  const draftRequest = await organization.submit(pipeline, everyValue, { start: false });
  const done = await organization.submitUntil("Pending", pipeline, everyValue);
  await organization.admin.put(`/service_request/${done.id}/approve`);
  await organization.reached(done.id, "Completed");
  const newer = await organization.admin.post(`/pipeline/${pipeline.id}/versions`, {
    expected_version: 1,
    ...document({ ...draft, description: "Waits for an approval, then orders it at once." }),
  });
  await organization.admin.put(`/organization/${organization.id}/secrets/SHOP_TOKEN`, {
    value: "a-value-that-nobody-sees",
    hosts: ["shop.example.com"],
  });
  const page = (/** @type {string} */ name, /** @type {string} */ path, who = "Ada") => ({
    name: `${name} of ${who}`,
    path: organization.path(path),
    who,
  });
  return [
    page("a form with a copy", `/services/${newer.id}?copy=${done.id}`, "Mike"),
    page("my requests", "/requests", "Mike"),
    page("all requests", "/requests"),
    page("a request that waits", `/requests/${waiting.id}`, "Mike"),
    page("a request that waits", `/requests/${waiting.id}`),
    page("a failed request", `/requests/${failed.id}`, "Mike"),
    page("a request that has not started", `/requests/${draftRequest.id}`, "Mike"),
    page("a completed request", `/requests/${done.id}`, "Mike"),
    page("the catalogue", "/services", "Mike"),
    page("a form", `/services/${newer.id}`, "Mike"),
    page("the inbox", "/inbox"),
    page("the pipelines", "/pipelines"),
    page("a pipeline", `/pipelines/${newer.id}`),
    page("a pipeline", `/pipelines/${newer.id}`, "Mike"),
    page("the versions of a pipeline", `/pipelines/${newer.id}/versions`),
    page("the editor", `/pipelines/${newer.id}/edit`),
    page("the editor of a new pipeline", "/pipelines/new"),
    page("the members", "/members"),
    page("the members", "/members", "Mike"),
    page("the secrets", "/secrets"),
    page("the organization", "/organization", "Olga"),
    page("the profile", "/profile", "Mike"),
    page("a request that does not exist", "/requests/0123456789abcdef01234567", "Mike"),
  ];
}

/** Waits until a page shows its content. */
export async function settled(/** @type {import("playwright-core").Page} */ page) {
  await page.getByRole("heading", { level: 1 }).waitFor();
  // Streams stay open, so the network is never idle; whatever loads says so. (A function: the policy of the page refuses text.)
  await page.waitForFunction(() =>
    [...document.querySelectorAll("[role=status]")].every((status) => !/^Loading/.test(status.textContent ?? "")),
  );
}

