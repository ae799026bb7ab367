// @ts-check
import { html, useCallback, useEffect, useMedia, useRef } from '../lib/dom.js';
import { plural } from '../lib/format.js';
import { useApi, useLive, useOrganization } from '../lib/hooks.js';
import { countAgain } from '../lib/inbox.js';
import { navigate, setQuery } from '../lib/router.js';
import { throttled } from '../lib/throttle.js';
import { Button, LinkButton } from '../ui/button.js';
import { Empty, ErrorBox, Note, Skeleton } from '../ui/feedback.js';
import { List } from '../ui/list.js';
import { Live } from '../ui/live.js';
import { Page } from '../ui/page.js';
import { STATUSES, Status, statusWord } from '../ui/status.js';
import { Segments } from '../ui/tabs.js';
import { Time, UserName } from '../ui/time.js';

const PAGE_SIZE = 25;
/** Where the table has no room for a column with the status: on a telephone, and beside the navigation on a small screen. */
const NARROW = '(max-width: 575.98px), (min-width: 768px) and (max-width: 860px)';

/**
 * My requests, and for admins those of the whole organization.
 * @param {{query: Record<string, string>}} props
 */
export default function RequestsPage({ query }) {
  const { org, isAdmin } = useOrganization();
  const showsAll = isAdmin && query.scope !== 'mine';
  const status = (query.status ?? '').split(',').filter((each) => STATUSES.includes(each)).join(',');
  const page = Math.max(1, Number.parseInt(query.page ?? '1', 10) || 1);
  const { data, error, loading, reload, setData } = useApi(showsAll ? '/service_request/admin' : '/service_request',
    { org_id: org?.org_id, page, page_size: PAGE_SIZE, status });
  const latestReload = useRef(reload);
  latestReload.current = reload;
  const reloadSoon = useRef(throttled(() => latestReload.current(), 1_000)).current;
  useEffect(() => reloadSoon.cancel, []);

  const take = useCallback((/** @type {string} */ type, /** @type {any} */ event) => {
    if (type === 'request') {
      setData((/** @type {any} */ before) => before && { ...before, data: before.data.map((/** @type {any} */ row) => row.id === event.request_id ? { ...row, status: event.request_status, last_updated: event.at } : row) });
    }
    if (type === 'request' || type === 'deleted' || type === 'reset') countAgain(org?.org_id);
    if (type !== 'close') reloadSoon();
  }, [setData, org?.org_id]);
  const state = useLive(org ? `/organization/${org.org_id}/events` : null, take);

  // While another page is read, the last one stays, and so do the buttons that lead on.
  const list = `${org?.org_id} ${showsAll}`;
  const last = useRef({ list, data: /** @type {any} */ (null) });
  if (data) last.current = { list, data };
  const shown = data ?? (loading && last.current.list === list ? last.current.data : null);
  const total = shown?.metadata.total_count ?? 0;
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const title = showsAll ? 'Requests' : 'My requests';
  return html`<${Page} title=${title} actions=${html`<${LinkButton} href="/services" kind="primary" icon="plus">New request<//>`}>
    <div class="toolbar">
      ${isAdmin ? html`<${Segments} label="Whose requests" value=${showsAll ? 'all' : 'mine'} onChange=${(/** @type {string} */ scope) => setQuery({ scope: scope === 'mine' ? scope : null, page: null })}
        options=${[{ value: 'all', title: 'Whole organization' }, { value: 'mine', title: 'Mine' }]} />` : null}
      <${StatusFilter} value=${status} />
      <span class="toolbar-end"><${Live} state=${state} /></span>
    </div>
    ${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : null}
    ${state === 'stopped' ? html`<${Note} kind="warning">This list is no longer up to date, because you may not see it any more. Reload the page to see whether that is still so.<//>` : null}
    <div aria-busy=${loading ? 'true' : undefined}>${!shown ? loading ? html`<${Skeleton} lines=${8} />` : null
      : shown.data.length > 0 ? html`<${Requests} rows=${shown.data} showsAll=${showsAll} title=${title} />`
      : loading ? html`<${Skeleton} lines=${8} />` : html`<${Nothing} status=${status} page=${page} showsAll=${showsAll} />`}</div>
    ${shown && total > 0 ? html`<nav class="pager" aria-label="Pages"><span>${plural(total, 'request')}${pages > 1 ? `, page ${page} of ${pages}` : ''}</span>
      ${pages > 1 ? html`<span class="row"><${Button} small icon="chevron-left" disabled=${page <= 1} onClick=${() => setQuery({ page: page - 1 > 1 ? page - 1 : null }, { replace: false })}>Newer<//>
      <${Button} small disabled=${page >= pages} onClick=${() => setQuery({ page: page + 1 }, { replace: false })}>Older<//></span>` : null}</nav>` : null}
  <//>`;
}

/** @param {{value: string}} props */
function StatusFilter({ value }) {
  const options = [['', 'All'], ['Not Started,Running,Pending', 'Open'], ...STATUSES.map((status) => [status, statusWord(status)])];
  return html`<label class="filter"><span class="filter-label">Status</span><select class="select" onChange=${(/** @type {any} */ event) => setQuery({ status: event.target.value, page: null })}>
    ${options.map(([key, word]) => html`<option key=${key} value=${key} selected=${key === value}>${word}</option>`)}
  </select></label>`;
}

/** @param {{rows: any[], showsAll: boolean, title: string}} props */
function Requests({ rows, showsAll, title }) {
  const isNarrow = useMedia(NARROW);
  const columns = [
    { title: 'Service', primary: true, cell: (/** @type {any} */ row) => html`${row.pipeline_name}<span class=${isNarrow ? 'row-below' : 'row-more'}>${isNarrow ? html`<${Status} value=${row.status} />` : null}<span class="truncate">${summary(row)}</span></span>` },
    ...isNarrow ? [] : [{ title: 'Status', class: 'nowrap', cell: (/** @type {any} */ row) => html`<${Status} value=${row.status} />` }],
    ...showsAll ? [{ title: 'Requester', class: 'nowrap', hideBelow: /** @type {const} */ ('medium'), cell: (/** @type {any} */ row) => html`<${UserName} id=${row.user_id} />` }] : [],
    { title: 'Submitted', class: 'nowrap', hideBelow: /** @type {const} */ ('medium'), cell: (/** @type {any} */ row) => html`<${Time} at=${row.created_on} />` },
    { title: 'Updated', class: 'nowrap', cell: (/** @type {any} */ row) => html`<${Time} at=${row.last_updated} />` },
  ];
  return html`<${List} label=${title} columns=${columns} rows=${rows} keyOf=${(/** @type {any} */ row) => row.id} hrefOf=${(/** @type {any} */ row) => `/requests/${row.id}`} />`;
}

/** The values of a request in a few words, which tell requests for the same service apart. @param {any} row */
function summary(row) {
  const words = Object.values(row.form_data ?? {}).flat().filter((value) => typeof value !== 'object').map(String).filter((value) => !['', 'true', 'false'].includes(value));
  return words.join(' · ').slice(0, 200) || row.remarks.slice(0, 200);
}

/** @param {{status: string, page: number, showsAll: boolean}} props */
function Nothing({ status, page, showsAll }) {
  if (page > 1) return html`<${Empty} title="There is nothing on this page." action=${html`<${Button} onClick=${() => setQuery({ page: null })}>First page<//>`} />`;
  if (status) return html`<${Empty} icon="search" title="No request has this status." action=${html`<${Button} onClick=${() => setQuery({ status: null })}>Show all<//>`} />`;
  return html`<${Empty} title=${showsAll ? 'Nobody has requested anything yet.' : 'You have not requested anything yet.'} hint="Choose a service, fill in its form, and follow what happens here."
    action=${html`<${Button} kind="primary" onClick=${() => navigate('/services')}>See the services<//>`} />`;
}
