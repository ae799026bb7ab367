// @ts-check
/** What pages use: data of the API, streams, the person and their organization, and drafts. */
import { api } from './api.js';
import { useCallback, useEffect, useLatest, useRef, useState } from './dom.js';
import { watch } from './live.js';
import { useMe, useOrganization, useUserName } from './people.js';
import { format } from './routes.js';
import { SignedOutError } from './session.js';

export { useMe, useOrganization, useUserName };

/** @typedef {{data: any, error: Error | null, loading: boolean, reload: () => Promise<void>, setData: (change: any) => void}} Resource */

/**
 * Reads from the API; nothing while the path is null. `loading` is true until the first response for this path and query; a reload keeps
 * what is shown. The error of a reload is in `error` while `data` stays.
 * @param {string | null} path
 * @param {import('./api.js').Query} [query]
 * @returns {Resource}
 */
export function useApi(path, query) {
  const key = path === null ? null : format(path, query);
  const [state, setState] = useState(/** @type {{key: string | null, data: any, error: Error | null}} */ ({ key: null, data: null, error: null }));
  const reads = useRef(0);
  /** The number of the read that is shown: what an earlier one finds is older. */
  const shown = useRef(0);
  const reload = useCallback(async () => {
    if (key === null) return;
    const number = ++reads.current;
    const isNewer = () => {
      if (number < shown.current) return false;
      shown.current = number;
      return true;
    };
    try {
      const data = await api.get(key);
      if (isNewer()) setState({ key, data, error: null });
    } catch (error) {
      if (error instanceof SignedOutError || !isNewer()) return;
      setState((before) => ({ key, data: before.key === key ? before.data : null, error: /** @type {Error} */ (error) }));
    }
  }, [key]);
  useEffect(() => {
    reload();
    return () => { shown.current = ++reads.current; };
  }, [reload]);
  const setData = useCallback((/** @type {any} */ change) => {
    setState((before) => before.key === key ? { ...before, data: typeof change === 'function' ? change(before.data) : change } : before);
  }, [key]);
  const isCurrent = state.key === key;
  return {
    data: isCurrent ? state.data : null,
    error: isCurrent ? state.error : null,
    loading: key !== null && !isCurrent,
    reload,
    setData,
  };
}

/**
 * Follows a stream while the component is shown; none while the path is null. The handler gets the events of the server, and `poll` whenever
 * there is no stream and it is time to ask anew.
 * @param {string | null} path
 * @param {import('./live.js').EventHandler} handler
 * @param {{again?: number}} [options] `again`: another number follows a stream that has ended once more, from where it was
 * @returns {import('./live.js').LiveState}
 */
export function useLive(path, handler, { again = 0 } = {}) {
  const [state, setState] = useState(/** @type {import('./live.js').LiveState} */ ('connecting'));
  const latest = useLatest(handler);
  const last = useRef({ path, id: '' });
  useEffect(() => {
    if (path === null) return undefined;
    if (last.current.path !== path) last.current = { path, id: '' };
    const position = last.current;
    return watch(path, {
      lastId: position.id,
      onEvent: (type, data, id) => {
        if (id || type === 'poll') position.id = id;
        latest.current(type, data, id);
      },
      onState: setState,
    });
  }, [path, again]);
  return state;
}

/**
 * Calls back at an interval while the component is shown and the page is seen, and when it is seen again.
 * @param {(() => void) | null} callback
 * @param {number} milliseconds
 */
export function useInterval(callback, milliseconds) {
  const latest = useLatest(callback);
  const isOn = callback !== null;
  useEffect(() => {
    if (!isOn) return undefined;
    const call = () => { if (!document.hidden) latest.current?.(); };
    const timer = setInterval(call, milliseconds);
    document.addEventListener('visibilitychange', call);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', call);
    };
  }, [isOn, milliseconds]);
}

/**
 * The time of now, renewed at an interval, for durations that grow.
 * @param {boolean} [isRunning]
 * @param {number} [milliseconds]
 */
export function useNow(isRunning = true, milliseconds = 1000) {
  const [, setNow] = useState(0);
  useInterval(isRunning ? () => setNow(Date.now()) : null, milliseconds);
  return Date.now();
}

/** A draft that is longer is not kept; form data may have 256 KiB. */
const MAX_DRAFT = 400_000;

/**
 * Input that outlives a reload and a new sign-in. It is in sessionStorage, so it ends with the tab and with a sign-out; never use it for
 * secrets. While the key is null nothing is kept.
 * @template T
 * @param {string | null} key unique per form; the person is part of it already
 * @param {T} initial
 * @returns {[T, (value: T | ((before: T) => T)) => void, {isRestored: boolean, clear: () => void}]}
 */
export function useDraft(key, initial) {
  const { user } = useMe();
  const name = key === null || !user ? null : `flowforge.draft.${user.user_id}.${key}`;
  const [state, setState] = useState(() => ({ name, ...read(name, initial) }));
  let current = state;
  if (state.name !== name) {
    current = { name, ...read(name, initial) };
    setState(current);
  }
  const latestName = useLatest(name);
  const set = useCallback((/** @type {any} */ change) => {
    setState((before) => {
      const value = typeof change === 'function' ? change(before.value) : change;
      write(before.name, value);
      return { ...before, value };
    });
  }, []);
  const clear = useCallback(() => {
    if (latestName.current) sessionStorage.removeItem(latestName.current);
    setState((before) => ({ ...before, isRestored: false }));
  }, []);
  return [current.value, set, { isRestored: current.isRestored, clear }];
}

/**
 * Gives a draft another key, as when a form has a new version. A draft that has that key already stays.
 * @param {string} userId
 * @param {string} from
 * @param {string} to
 */
export function moveDraft(userId, from, to) {
  const [before, after] = [from, to].map((key) => `flowforge.draft.${userId}.${key}`);
  const draft = sessionStorage.getItem(before);
  if (draft === null) return;
  if (sessionStorage.getItem(after) === null) sessionStorage.setItem(after, draft);
  sessionStorage.removeItem(before);
}

/**
 * @template T
 * @param {string | null} name
 * @param {T} initial
 */
function read(name, initial) {
  const stored = name === null ? null : sessionStorage.getItem(name);
  if (stored === null) return { value: initial, isRestored: false };
  try {
    return { value: /** @type {T} */ (JSON.parse(stored)), isRestored: true };
  } catch {
    return { value: initial, isRestored: false };
  }
}

/**
 * @param {string | null} name
 * @param {unknown} value
 */
function write(name, value) {
  if (name === null) return;
  const text = JSON.stringify(value);
  try {
    if (text.length <= MAX_DRAFT) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
  } catch (error) {
    console.warn('This draft could not be kept; the storage of the browser is full.', error);
  }
}
