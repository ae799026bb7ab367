// @ts-check
/** What waits for a decision of the person, over all organizations of which they are an admin. */
import { api } from './api.js';
import { useEffect } from './dom.js';
import { useInterval, useOrganization } from './hooks.js';
import { SignedOutError } from './session.js';
import { createStore, useStore } from './store.js';
import { setTitleCount } from './title.js';

/** @typedef {{count: number | null, error: Error | null}} Inbox */

const inbox = createStore(/** @type {Inbox} */ ({ count: null, error: null }));
/** How often the count is read where no stream says that it has changed. */
const INTERVAL_MS = 30_000;

/** The organizations whose lists are asked. @type {number[]} */
let admined = [];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let soon;

/** The count that was read last. @returns {Inbox} */
export function useInbox() {
  return useStore(inbox);
}

/** Reads the count soon; many calls within a moment make one reading. */
export function countAgain() {
  clearTimeout(soon);
  soon = setTimeout(count, 250);
}

/** Keeps the count while the shell is shown. */
export function useInboxCount() {
  const { orgs, roles, loading } = useOrganization();
  const ids = orgs.map((org) => org.org_id).filter((id) => ['Owner', 'Admin'].includes(roles.get(id) ?? ''));
  useEffect(() => {
    if (loading) return;
    admined = ids;
    count();
  }, [loading, ids.join(' ')]);
  useInterval(ids.length > 0 ? count : null, INTERVAL_MS);
}

async function count() {
  try {
    const pages = await Promise.all(admined.map((org) => api.get('/service_request/admin', { org_id: org, status: 'Pending', page_size: 1 })));
    const total = pages.reduce((sum, page) => sum + page.metadata.total_count, 0);
    inbox.set({ count: total, error: null });
    setTitleCount(total);
  } catch (error) {
    if (!(error instanceof SignedOutError)) inbox.set({ count: inbox.get().count, error: /** @type {Error} */ (error) });
  }
}
