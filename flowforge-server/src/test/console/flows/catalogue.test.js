// The services that people can ask for.

import { flow } from "../lib/flow.js";
import { call, input } from "../lib/organization.js";

flow("a requester finds a service by a word of its description, and opens its form", async ({ as, organization, target }) => {
  const steps = [call("Call", target.url("/service"))];
  await organization.pipeline({ name: "Order a laptop", description: "For travelling", steps, fields: [input("model", "Model")] });
  await organization.pipeline({ name: "Reset a database", description: "Restores it from a backup", steps });
  const page = await as("Mike", organization.path("/services"));
  const laptop = page.getByRole("link", { name: "Order a laptop" });
  const database = page.getByRole("link", { name: "Reset a database" });
  await laptop.waitFor();
  await database.waitFor();

  const search = page.getByRole("searchbox");
  await search.fill("BACKUP");
  await laptop.waitFor({ state: "hidden" });
  await database.waitFor();

  await search.fill("nothing of this name");
  await page.getByText(/no service/i).first().waitFor();

  await search.fill("lapt");
  await laptop.click();
  await page.getByRole("heading", { level: 1, name: "Order a laptop" }).waitFor();
  await page.getByRole("textbox", { name: "Model" }).waitFor();
});

flow("an archived service is in no catalogue", async ({ as, organization, target }) => {
  const archived = await organization.pipeline({ name: "Old service", steps: [call("Call", target.url("/old"))] });
  await organization.pipeline({ name: "New service", steps: [call("Call", target.url("/new"))] });
  await organization.admin.delete(`/pipeline/${archived.id}`);
  const page = await as("Mike", organization.path("/services"));
  await page.getByRole("link", { name: "New service" }).waitFor();
  await page.getByRole("link", { name: "Old service" }).waitFor({ state: "detached" });
});
