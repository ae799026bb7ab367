// @ts-check
import { html, useEffect, useState } from './dom.js';
import { mayLeave } from './leave.js';
import { format, isInternal, match, parse } from './routes.js';
import { createStore, useStore } from './store.js';

/** @typedef {{path: string, query: Record<string, string>}} Route */
/**
 * A page: its pattern, how to load its module (whose default export is the component), its title, and what it needs.
 * @typedef {[string, () => Promise<{default: Function}>, string, {needsOrganization?: boolean, needsAdmin?: boolean}?]} PageRow
 */

const route = createStore(current());
/** The organization that links name, if one is chosen. @type {() => number | null} */
let organizationOf = () => null;

/** The address of the page that is shown, to which somebody returns who does not leave it by Back. */
let shown = globalThis.location ? location.pathname + location.search : '/';
globalThis.addEventListener?.('popstate', () => {
  const target = location.pathname + location.search;
  if (target === shown) return;
  if (mayLeave()) arrive();
  else history.pushState(null, '', shown);
});

/** Shows the page of the address. */
function arrive() {
  shown = location.pathname + location.search;
  route.set(current());
}

/** @returns {Route} */
function current() {
  return parse(globalThis.location ? location.pathname + location.search : '/');
}

/**
 * Says which organization belongs into links that name none, so that they can be shared.
 * @param {() => number | null} source
 */
export function namesOrganization(source) {
  organizationOf = source;
}

/**
 * Returns the address of a page, with the chosen organization.
 * @param {string} path a path of the console, with or without a query
 * @param {Record<string, string | number | boolean | null | undefined>} [query]
 * @returns {string}
 */
export function href(path, query = {}) {
  const target = parse(path);
  const { org, ...others } = { ...target.query, ...query };
  const chosen = org ?? organizationOf();
  return format(target.path, { ...others, org: target.path === '/sign-in' ? null : chosen });
}

/**
 * Goes to a page of the console.
 * @param {string} path a path, with or without a query; the chosen organization is added
 * @param {{replace?: boolean}} [options]
 */
export function navigate(path, { replace = false } = {}) {
  if (!isInternal(path)) throw new Error(`not a page of the console: ${path}`);
  if (!mayLeave()) return;
  const target = href(path);
  if (replace || target === location.pathname + location.search) history.replaceState(null, '', target);
  else history.pushState(null, '', target);
  arrive();
}

/**
 * Changes parameters of the query on the same page; null removes one.
 * @param {Record<string, string | number | null | undefined>} changes
 * @param {{replace?: boolean}} [options]
 */
export function setQuery(changes, { replace = true } = {}) {
  const { path, query } = route.get();
  const target = format(path, { ...query, ...changes });
  if (replace) history.replaceState(null, '', target);
  else history.pushState(null, '', target);
  arrive();
}

/**
 * The current page.
 * @returns {Route}
 */
export function useRoute() {
  return useStore(route);
}

/**
 * A link to a page of the console, without a reload.
 * @param {{href: string, children?: any, onClick?: (event: MouseEvent) => void, [name: string]: any}} props
 */
export function Link({ href: to, children, onClick, ...others }) {
  const target = href(to);
  /** @param {MouseEvent} event */
  const follow = (event) => {
    onClick?.(event);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !isPlain) return;
    event.preventDefault();
    navigate(to);
  };
  return html`<a ...${others} href=${target} onClick=${follow}>${children}</a>`;
}

/**
 * Finds the page for a path.
 * @param {PageRow[]} pages
 * @param {string} path
 * @returns {{row: PageRow, params: Record<string, string>} | null}
 */
export function findPage(pages, path) {
  for (const row of pages) {
    const params = match(row[0], path);
    if (params) return { row, params };
  }
  return null;
}

/** Modules of pages that have been loaded. @type {Map<Function, Function>} */
const loaded = new Map();

/**
 * Loads the component of a page.
 * @param {PageRow | null} row
 * @returns {{component: Function | null, error: Error | null}}
 */
export function usePageComponent(row) {
  const load = row ? row[1] : null;
  const [state, setState] = useState(/** @type {{load: Function | null, error: Error | null}} */ ({ load: null, error: null }));
  useEffect(() => {
    if (!load || loaded.has(load)) return undefined;
    let isWanted = true;
    load().then(
      (module) => {
        loaded.set(load, module.default);
        if (isWanted) setState({ load, error: null });
      },
      (error) => isWanted && setState({ load, error }),
    );
    return () => { isWanted = false; };
  }, [load]);
  const component = load ? loaded.get(load) ?? null : null;
  return { component, error: !component && state.load === load ? state.error : null };
}

let arrivals = 0;
let focused = 0;
let lastPath = route.get().path;
route.subscribe(({ path }) => {
  if (path !== lastPath) arrivals++;
  lastPath = path;
});

/** Whether the heading of a page that has just been shown is to get the focus, because the person has come from another page. */
export function takesFocus() {
  const isNew = arrivals > focused;
  focused = arrivals;
  return isNew || (arrivals > 0 && document.activeElement === document.body);
}
