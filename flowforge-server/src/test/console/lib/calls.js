// What a page asks the server for.

/**
 * Notes the paths of the GETs of the API that a page sends from now on, other than its streams.
 * @param {import("playwright-core").Page} page
 * @returns {string[]} grows
 */
export function gets(page) {
  /** @type {string[]} */
  const paths = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === "GET" && pathname.startsWith("/api/") && !pathname.endsWith("/events")) {
      paths.push(pathname);
    }
  });
  return paths;
}
