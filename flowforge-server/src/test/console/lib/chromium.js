// The browser of the machine.

import { accessSync, constants } from "node:fs";

const USUAL = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Returns the path of Chromium: the one that the variable CHROMIUM names, or a usual one; undefined if there is none. */
export function findChromium() {
  return (process.env.CHROMIUM ? [process.env.CHROMIUM] : USUAL).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The arguments of every start: no sandbox, which root cannot have, and no calls of the browser's own. */
export const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
