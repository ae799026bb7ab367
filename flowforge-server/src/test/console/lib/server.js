// The server that the tests use: the one of `run`.

/** The address of the console, without a slash at the end. */
export const url = process.env.CONSOLE_URL ?? "";

/** @typedef {{issuer: string, audience: string, console_client_id: string, version: string}} SignIn */

/** @type {Map<string, Promise<SignIn>>} */
const known = new Map();

/** Returns where people sign in to a server. */
export function signInOf(server = url) {
  if (!known.has(server)) {
    known.set(
      server,
      fetch(`${server}/.well-known/flowforge`).then((response) => /** @type {Promise<SignIn>} */ (response.json())),
    );
  }
  return /** @type {Promise<SignIn>} */ (known.get(server));
}
