// The types of the console's modules, which are JavaScript with types in comments.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { consoleFiles, tests } from "./lib/paths.js";

test("the console's modules have the types that their comments say", () => {
  // Beside the modules are declarations in place of the vendored files, whose code is not ours to check.
  const folder = mkdtempSync(join(tmpdir(), "flowforge-console-types."));
  try {
    cpSync(join(tests, "types"), folder, { recursive: true });
    symlinkSync(join(consoleFiles, "js"), join(folder, "js"));
    const checked = spawnSync(process.execPath, [join(tests, "node_modules/typescript/bin/tsc"), "--project", folder], {
      encoding: "utf8",
    });
    assert.equal(checked.status, 0, `${checked.error ?? ""}${checked.stdout}${checked.stderr}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
