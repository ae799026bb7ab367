// What the same request is answered when somebody else sends it.

const { tokenOf } = require("./callers.js");
const { bodyText } = require("./variables.js");

/**
 * Sends this request as others do before its own caller sends it, so that a refusal cannot profit from what that changes.
 * The tests of the collection compare the answers.
 *
 * @param expected status by caller: "nobody" has no token, "broken" one that is none
 */
module.exports = async function sendAsOthers(expected) {
  const answers = [];
  for (const [caller, status] of Object.entries(expected)) {
    const response = await bru.sendRequest({
      method: req.getMethod(),
      url: bru.interpolate(req.getUrl()),
      headers: { ...contentType(), ...(await authorization(caller)) },
      data: bru.interpolate(bodyText()) || undefined,
      timeout: 30_000,
      validateStatus: null,
    });
    answers.push({ caller, expected: status, status: response.status, body: response.data });
  }
  bru.setVar("others", answers);
};

function contentType() {
  return bodyText() ? { "Content-Type": "application/json" } : {};
}

async function authorization(caller) {
  switch (caller) {
    case "nobody":
      return {};
    case "broken":
      return { Authorization: "Bearer broken" };
    default:
      return { Authorization: `Bearer ${await tokenOf(caller)}` };
  }
}
