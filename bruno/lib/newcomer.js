// Somebody whom the identity provider knows, and Flowforge does not yet. Only the provider's management API can make one.

const { valueOf } = require("./variables.js");
const { askForToken } = require("./tokens.js");

/** Where the environment has no client for that API, nobody can be made new: such requests are left out. */
function isLeftOut(caller) {
  return (
    (caller === "management" && !valueOf("management_client_id")) ||
    (caller === "newcomer" && !valueOf("newcomer_username"))
  );
}

/** Thinks of a person who has never been there, also when the collection is sent again, and gets a token to make one with. */
async function inventNewcomer() {
  const now = Date.now();
  bru.setVar("newcomer_username", `newcomer-${now}@example.com`);
  bru.setVar("newcomer_password", `Newcomer-password-${now}`);
  const answer = await askForToken({
    grant_type: "client_credentials",
    client_id: valueOf("management_client_id"),
    client_secret: valueOf("management_client_secret"),
    audience: `${valueOf("issuer")}api/v2/`,
  });
  return answer.access_token;
}

module.exports = { isLeftOut, inventNewcomer };
