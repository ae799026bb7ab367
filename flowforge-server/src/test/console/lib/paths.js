// Where things are in the repository.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of these tests. */
export const tests = dirname(dirname(fileURLToPath(import.meta.url)));

/** The folder of the repository. */
export const root = join(tests, "../../../..");

/** The files that the server serves. */
export const consoleFiles = join(root, "flowforge-server/src/main/resources/console");

/** Where a run leaves what helps to understand a failure. */
export const reports = join(root, "target/console");
