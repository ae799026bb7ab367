// What people do without a browser: the REST API, with a token of their own. Tests prepare their data with it.

import { person } from "./people.js";
import { signInOf, url } from "./server.js";

const CALL_MS = 30_000;

/** The API as one person uses it. */
export class Api {
  #server;
  #who;
  /** @type {Promise<string> | undefined} */
  #token;

  /**
   * @param {string | {email: string, password: string}} who a first name of the sample data, or somebody else
   * @param {string} server the address of the server
   */
  constructor(who, server = url) {
    this.#who = typeof who === "string" ? person(who) : who;
    this.#server = server;
  }

  /** @returns {Promise<any>} */
  get(/** @type {string} */ path) {
    return this.#call("GET", path);
  }

  /** @returns {Promise<any>} */
  post(/** @type {string} */ path, /** @type {unknown} */ body) {
    return this.#call("POST", path, body);
  }

  /** @returns {Promise<any>} */
  put(/** @type {string} */ path, /** @type {unknown} */ body = undefined) {
    return this.#call("PUT", path, body);
  }

  /** @returns {Promise<any>} */
  patch(/** @type {string} */ path, /** @type {unknown} */ body) {
    return this.#call("PATCH", path, body);
  }

  /** @returns {Promise<any>} */
  delete(/** @type {string} */ path, /** @type {unknown} */ body = undefined) {
    return this.#call("DELETE", path, body);
  }

  async #call(/** @type {string} */ method, /** @type {string} */ path, /** @type {unknown} */ body = undefined) {
    this.#token ??= token(this.#server, this.#who);
    const response = await fetch(`${this.#server}/api${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${await this.#token}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_MS),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return text === "" ? null : JSON.parse(text);
  }
}

async function token(/** @type {string} */ server, /** @type {{email: string, password: string}} */ who) {
  const { audience } = await signInOf(server);
  const granted = await ask(server, {
    grant_type: "password",
    client_id: "flowforge-cli",
    audience,
    username: who.email,
    password: who.password,
  });
  return granted.access_token;
}

async function ask(/** @type {string} */ server, /** @type {Record<string, string>} */ form) {
  const { issuer } = await signInOf(server);
  const response = await fetch(`${issuer}oauth/token`, {
    method: "POST",
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(CALL_MS),
  });
  if (!response.ok) {
    throw new Error(`no token: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

/** Creates a person at the issuer and in Flowforge, and returns who it is. */
export async function newPerson(/** @type {string} */ name) {
  const { issuer } = await signInOf();
  const manager = await ask(url, {
    grant_type: "client_credentials",
    client_id: "flowforge-local",
    client_secret: "flowforge-local-secret",
    audience: `${issuer}api/v2/`,
  });
  const who = { email: `newcomer-${crypto.randomUUID()}@example.com`, password: `Password-${crypto.randomUUID()}` };
  const created = await fetch(`${issuer}api/v2/users`, {
    method: "POST",
    headers: { Authorization: `Bearer ${manager.access_token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ connection: "Username-Password-Authentication", name, ...who }),
  });
  if (!created.ok) {
    throw new Error(`the issuer has created nobody: ${created.status} ${await created.text()}`);
  }
  const user = await new Api(who).post("/user", { name });
  return { ...who, id: /** @type {string} */ (user.user_id), name };
}
