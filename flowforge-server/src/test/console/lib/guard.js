// What no page of the console may do, whatever a test does with it.

/** Reports violations of the Content-Security-Policy, which is not always on the browser's console. */
const reportViolations = `addEventListener("securitypolicyviolation", (event) =>
  console.error("securitypolicyviolation: " + event.effectiveDirective + " " + event.blockedURI));`;

/** The browser's own message about a response, such as 409, that a page shows to people. */
const RESPONSE = /^Failed to load resource:/;

/** Watches all pages of a context, and tells what was wrong. */
export class Guard {
  /** @type {string[]} */
  problems = [];
  /** The tokens that the issuer has granted. @type {Set<string>} */
  #tokens = new Set();
  #origins;
  #context;

  /**
   * @param {import("playwright-core").BrowserContext} context
   * @param {string[]} origins the only servers that pages may call
   */
  constructor(context, origins) {
    this.#context = context;
    this.#origins = new Set(origins);
  }

  async watch() {
    await this.#context.addInitScript({ content: reportViolations });
    this.#context.on("console", (message) => {
      if (message.type() === "error" && !RESPONSE.test(message.text())) {
        this.#problem(`console: ${message.text()}`);
      }
    });
    this.#context.on("weberror", (error) => this.#problem(`error: ${error.error().stack}`));
    this.#context.on("dialog", (dialog) => {
      // A page may ask whether input is to be lost; nothing else opens a dialog of the browser.
      if (["beforeunload", "confirm"].includes(dialog.type())) {
        void dialog.accept();
      } else {
        this.#problem(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      }
    });
    this.#context.on("request", (request) => this.#request(request));
    this.#context.on("response", (response) => void this.#response(response));
    return this;
  }

  #request(/** @type {import("playwright-core").Request} */ request) {
    const target = new URL(request.url());
    if (target.protocol.startsWith("http") && !this.#origins.has(target.origin)) {
      this.#problem(`request to another host: ${target.href}`);
    }
    if (/eyJ[\w-]{10,}\.|refresh_token|access_token/.test(target.href)) {
      this.#problem(`token in a URL: ${target.origin}${target.pathname}`);
    }
  }

  async #response(/** @type {import("playwright-core").Response} */ response) {
    if (new URL(response.url()).pathname === "/oauth/token" && response.ok()) {
      const granted = await response.json().catch(() => ({}));
      [granted.access_token, granted.refresh_token].filter(Boolean).forEach((token) => this.#tokens.add(token));
    }
  }

  /** Looks for tokens where other programs could read them: a page's storage, its cookies, and its address. */
  async lookForTokens(/** @type {import("playwright-core").Page} */ page) {
    if (page.isClosed() || !this.#origins.has(new URL(page.url()).origin)) {
      return;
    }
    const kept = await page.evaluate(
      "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state])",
    );
    for (const token of this.#tokens) {
      if (kept.includes(token)) {
        this.#problem(`a token is in the storage of ${page.url()}`);
      }
    }
  }

  /** Whether the issuer has granted tokens, without which looking for them proves nothing. */
  get hasSeenTokens() {
    return this.#tokens.size > 0;
  }

  #problem(/** @type {string} */ what) {
    this.problems.push(what);
  }
}
