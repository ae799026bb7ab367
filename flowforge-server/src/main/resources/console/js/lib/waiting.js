// @ts-check
/** The requests that wait for the approval of the person, of all organizations where they may approve. */
import { api } from './api.js';
import { useEffect, useLatest, useRef, useState } from './dom.js';
import { useInterval } from './hooks.js';
import { countIs } from './inbox.js';
import { readOldest } from './oldest.js';
import { SignedOutError } from './session.js';
import { throttled } from './throttle.js';

/** How often the organizations are asked that no stream watches. */
const INTERVAL_MS = 10_000;
/** The list of an organization is read at most once within this time, however much changes. */
const READ_EVERY_MS = 1_000;
/** The maximum number of requests of one organization that are listed. */
const MAX_LISTED = 500;
const PAGE_SIZE = 100;

/** @typedef {{id: string, user_id: string, org_id: number, pipeline_id: string, pipeline_name: string, pipeline_version: number, status: string, created_on: string, last_updated: string, remarks: string, form_data: Record<string, any>}} ServiceRequest */
/** @typedef {{requests: ServiceRequest[], total: number, error: Error | null}} Found */

/**
 * Reads what waits, oldest first, and keeps it. Of the organization that a stream watches, `refreshSoon` tells; the others are asked now and then.
 * @param {number[]} orgIds
 * @param {number | null} streamed the organization that a stream watches at the moment
 */
export function useWaiting(orgIds, streamed) {
  const [found, setFound] = useState(/** @type {Map<number, Found>} */ (new Map()));
  /** How often the person has changed each list here: what was read before the latest change is older than what is shown. */
  const changes = useRef(/** @type {Map<number, number>} */ (new Map()));
  const readers = useRef(/** @type {Map<number, ReturnType<typeof throttled>>} */ (new Map()));
  const ids = useLatest(orgIds);

  /** @param {number} orgId */
  const read = async (orgId) => {
    const change = changes.current.get(orgId);
    try {
      const list = await readOldest(api.get, orgId, { most: MAX_LISTED, pageSize: PAGE_SIZE });
      if (changes.current.get(orgId) !== change) return;
      setFound((before) => new Map(before).set(orgId, { ...list, error: null }));
      countIs(orgId, list.total);
    } catch (error) {
      if (error instanceof SignedOutError) return;
      setFound((before) => new Map(before).set(orgId, { requests: [], total: 0, ...before.get(orgId), error: /** @type {Error} */ (error) }));
    }
  };
  /** @param {number} orgId */
  const reader = (orgId) => {
    let found = readers.current.get(orgId);
    if (!found) readers.current.set(orgId, found = throttled(() => read(orgId), READ_EVERY_MS));
    return found;
  };
  /** @param {number} orgId */
  const refresh = (orgId) => reader(orgId).now();
  /** @param {number} orgId */
  const refreshSoon = (orgId) => reader(orgId)();
  /** Takes a request from the list at once. @param {ServiceRequest} request */
  const forget = (request) => {
    const id = request.org_id;
    changes.current.set(id, (changes.current.get(id) ?? 0) + 1);
    setFound((before) => {
      const list = before.get(id);
      if (!list?.requests.some((each) => each.id === request.id)) return before;
      return new Map(before).set(id, { ...list, total: Math.max(0, list.total - 1), requests: list.requests.filter((each) => each.id !== request.id) });
    });
    refreshSoon(id);
  };

  useEffect(() => {
    for (const id of ids.current) refresh(id);
  }, [orgIds.join()]);
  useEffect(() => () => {
    for (const each of readers.current.values()) each.cancel();
  }, []);
  const others = orgIds.filter((id) => id !== streamed);
  useInterval(others.length > 0 ? () => { for (const id of others) refresh(id); } : null, INTERVAL_MS);

  const lists = orgIds.flatMap((id) => found.get(id) ?? []);
  const requests = lists.flatMap((list) => list.requests);
  requests.sort((a, b) => compare(a.last_updated, b.last_updated) || compare(a.id, b.id));
  return {
    requests,
    total: lists.reduce((sum, list) => sum + list.total, 0),
    loading: lists.length < orgIds.length,
    errors: orgIds.flatMap((orgId) => {
      const error = found.get(orgId)?.error;
      return error ? [{ orgId, error }] : [];
    }),
    refresh,
    refreshSoon,
    forget,
  };
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
