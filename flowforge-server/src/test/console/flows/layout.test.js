// Narrow screens and enlarged pages.

import assert from "node:assert/strict";
import { flow } from "../lib/flow.js";
import { everyPage, pagesBy } from "../lib/pages.js";

/** @type {Awaited<ReturnType<typeof everyPage>> | undefined} */
let pages;

const sizes = [
  { what: "360 px wide", viewport: { width: 360, height: 740 }, deviceScaleFactor: 1 },
  // What 1280 px are at 200 %: half as many CSS pixels, each of them twice as large.
  { what: "1280 px wide at 200 %", viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
];

for (const { what, viewport, deviceScaleFactor } of sizes) {
  flow(`no page scrolls sideways on a screen ${what}`, async ({ somebody, organization, target }) => {
    pages ??= await everyPage(organization, target);
    const open = pagesBy(() => somebody({ viewport, deviceScaleFactor }));
    const wide = [];
    for (const one of pages) {
      const page = await open(one);
      const [content, screen] = await page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
      );
      if (content > screen) {
        wide.push(`${one.name}: ${content} px of content on ${screen} px`);
      }
    }
    assert.deepEqual(wide, []);
  });
}
