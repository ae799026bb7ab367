// Values for requests. Runtime variables, which requests pass on to later ones, take precedence over the environment's.

/** Returns the value of a variable, or "" if it has none, for example because a line of .env is missing. */
function valueOf(name) {
  const value = bru.getVar(name) ?? bru.getEnvVar(name) ?? "";
  return /\{\{.*\}\}/.test(value) ? "" : value;
}

/** Refuses to send a request with an undefined variable, and says how to define it. */
function requireVariables() {
  const text = bru.interpolate(`${req.getUrl()} ${bodyText()}`);
  const missing = text.match(/\{\{\s*([^}]*?)\s*\}\}/);
  if (missing) {
    throw new Error(`the variable ${missing[1]} has no value: first send the folder set-up and the requests above this one`);
  }
}

/** Returns the request body before interpolation, or "" if there is none. */
function bodyText() {
  const body = req.getBody({ raw: true });
  return typeof body === "string" ? body : "";
}

module.exports = { valueOf, requireVariables, bodyText };
