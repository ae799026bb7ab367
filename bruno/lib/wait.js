// Requests run in the background, so a test has to poll for their status.

const { tokenOf } = require("./callers.js");

const ENDS = ["Completed", "Failed", "Cancelled"];
const PATIENCE_MS = 20_000;
const PAUSE_MS = 50;

/** Polls {{request_id}} until it has the status. Fails if the request ends with another status or takes too long. */
module.exports = async function waitUntil(wanted) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const status = await statusNow();
    if (status === wanted) {
      return;
    }
    if (ENDS.includes(status) || Date.now() > deadline) {
      throw new Error(`the request is ${status}; expected ${wanted}`);
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
    throw new Error(`reading the request's status returned ${response.status} ${JSON.stringify(response.data)}`);
  }
  return response.data.service_request.status;
}
