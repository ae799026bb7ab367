// @ts-check
/** The pipelines of an organization. */
import { api } from '../lib/api.js';
import { html, useMemo, useState } from '../lib/dom.js';
import { plural } from '../lib/format.js';
import { useApi, useOrganization } from '../lib/hooks.js';
import { setQuery, useRoute } from '../lib/router.js';
import { Button, Confirm, Empty, ErrorBox, Icon, LinkButton, List, Page, Segments, Skeleton, Time, UserName, toast } from '../ui/index.js';

export default function PipelinesPage() {
  const { org, isAdmin } = useOrganization();
  const { query } = useRoute();
  const isArchive = query.show === 'archived';
  const { data, error, loading, reload } = useApi(org ? '/pipeline' : null, { org_id: org?.org_id, all_versions: isArchive ? true : null });
  const [search, setSearch] = useState('');
  const [restoring, setRestoring] = useState(/** @type {any} */ (null));

  // Of archived pipelines the list has all versions; the newest one stands for them.
  const pipelines = useMemo(() => /** @type {any[]} */ (data ?? []).filter((each) => !each.newest_version_id && Boolean(each.archived_on) === isArchive), [data, isArchive]);
  const wanted = search.trim().toLowerCase();
  const shown = pipelines.filter((each) => `${each.pipeline_name}\n${each.pipeline_description}`.toLowerCase().includes(wanted));
  const create = isAdmin ? html`<${LinkButton} kind="primary" icon="plus" href="/pipelines/new">New pipeline<//>` : null;
  const columns = [
    { title: 'Pipeline', primary: true, cell: (/** @type {any} */ each) => html`<span class="cell-name">${each.pipeline_name}</span><span class="cell-sub">${each.pipeline_description}</span>` },
    { title: 'Version', class: 'numeric', cell: (/** @type {any} */ each) => each.version },
    { title: 'Steps', class: 'numeric', hideBelow: /** @type {const} */ ('small'), cell: (/** @type {any} */ each) => each.steps.length },
    isArchive
      ? { title: 'Archived', class: 'cell-when', cell: (/** @type {any} */ each) => html`<${Time} at=${each.archived_on} />` }
      : { title: 'Changed', class: 'cell-when', hideBelow: /** @type {const} */ ('small'), cell: (/** @type {any} */ each) => html`<${Time} at=${each.created_on} /> <span class="muted">by <${UserName} id=${each.user_id} /></span>` },
    ...isArchive && isAdmin ? [{ title: html`<span class="sr-only">Actions</span>`, class: 'cell-actions', cell: (/** @type {any} */ each) => html`<${Button} small icon="history" label=${`Restore ${each.pipeline_name}`} onClick=${() => setRestoring(each)}>Restore<//>` }] : [],
  ];
  return html`<${Page} title="Pipelines" actions=${create}>
    <div class="toolbar">
      <${Segments} label="Which pipelines" options=${[{ value: 'used', title: 'In use' }, { value: 'archived', title: 'Archived' }]} value=${isArchive ? 'archived' : 'used'}
        onChange=${(/** @type {string} */ value) => setQuery({ show: value === 'archived' ? value : null })} />
      <div class="search"><${Icon} name="search" /><input class="input" type="search" data-search placeholder="Search" aria-label="Search pipelines" value=${search} onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} /><kbd>/</kbd></div>
    </div>
    ${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : null}
    ${loading ? html`<${Skeleton} />` : null}
    ${!data ? null : pipelines.length === 0 ? isArchive
      ? html`<${Empty} icon="archive" title="No archived pipeline" hint="An archived pipeline accepts no new requests, and is restored from here." action=${html`<${Button} onClick=${() => setQuery({ show: null })}>Pipelines in use<//>`} />`
      : html`<${Empty} icon="pipeline" title="No pipeline yet" hint=${isAdmin ? 'A pipeline is a form, and steps that do the work. The editor shows beside your text what requesters will see.' : 'The admins of this organization have not made a pipeline yet.'} action=${create} />`
    : shown.length === 0 ? html`<${Empty} icon="search" title="Nothing found" hint=${`No pipeline has “${search.trim()}” in its name or description.`} action=${html`<${Button} onClick=${() => setSearch('')}>Show all<//>`} />`
    : html`<${List} label="Pipelines" columns=${columns} rows=${shown} keyOf=${(/** @type {any} */ each) => each.id} hrefOf=${(/** @type {any} */ each) => `/pipelines/${each.id}`} />
      <p class="muted table-foot">${plural(shown.length, 'pipeline')}</p>`}
    ${restoring ? html`<${Confirm} title=${`Restore “${restoring.pipeline_name}”?`} action="Restore" kind="primary" onClose=${() => setRestoring(null)}
      onConfirm=${async () => { await api.put(`/pipeline/${restoring.id}/restore`); toast(`${restoring.pipeline_name} is in use again.`); await reload(); }}>
      <p>It accepts new requests again.</p><//>` : null}
  <//>`;
}
