// A person whom the identity provider knows but Flowforge does not. Only the provider's management API can create one.

const { valueOf } = require("./variables.js");
const { askForToken } = require("./tokens.js");

/** Without a client for that API nobody can be created, so the requests of newcomers are skipped. */
function isLeftOut(caller) {
  return (
    (caller === "management" && !valueOf("management_client_id")) ||
    (caller === "newcomer" && !valueOf("newcomer_username"))
  );
}

/** Invents a person who is new even if the collection is sent again, and returns a token for creating that person. */
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
