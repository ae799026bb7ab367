// Sends the same request as other callers.

const { tokenOf } = require("./callers.js");
const { bodyText } = require("./variables.js");

/**
 * Sends this request as other callers, before its own caller sends it and changes anything that could cause a refusal.
 * The tests of the collection check the recorded responses.
 *
 * @param expected status code by caller: "nobody" has no token, "broken" an invalid one
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
