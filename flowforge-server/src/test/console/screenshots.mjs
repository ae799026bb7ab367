// Makes the pictures of the README: `node screenshots.mjs [names of pictures]`. See `screenshots`.
// The data are those of the sample and a few requests more, so the pictures change only with the console.

import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { Api } from "./lib/api.js";
import { chromiumArguments, findChromium } from "./lib/chromium.js";
import { visit } from "./lib/sign-in.js";
import { settled } from "./lib/pages.js";
import { root } from "./lib/paths.js";
import { Up } from "./lib/up.js";

const images = join(root, "docs/images");
const SIZE = { width: 1180, height: 720 };
const MAX_BYTES = 150_000;

const executablePath = findChromium();
if (!executablePath) {
  console.error("console/screenshots: there is no Chromium; install it, or set CHROMIUM to its path");
  process.exit(1);
}
const up = new Up();
try {
  console.log("Starting a server ...");
  await up.start();
  const names = process.argv.slice(2);
  await takePictures((await prepare()).filter(({ name }) => names.length === 0 || names.includes(name)));
} finally {
  await up.close();
}

/** Submits what the pictures show, and returns their pages. */
async function prepare() {
  const people = { Ada: new Api("Ada", up.url), Mike: new Api("Mike", up.url), Mia: new Api("Mia", up.url) };
  const [engineering] = (await people.Ada.get("/organization")).filter(
    (/** @type {{name: string}} */ organization) => organization.name === "Example Engineering",
  );
  const pipelines = await people.Ada.get(`/pipeline?org_id=${engineering.org_id}`);
  const named = (/** @type {string} */ name) =>
    pipelines.find((/** @type {{pipeline_name: string}} */ pipeline) => pipeline.pipeline_name === name).id;
  const submit = async (/** @type {Api} */ who, /** @type {string} */ name, /** @type {object} */ formData, remarks = "") => {
    const request = await who.post("/service_request", {
      pipeline_id: named(name),
      org_id: engineering.org_id,
      form_data: formData,
      remarks,
    });
    await who.put(`/service_request/${request.id}/start`);
    return request.id;
  };
  const reached = async (/** @type {string} */ id, /** @type {string} */ status) => {
    while ((await people.Ada.get(`/service_request/${id}`)).service_request.status !== status) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const repository = (/** @type {string} */ name, /** @type {string} */ purpose, /** @type {string} */ team) => ({
    repository_name: name,
    purpose,
    team,
    visibility: "internal",
    features: ["issues", "branch protection"],
  });
  const catalogue = await submit(
    people.Mike,
    "Request a repository",
    repository("catalogue-service", "Knows what there is to buy, and where", "mobile"),
    "The app's team begins with it on Monday",
  );
  await reached(catalogue, "Pending");
  await people.Ada.put(`/service_request/${catalogue}/approve`);
  await reached(catalogue, "Completed");
  await submit(people.Mia, "Reset a test database", { database: "test-2", schemas: ["orders", "stock"] });
  const imported = await submit(people.Mia, "Import a repository", {
    name: "ledger",
    source: "https://git.example.com/ledger.git",
    private: "true",
    topics: ["platform"],
  });
  await reached(imported, "Completed");
  await submit(people.Mike, "Rotate a key", { service: "payments" });
  const waiting = [
    await submit(people.Mia, "Request a repository", repository("invoice-archive", "Keeps invoices for ten years", "payments")),
    await submit(
      people.Mike,
      "Request a repository",
      repository("payment-gateway", "Takes payments and hands them to the bank", "payments"),
      "Needed before the audit in March",
    ),
  ];
  for (const id of waiting) {
    await reached(id, "Pending");
  }
  const path = (/** @type {string} */ to) => `${to}?org=${engineering.org_id}`;
  return [
    { name: "request", who: "Mike", path: path(`/requests/${catalogue}`) },
    { name: "inbox", who: "Ada", path: path("/inbox") },
    { name: "form", who: "Mike", path: path(`/services/${named("Request a repository")}`) },
    {
      name: "editor",
      who: "Ada",
      path: path(`/pipelines/${named("Reset a test database")}/edit`),
      make: async (/** @type {import("playwright-core").Page} */ page) => {
        const text = page.getByRole("textbox", { name: "Pipeline as JSON" });
        await text.fill((await text.inputValue()).replace('"method": "POST"', '"method": "FETCH"'));
        await text.evaluate((area) => {
          area.setSelectionRange(0, 0);
          area.scrollTop = 0;
        });
        await page.getByRole("region", { name: "Problems" }).getByRole("listitem").first().waitFor();
      },
    },
  ];
}

/** @param {{name: string, who: string, path: string, make?: (page: import("playwright-core").Page) => Promise<void>}[]} pages */
async function takePictures(pages) {
  mkdirSync(images, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: chromiumArguments });
  try {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      for (const { name, who, path, make } of pages) {
        const context = await browser.newContext({
          baseURL: up.url,
          viewport: SIZE,
          colorScheme,
          locale: "en-GB",
          timezoneId: "Europe/Berlin",
          reducedMotion: "reduce",
        });
        const page = await context.newPage();
        await visit(page, who, path);
        await settled(page);
        await make?.(page);
        const file = join(images, `${name}-${colorScheme}.png`);
        await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
        const { size } = statSync(file);
        console.log(`${file}: ${size} bytes`);
        if (size > MAX_BYTES) {
          console.error(`console/screenshots: ${file} is larger than ${MAX_BYTES} bytes`);
          process.exitCode = 1;
        }
        await context.close();
      }
    }
  } finally {
    await browser.close();
  }
}
