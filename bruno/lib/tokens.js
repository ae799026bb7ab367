// The identity provider's token endpoint, as in Auth0.

const { valueOf } = require("./variables.js");

/** Returns the response of the endpoint: access_token, and expires_in in seconds. */
async function askForToken(form) {
  const url = `${valueOf("issuer")}oauth/token`;
  const response = await bru.sendRequest({
    method: "POST",
    url,
    headers: { "Content-Type": "application/json" },
    data: form,
    timeout: 30_000,
    validateStatus: null,
  });
  if (response.status !== 200) {
    const reason = response.data?.error_description || JSON.stringify(response.data);
    throw new Error(`no token for ${form.username || form.client_id} from ${url}: ${response.status} ${reason}`);
  }
  return response.data;
}

module.exports = { askForToken };
