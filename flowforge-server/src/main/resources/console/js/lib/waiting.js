// @ts-check
/** The requests that wait for the approval of the person, of all organizations where they may approve. */
import { api } from './api.js';
import { useEffect, useLatest, useRef, useState } from './dom.js';
import { useInterval } from './hooks.js';
import { countIs } from './inbox.js';
import { SignedOutError } from './session.js';

/** How often the organizations are asked that no stream watches. */
const INTERVAL_MS = 10_000;
/** Several changes within this time cause one look. */
const SOON_MS = 150;
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
  /** The number of the latest look at each organization: what an earlier one finds is dropped. */
  const looks = useRef(/** @type {Map<number, number>} */ (new Map()));
  const timers = useRef(/** @type {Map<number, ReturnType<typeof setTimeout>>} */ (new Map()));
  const ids = useLatest(orgIds);

  /** @param {number} orgId */
  const refresh = async (orgId) => {
    const look = (looks.current.get(orgId) ?? 0) + 1;
    looks.current.set(orgId, look);
    /** @type {(before: Found | undefined) => Found} */
    let change;
    /** @type {number | null} */
    let total = null;
    try {
      const list = await readAll(orgId);
      total = list.total;
      change = () => list;
    } catch (error) {
      if (error instanceof SignedOutError) return;
      change = (before) => ({ requests: before?.requests ?? [], total: before?.total ?? 0, error: /** @type {Error} */ (error) });
    }
    if (looks.current.get(orgId) !== look) return;
    setFound((before) => new Map(before).set(orgId, change(before.get(orgId))));
    if (total !== null) countIs(orgId, total);
  };
  /** @param {number} orgId */
  const refreshSoon = (orgId) => {
    if (timers.current.has(orgId)) return;
    timers.current.set(orgId, setTimeout(() => {
      timers.current.delete(orgId);
      void refresh(orgId);
    }, SOON_MS));
  };
  /** Takes a request from the list at once. @param {ServiceRequest} request */
  const forget = (request) => {
    const id = request.org_id;
    looks.current.set(id, (looks.current.get(id) ?? 0) + 1);
    setFound((before) => {
      const list = before.get(id);
      if (!list?.requests.some((each) => each.id === request.id)) return before;
      return new Map(before).set(id, { ...list, total: Math.max(0, list.total - 1), requests: list.requests.filter((each) => each.id !== request.id) });
    });
    refreshSoon(id);
  };

  useEffect(() => {
    for (const id of ids.current) void refresh(id);
  }, [orgIds.join()]);
  useEffect(() => () => {
    for (const timer of timers.current.values()) clearTimeout(timer);
  }, []);
  const others = orgIds.filter((id) => id !== streamed);
  useInterval(others.length > 0 ? () => { for (const id of others) void refresh(id); } : null, INTERVAL_MS);

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

/** @param {number} orgId @returns {Promise<Found>} */
async function readAll(orgId) {
  /** @type {ServiceRequest[]} */
  const requests = [];
  /** @type {string | undefined} */
  let before;
  let total = 0;
  while (requests.length < MAX_LISTED) {
    const page = await api.get('/service_request/admin', { org_id: orgId, status: 'Pending', page_size: PAGE_SIZE, before });
    total = page.metadata.total_count;
    requests.push(...page.data);
    if (page.data.length < PAGE_SIZE) return { requests, total: requests.length, error: null };
    before = page.data.at(-1).id;
  }
  return { requests, total: Math.max(total, requests.length), error: null };
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
