// What a page asks the server for.

/** Whether it is a GET of the API, other than a stream. */
function isGet(/** @type {import("playwright-core").Request} */ request) {
  const { pathname } = new URL(request.url());
  return request.method() === "GET" && pathname.startsWith("/api/") && !pathname.endsWith("/events");
}

/**
 * Notes the paths of the GETs of the API that a page sends from now on, other than its streams.
 * @param {import("playwright-core").Page} page
 * @returns {string[]} grows
 */
export function gets(page) {
  /** @type {string[]} */
  const paths = [];
  page.on("request", (request) => {
    if (isGet(request)) {
      paths.push(new URL(request.url()).pathname);
    }
  });
  return paths;
}

/**
 * Counts the same GETs from now on, and those of them that have no response yet.
 * @param {import("playwright-core").Page} page
 */
export function traffic(page) {
  /** @type {Set<import("playwright-core").Request>} */
  const open = new Set();
  const counts = { sent: 0, open: () => open.size };
  page.on("request", (request) => {
    if (isGet(request)) {
      open.add(request);
      counts.sent += 1;
    }
  });
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
  return counts;
}
