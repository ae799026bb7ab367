// What a page loads, as it goes over the wire.

/** @typedef {{url: string, type: string, bytes: number, depth: number}} Loaded */

/** Counts what a page loads from now on. */
export class Weight {
  /** @type {Map<string, Loaded>} */
  #loaded = new Map();
  #server;

  constructor(/** @type {string} */ server) {
    this.#server = new URL(server).origin;
  }

  async watch(/** @type {import("playwright-core").Page} */ page) {
    const devtools = await page.context().newCDPSession(page);
    devtools.on("Network.requestWillBeSent", ({ requestId, request, type, initiator }) =>
      this.#loaded.set(requestId, {
        url: request.url,
        type: type ?? "Other",
        bytes: 0,
        depth: this.#depthOf(initiator.url ?? initiator.stack?.callFrames[0]?.url) + 1,
      }),
    );
    devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const loaded = this.#loaded.get(requestId);
      if (loaded) {
        loaded.bytes = encodedDataLength;
      }
    });
    await devtools.send("Network.enable");
    return this;
  }

  /** The round trips until this URL was known. */
  #depthOf(/** @type {string | undefined} */ url) {
    return [...this.#loaded.values()].find((loaded) => loaded.url === url)?.depth ?? 0;
  }

  /** What came from the server, without the API. */
  get files() {
    return [...this.#loaded.values()].filter(
      ({ url }) => new URL(url).origin === this.#server && !/^\/(api|\.well-known)\//.test(new URL(url).pathname),
    );
  }

  /** Returns the bytes of all files of a type, with their headers. */
  bytes(/** @type {string[]} */ ...types) {
    return this.files.filter(({ type }) => types.includes(type)).reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
