// What holds for every page: WCAG 2.2 AA in both themes and on a telephone, and nothing that scrolls sideways.

import assert from "node:assert/strict";
import { flow } from "../lib/flow.js";
import { tour } from "../lib/tour.js";

/** The first of these flows takes the tour. */
const timeout = 300_000;
/** @type {import("../lib/tour.js").Findings | undefined} */
let findings;

const themes = /** @type {const} */ ({ light: "in the light theme", dark: "in the dark theme", narrow: "on a screen 360 px wide" });
for (const [how, where] of Object.entries(themes)) {
  const check = async (/** @type {import("../lib/flow.js").Stage} */ stage) => {
    findings ??= await tour(stage);
    const { passed, violations, undecided } = findings.wcag[/** @type {keyof typeof themes} */ (how)];
    stage.tell(
      `${findings.pages} pages ${where}: ${passed} rules of axe passed, ${violations.length} violations; left to people: ${[...undecided].join(", ") || "nothing"}`,
    );
    assert.deepEqual(violations, []);
    assert.ok(passed > findings.pages, "axe has checked nothing");
  };
  flow(`no page violates WCAG 2.2 AA ${where}`, check, { timeout });
}

const screens = /** @type {const} */ ({ narrow: "360 px wide", enlarged: "1280 px wide at 200 %" });
for (const [how, what] of Object.entries(screens)) {
  const check = async (/** @type {import("../lib/flow.js").Stage} */ stage) => {
    findings ??= await tour(stage);
    assert.deepEqual(findings.wide[/** @type {keyof typeof screens} */ (how)], []);
  };
  flow(`no page scrolls sideways on a screen ${what}`, check, { timeout });
}
