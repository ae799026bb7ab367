// @ts-check
/** What waits for a decision of the person, over all organizations of which they are an admin. */
import { api } from './api.js';
import { useEffect } from './dom.js';
import { useInterval, useLive, useOrganization } from './hooks.js';
import { SignedOutError } from './session.js';
import { createStore, useStore } from './store.js';
import { throttled } from './throttle.js';
import { setTitleCount } from './title.js';

/** @typedef {{count: number | null, error: Error | null}} Inbox */

const inbox = createStore(/** @type {Inbox} */ ({ count: null, error: null }));
/** How often the count is read where no stream says that it has changed. */
const INTERVAL_MS = 30_000;
/** The count of an organization is read at most once within this time, however much changes. */
const COUNT_EVERY_MS = 1_000;
/** So many organizations are asked at a time. */
const AT_ONCE = 4;

/** The organizations whose lists are asked. @type {number[]} */
let admined = [];
/** How much waits in each of them. @type {Map<number, number>} */
const counts = new Map();
/** Those that are counted in a moment. @type {Set<number>} */
const due = new Set();
/** The numbers of the countings, in the order of their begin, and which of them told the count of each organization. @type {Map<number, number>} */
const told = new Map();
let countings = 0;

const countDue = throttled(() => {
  const ids = [...due];
  due.clear();
  return count(ids);
}, COUNT_EVERY_MS);

/** The count that was read last. @returns {Inbox} */
export function useInbox() {
  return useStore(inbox);
}

/**
 * Reads the count soon; many calls within a second make one reading.
 * @param {number} [orgId] the organization where something has changed; all if it is not known
 */
export function countAgain(orgId) {
  for (const id of orgId === undefined ? admined : [orgId]) due.add(id);
  countDue();
}

/**
 * Takes over what a page has read.
 * @param {number} orgId
 * @param {number} waiting how many requests wait there
 */
export function countIs(orgId, waiting) {
  take(orgId, waiting, ++countings);
  tell(null);
}

/**
 * @param {number} orgId
 * @param {number} waiting
 * @param {number} counting
 */
function take(orgId, waiting, counting) {
  if (counting < (told.get(orgId) ?? 0)) return;
  told.set(orgId, counting);
  counts.set(orgId, waiting);
}

/**
 * Keeps the count while the shell is shown. A page without a stream of its own gets one for this: that of the chosen organization, or of the first
 * one where the person decides. The others are asked now and then.
 * @param {string} path that of the page
 */
export function useInboxCount(path) {
  const { org, orgs, roles, loading } = useOrganization();
  const ids = orgs.map((each) => each.org_id).filter((id) => ['Owner', 'Admin'].includes(roles.get(id) ?? ''));
  const followed = org && ids.includes(org.org_id) ? org.org_id : ids[0] ?? null;
  const hasStream = path === '/' || path === '/inbox' || path.startsWith('/requests');
  const stream = followed === null || hasStream ? null : `/organization/${followed}/events`;
  const state = useLive(stream, (type) => { if (type !== 'poll' && type !== 'close' && followed !== null) countAgain(followed); });
  useEffect(() => {
    if (loading) return;
    admined = ids;
    countNow(ids);
  }, [loading, ids.join(' ')]);
  const polled = stream !== null && state === 'live' ? ids.filter((id) => id !== followed) : ids;
  useInterval(polled.length > 0 ? () => countNow(polled) : null, INTERVAL_MS);
}

/** @param {number[]} ids */
function countNow(ids) {
  for (const id of ids) due.add(id);
  countDue.now();
}

/** @param {number[]} ids */
async function count(ids) {
  const counting = ++countings;
  try {
    for (let begin = 0; begin < ids.length; begin += AT_ONCE) {
      await Promise.all(ids.slice(begin, begin + AT_ONCE).map(async (id) => {
        const page = await api.get('/service_request/admin', { org_id: id, status: 'Pending', page_size: 1 });
        take(id, page.metadata.total_count, counting);
      }));
    }
    tell(null);
  } catch (error) {
    if (!(error instanceof SignedOutError)) tell(/** @type {Error} */ (error));
  }
}

/** @param {Error | null} error */
function tell(error) {
  const total = admined.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0);
  inbox.set({ count: total, error });
  setTitleCount(total);
}
