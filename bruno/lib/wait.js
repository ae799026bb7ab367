// Requests run in the background: whoever wants to see what becomes of one has to look again.

const { tokenOf } = require("./callers.js");

const ENDS = ["Completed", "Failed", "Cancelled"];
const PATIENCE_MS = 20_000;
const PAUSE_MS = 50;

/** Looks at {{request_id}} until it has the status; fails when it never will, or takes too long. */
module.exports = async function waitUntil(wanted) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const status = await statusNow();
    if (status === wanted) {
      return;
    }
    if (ENDS.includes(status) || Date.now() > deadline) {
      throw new Error(`the request is ${status}, and was to become ${wanted}`);
    }
    await bru.sleep(PAUSE_MS);
  }
};

async function statusNow() {
  const response = await bru.sendRequest({
    method: "GET",
    url: bru.interpolate("{{api}}/service_request/{{request_id}}"),
    headers: { Authorization: `Bearer ${await tokenOf("owner")}` },
    timeout: 30_000,
    validateStatus: null,
  });
  if (response.status !== 200) {
    throw new Error(`asking for the request's status got ${response.status} ${JSON.stringify(response.data)}`);
  }
  return response.data.service_request.status;
}
