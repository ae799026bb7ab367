// @ts-check
/** Patterns of paths, without a browser. */

/** @typedef {Record<string, string>} Params */

/**
 * Matches a path against a pattern such as `/requests/:id`. Returns the parameters, decoded, or null.
 * @param {string} pattern
 * @param {string} path
 * @returns {Params | null}
 */
export function match(pattern, path) {
  const wanted = segments(pattern);
  const given = segments(path);
  if (wanted.length !== given.length) return null;
  /** @type {Params} */
  const params = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith(':')) {
      const value = decoded(given[index]);
      if (value === null) return null;
      params[part.slice(1)] = value;
    } else if (part !== given[index]) {
      return null;
    }
  }
  return params;
}

/**
 * Splits a location within the console into its path and its query.
 * @param {string} location such as `/requests?status=Failed`
 * @returns {{path: string, query: Params}}
 */
export function parse(location) {
  const [before] = location.split('#');
  const question = before.indexOf('?');
  const path = question < 0 ? before : before.slice(0, question);
  const search = question < 0 ? '' : before.slice(question + 1);
  return { path: path || '/', query: Object.fromEntries(new URLSearchParams(search)) };
}

/**
 * Puts a path and a query together. Empty values are left out.
 * @param {string} path
 * @param {Record<string, string | number | boolean | null | undefined>} [query]
 * @returns {string}
 */
export function format(path, query = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * Whether a stored or given location leads to a page of this console, not to another host.
 * @param {unknown} location
 * @returns {location is string}
 */
export function isInternal(location) {
  return typeof location === 'string' && /^\/(?![/\\])/.test(location) && !/[\u0000-\u001f\\]/.test(location);
}

/** @param {string} path */
function segments(path) {
  return path.split('/').filter((part) => part !== '');
}

/** @param {string} segment */
function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
