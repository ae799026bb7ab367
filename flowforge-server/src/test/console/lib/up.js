// `./flowforge up` as a process of its own, on free ports and with its data in a temporary folder.

import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reports, root } from "./paths.js";

const START_MS = 120_000;
const STOP_MS = 40_000;
/** The command, or another one, such as `bin/flowforge` of an unpacked archive. */
const COMMAND = process.env.FLOWFORGE || join(root, "flowforge");
/** The last line of `up`. */
const READY = "Ctrl-C stops it";

export class Up {
  #home = mkdtempSync(join(tmpdir(), "flowforge-console."));
  /** @type {Record<string, string>} */
  #ports = { "--port": "0", "--postgres-port": "0", "--mongo-port": "0", "--issuer-port": "0", "--target-port": "0" };
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #process;
  #output = "";

  /** Starts a server; a server that was stopped before has the same addresses and data again. */
  async start(environment = {}) {
    // Builds the command if necessary, which may take minutes.
    const version = spawnSync(COMMAND, ["--version"], { stdio: ["ignore", "ignore", "inherit"] });
    if (version.status !== 0) {
      throw new Error(`${COMMAND} does not start`);
    }
    const options = Object.entries(this.#ports).flat();
    this.#output = "";
    this.#process = spawn(
      COMMAND,
      ["up", "--keep-in", join(this.#home, "data"), "--data", join(root, "seed-data/sample"), ...options],
      { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } },
    );
    await this.#ready(this.#process);
    this.#ports["--port"] = new URL(this.url).port;
    this.#ports["--issuer-port"] = new URL(this.#address("issuer")).port;
    return this;
  }

  /** @param {import("node:child_process").ChildProcess} process */
  #ready(process) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => fail(`did not start within ${START_MS / 1000} s`), START_MS);
      const fail = (/** @type {string} */ what) => {
        clearTimeout(late);
        reject(new Error(`flowforge up ${what}; its output:\n${this.#output}`));
      };
      const read = (/** @type {Buffer} */ chunk) => {
        this.#output += chunk;
        if (this.#output.includes(READY)) {
          clearTimeout(late);
          resolve(undefined);
        }
      };
      process.stdout?.on("data", read);
      process.stderr?.on("data", read);
      process.once("exit", (code) => fail(`has ended with ${code}`));
    });
  }

  /** The address of the server, without a slash at the end. */
  get url() {
    return new URL(this.#address("API")).origin;
  }

  /** What `up` has printed. */
  get output() {
    return this.#output;
  }

  #address(/** @type {string} */ name) {
    const found = new RegExp(`^  ${name} +(http[^ \n]*)`, "m").exec(this.#output);
    if (!found) {
      throw new Error(`up has printed no address of ${name}:\n${this.#output}`);
    }
    return found[1];
  }

  /** Stops the server as Ctrl-C does. */
  async stop() {
    const process = this.#process;
    this.#process = undefined;
    if (!process || process.exitCode !== null || process.signalCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGTERM");
    const late = setTimeout(() => process.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(late);
    this.#stopDatabase();
  }

  /** PostgreSQL runs in its own process, which outlives a killed server. */
  #stopDatabase() {
    const file = join(this.#home, "data/postgres/data/postmaster.pid");
    if (existsSync(file)) {
      try {
        process.kill(Number(readFileSync(file, "utf8").split("\n")[0]), "SIGQUIT");
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  /** Stops the server for good, and removes its data. */
  async close({ keepLog = false } = {}) {
    await this.stop();
    const log = join(this.#home, "data/flowforge.log.0");
    if (keepLog && existsSync(log)) {
      mkdirSync(reports, { recursive: true });
      copyFileSync(log, join(reports, "server.log"));
    }
    rmSync(this.#home, { recursive: true, force: true });
  }
}
