// @ts-check
/** Reading the oldest part of a list that the API has newest first. */

/**
 * Reads the requests of an organization that wait for an approval: all of them, or the oldest ones if there are more. While others come and go, one that
 * waits all the time is not missed and not read twice: only where to begin is counted, and from there each call goes on after the last id.
 * @param {(path: string, query: Record<string, string | number | undefined>) => Promise<{data: any[], metadata: {total_count: number}}>} get
 * @param {number} orgId
 * @param {{most: number, pageSize: number}} limits `most`: the maximum number of requests that are returned, a multiple of `pageSize`
 * @returns {Promise<{requests: any[], total: number}>} newest first, and how many there are
 */
export async function readOldest(get, orgId, { most, pageSize }) {
  const read = (/** @type {{page?: number, before?: string}} */ place) => get('/service_request/admin', { org_id: orgId, status: 'Pending', page_size: pageSize, ...place });
  let page = await read({});
  const total = page.metadata.total_count;
  if (total > most) page = await read({ page: Math.floor((total - most) / pageSize) + 1 });
  const requests = [...page.data];
  // Requests that have come since the first call may put off the end by some calls, but not for ever.
  for (let calls = 0; page.data.length === pageSize && calls <= most / pageSize; calls++) {
    page = await read({ before: page.data[page.data.length - 1].id });
    requests.push(...page.data);
  }
  const oldest = requests.slice(-most);
  return { requests: oldest, total: Math.max(total > most ? total : 0, oldest.length) };
}
