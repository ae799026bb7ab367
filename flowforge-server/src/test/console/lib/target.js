// The service that the steps of test pipelines call. A test decides when it answers, and what.

import { once } from "node:events";
import { createServer } from "node:http";

const MAX_BODY_BYTES = 64 * 1024;

/** @typedef {{method: string, path: string, body: string}} Call */

export class Target {
  #server = createServer((request, response) => void this.#answer(request, response));
  /** @type {Call[]} */
  #calls = [];
  /** @type {Map<string, {status: number, body: string}>} */
  #answers = new Map();
  /** @type {Map<string, {arrived: Gate, released: Gate}>} */
  #held = new Map();

  async open() {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return this;
  }

  /** Returns the URL of a path. */
  url(/** @type {string} */ path) {
    const address = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    return `http://127.0.0.1:${address.port}${path}`;
  }

  /** The calls so far whose path begins like this. */
  calls(path = "/") {
    return this.#calls.filter((call) => call.path.startsWith(path));
  }

  /** From now on, this path has this answer. */
  answer(/** @type {string} */ path, status = 200, body = '{"ok": true}') {
    this.#answers.set(path, { status, body });
  }

  /** From now on, calls of this path wait until they are released. Returns what to wait for. */
  hold(/** @type {string} */ path) {
    const held = { arrived: new Gate(), released: new Gate() };
    this.#held.set(path, held);
    return {
      /** When a call has arrived. */
      arrived: held.arrived.opened,
      release: () => {
        this.#held.delete(path);
        held.released.open();
      },
    };
  }

  async #answer(
    /** @type {import("node:http").IncomingMessage} */ request,
    /** @type {import("node:http").ServerResponse} */ response,
  ) {
    let body = "";
    for await (const chunk of request) {
      body = (body + chunk).slice(0, MAX_BODY_BYTES);
    }
    const path = request.url ?? "/";
    this.#calls.push({ method: request.method ?? "", path, body });
    const held = this.#held.get(path);
    if (held) {
      held.arrived.open();
      await held.released.opened;
    }
    const answer = this.#answers.get(path) ?? { status: 200, body: '{"ok": true}' };
    response.writeHead(answer.status, { "Content-Type": "application/json" });
    response.end(answer.body);
  }

  close() {
    this.#held.forEach((held) => held.released.open());
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Something that is opened once. */
class Gate {
  open = () => {};
  opened = new Promise((/** @type {(value?: unknown) => void} */ resolve) => (this.open = resolve));
}
