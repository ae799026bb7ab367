// The callers of requests, and their tokens.

const { isLeftOut, inventNewcomer } = require("./newcomer.js");
const { askForToken } = require("./tokens.js");
const { valueOf } = require("./variables.js");

const CALLERS = ["owner", "admin", "member", "colleague", "stranger"];

/** A token is not used in its last minute, because it could expire on the way. */
const MARGIN_MS = 60_000;

/**
 * Stores the token of the request's caller in the variable that the collection's Authorization header uses.
 * Returns false if the request is to be skipped.
 */
async function beCaller() {
  if (req.getHeader("Authorization") !== "Bearer {{token}}") {
    return true;
  }
  const caller = bru.interpolate("{{caller}}");
  if (isLeftOut(caller)) {
    bru.runner.skipRequest();
    return false;
  }
  bru.setVar("token", caller === "management" ? await inventNewcomer() : await tokenOf(caller));
  return true;
}

/** Returns a token for the caller, cached until it expires. Also sets <caller>_id. */
async function tokenOf(caller) {
  const { username, password } = credentials(caller);
  // Other environments have other tokens for the same callers.
  const source = `${valueOf("issuer")} ${valueOf("audience")} ${username}`;
  const known = bru.getVar(`${caller}_token`);
  if (known && known.source === source && Date.now() < known.until) {
    return known.token;
  }
  const { access_token: token, expires_in: seconds } = await askForToken({
    grant_type: "password",
    username,
    password,
    audience: valueOf("audience"),
    client_id: valueOf("client_id"),
    client_secret: valueOf("client_secret"),
  });
  bru.setVar(`${caller}_token`, { token, source, until: Date.now() + seconds * 1000 - MARGIN_MS });
  bru.setVar(`${caller}_id`, require("jsonwebtoken").decode(token).sub);
  return token;
}

/** A caller without credentials is replaced by the owner, so that one user is enough to try a request. */
function credentials(caller) {
  const who = valueOf(`${caller}_username`) ? caller : "owner";
  const username = valueOf(`${who}_username`);
  const password = valueOf(`${who}_password`);
  if (!username || !password) {
    throw new Error("no credentials to send this request with: choose the environment local, or auth0 with a .env (see .env.example)");
  }
  return { username, password };
}

module.exports = { CALLERS, beCaller, tokenOf };
