// Values that requests are made of: runtime variables, which requests pass on to the next, before the environment's.

/** The value of a variable, or "" when it has none, such as one of the environment that stands for a missing line of .env. */
function valueOf(name) {
  const value = bru.getVar(name) ?? bru.getEnvVar(name) ?? "";
  return /\{\{.*\}\}/.test(value) ? "" : value;
}

/** Refuses to send a request with a hole in it, and says how to fill that. */
function requireVariables() {
  const text = bru.interpolate(`${req.getUrl()} ${bodyText()}`);
  const missing = text.match(/\{\{\s*([^}]*?)\s*\}\}/);
  if (missing) {
    throw new Error(`nobody knows ${missing[1]} yet: send the folder set-up, and what stands above this request, first`);
  }
}

/** The body as it stands in the request, "" when there is none. */
function bodyText() {
  const body = req.getBody({ raw: true });
  return typeof body === "string" ? body : "";
}

module.exports = { valueOf, requireVariables, bodyText };
