// Members, secrets, and the organization itself.

import assert from "node:assert/strict";
import { Api, newPerson } from "../lib/api.js";
import { flow } from "../lib/flow.js";
import { Organization } from "../lib/organization.js";
import { person } from "../lib/people.js";
import { signIn } from "../lib/sign-in.js";

/** @typedef {import("playwright-core").Page} Page */

/** The row of somebody in the table of members. */
function row(/** @type {Page} */ page, /** @type {string} */ name) {
  return page.getByRole("row").filter({ hasText: name });
}

async function roleOf(/** @type {Organization} */ organization, /** @type {string} */ id) {
  const { members } = await organization.member.get(`/organization/${organization.id}/members`);
  return members.find((/** @type {{user_id: string}} */ member) => member.user_id === id)?.role;
}

flow("an admin makes a member an Admin, and a Member again", async ({ as, organization }) => {
  const mia = person("Mia");
  const page = await as("Ada", organization.path("/members"));
  for (const role of ["Admin", "Member"]) {
    await page.getByRole("combobox", { name: `Role of ${mia.name}` }).selectOption(role);
    await page.getByRole("dialog").getByRole("button", { name: `Make ${role}` }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await roleOf(organization, mia.id), role);
    assert.equal(await page.getByRole("combobox", { name: `Role of ${mia.name}` }).inputValue(), role);
  }
});

flow("an admin adds a person and removes them again", async ({ as, organization }) => {
  const newcomer = await newPerson("Nora Newcomer");
  const page = await as("Ada", organization.path("/members"));
  await page.getByRole("button", { name: "Add a member" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("searchbox", { name: "Person" }).fill("nora");
  await dialog.getByRole("radio", { name: /Nora Newcomer/ }).check();
  await dialog.getByRole("button", { name: "Add Nora Newcomer" }).click();
  await row(page, "Nora Newcomer").waitFor();
  assert.equal(await roleOf(organization, newcomer.id), "Member");

  await page.getByRole("button", { name: "Remove Nora Newcomer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await row(page, "Nora Newcomer").waitFor({ state: "detached" });
  assert.equal(await roleOf(organization, newcomer.id), undefined);
});

flow("a Member sees who is there, and can change nobody", async ({ as, organization }) => {
  const page = await as("Mike", organization.path("/members"));
  await row(page, "Olga Owens").waitFor();
  assert.equal(await page.getByRole("main").getByRole("combobox").count(), 0);
  assert.equal(await page.getByRole("button", { name: /^(remove|add)/i }).count(), 0);
});

flow("a secret is set and deleted, and its value is nowhere on the page", async ({ as, organization }) => {
  const VALUE = "the-value-that-nobody-may-see";
  const page = await as("Ada", organization.path("/secrets"));
  /** @type {string[]} */
  const received = [];
  page.on("response", async (response) => {
    if (response.url().includes("/secrets")) {
      received.push(await response.text().catch(() => ""));
    }
  });
  await page.getByRole("button", { name: "New secret" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("SHOP_TOKEN");
  await dialog.getByLabel(/^Value/).fill(VALUE);
  await dialog.getByLabel("Hosts that may receive it").fill("shop.example.com");
  await dialog.getByRole("button", { name: "Save secret" }).click();
  await row(page, "SHOP_TOKEN").waitFor();
  await dialog.waitFor({ state: "detached" });
  const { secrets } = await organization.admin.get(`/organization/${organization.id}/secrets`);
  assert.deepEqual(
    secrets.map((/** @type {{name: string, hosts: string[]}} */ { name, hosts }) => [name, hosts]),
    [["SHOP_TOKEN", ["shop.example.com"]]],
  );

  const everything = await page.evaluate(`document.documentElement.outerHTML
    + [...document.querySelectorAll("input, textarea")].map((field) => field.value).join()
    + JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href])`);
  assert.ok(everything.includes("SHOP_TOKEN"));
  assert.ok(!everything.includes(VALUE), "the value is still on the page");
  assert.ok(!received.join().includes(VALUE), "the server has sent the value");

  await page.getByRole("button", { name: "Delete SHOP_TOKEN" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^delete/i }).click();
  await row(page, "SHOP_TOKEN").waitFor({ state: "detached" });
  assert.deepEqual((await organization.admin.get(`/organization/${organization.id}/secrets`)).secrets, []);
});

flow("an Owner renames the organization, and everybody sees its name", async ({ as, organization }) => {
  const page = await as("Olga", organization.path("/organization"));
  await page.getByLabel("Name of the organization").fill("A better name");
  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("combobox", { name: "Organization" }).getByRole("option", { name: "A better name" }).waitFor({ state: "attached" });
  const mike = await as("Mike", organization.path("/services"));
  await mike.getByRole("main").getByText("A better name").waitFor();
});

flow("the name of a new organization is still there after a reload", async ({ as, organization }) => {
  const page = await as("Olga", organization.path("/organization"));
  await page.getByRole("button", { name: "New organization" }).click();
  const dialog = page.getByRole("dialog", { name: "New organization" });
  await dialog.getByLabel("Name").fill("Half a na");
  await page.reload();
  await signIn(page, "Olga");
  await dialog.waitFor();
  assert.equal(await dialog.getByLabel("Name").inputValue(), "Half a na");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "New organization" }).click();
  assert.equal(await dialog.getByLabel("Name").inputValue(), "");
});

flow("an Owner transfers the organization, after its name was typed", async ({ as }) => {
  const organization = await Organization.create("To transfer");
  const ada = person("Ada");
  const page = await as("Olga", organization.path("/organization"));
  await page.getByRole("button", { name: "Transfer…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "New Owner" }).selectOption(ada.id);
  await dialog.getByRole("button", { name: "Go on" }).click();
  const transfer = dialog.getByRole("button", { name: "Transfer the ownership" });
  await dialog.getByRole("textbox").fill("To tran");
  assert.equal(await transfer.getAttribute("aria-disabled"), "true");
  await dialog.getByRole("textbox").fill("To transfer");
  await transfer.click();
  await dialog.waitFor({ state: "detached" });
  assert.equal(await roleOf(organization, ada.id), "Owner");
  await page.getByRole("button", { name: "Transfer…" }).waitFor({ state: "detached" });
  await new Api("Ada").delete("/organization", { org_id: organization.id });
});

flow("somebody creates an organization, and deletes it after its name was typed", async ({ as, organization }) => {
  const page = await as("Olga", organization.path("/organization"));
  const switcher = page.getByRole("combobox", { name: "Organization" });
  await page.getByRole("button", { name: "New organization" }).click();
  const creation = page.getByRole("dialog", { name: "New organization" });
  await creation.getByLabel("Name").fill("For a moment");
  await creation.getByRole("button", { name: "Create" }).click();
  await creation.waitFor({ state: "detached" });
  await page.getByRole("main").getByText("For a moment").first().waitFor();
  const id = Number(await switcher.inputValue());
  const created = (await new Api("Olga").get("/organization")).find((/** @type {{org_id: number}} */ each) => each.org_id === id);
  assert.equal(created?.name, "For a moment");
  assert.notEqual(id, organization.id);

  await page.getByRole("button", { name: "Delete…" }).click();
  const deletion = page.getByRole("dialog");
  const last = deletion.getByRole("button", { name: "Delete for ever" });
  await deletion.getByRole("textbox").fill("For a");
  assert.equal(await last.getAttribute("aria-disabled"), "true");
  await deletion.getByRole("textbox").fill("For a moment");
  await last.click();
  await deletion.waitFor({ state: "detached" });
  await page.waitForURL((at) => at.pathname === "/requests" && at.searchParams.get("org") !== String(id));
  assert.equal(await switcher.getByRole("option", { name: "For a moment" }).count(), 0);
  const { memberships } = await new Api("Olga").get("/membership");
  assert.ok(!memberships.some((/** @type {{org_id: number}} */ each) => each.org_id === id), "still a member");
});

flow("whoever is in two organizations switches between them, and links name the one that is meant", async ({ as, organization }) => {
  const other = await Organization.create("The other organization");
  const page = await as("Mike", organization.path("/requests"));
  await page.getByRole("combobox", { name: "Organization" }).selectOption(String(other.id));
  await page.waitForURL((at) => at.searchParams.get("org") === String(other.id));
  await page.getByRole("link", { name: "Services" }).click();
  await page.waitForURL((at) => at.pathname === "/services" && at.searchParams.get("org") === String(other.id));
  await page.getByText("What you can request in The other organization").waitFor();
  await other.delete();
});
