// @ts-check
/** The versions of a pipeline, and what differs between two of them. */
import { html } from '../lib/dom.js';
import { useApi, useOrganization } from '../lib/hooks.js';
import { Link, setQuery } from '../lib/router.js';
import { PipelineDiff } from '../ui/diff.js';
import { ErrorBox, LinkButton, List, Page, Skeleton, Time, UserName } from '../ui/index.js';

/** @param {{params: {id: string}, query: Record<string, string>}} props */
export default function VersionsPage({ params, query }) {
  const { data, error, reload } = useApi(`/pipeline/${encodeURIComponent(params.id)}/versions`);
  const { isAdminOf } = useOrganization();
  /** @type {any[]} */
  const versions = data ?? [];
  const newest = versions[0];
  // Without a choice, the newest version is compared with the one before.
  const to = versions.find((each) => each.id === query.to) ?? newest;
  const from = versions.find((each) => each.id === query.from) ?? versions[versions.indexOf(to) + 1] ?? to;
  const isChoice = Boolean(to) && to !== from;
  const comparison = useApi(isChoice ? `/pipeline/${from.id}/diff` : null, { to: to?.id });
  if (!newest) return html`<${Page} title="Versions">${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : html`<${Skeleton} />`}<//>`;

  const canEdit = isAdminOf(newest.org_id) && !newest.archived_on;
  const columns = [
    { title: 'Version', primary: true, cell: (/** @type {any} */ each) => html`Version ${each.version}${each === newest ? html` <span class="badge badge-accent">newest</span>` : null}<span class="cell-sub only-small"><${Time} at=${each.created_on} /> by <${UserName} id=${each.user_id} /></span>` },
    { title: 'Made', class: 'cell-when', hideBelow: /** @type {const} */ ('small'), cell: (/** @type {any} */ each) => html`<${Time} at=${each.created_on} /> <span class="muted">by <${UserName} id=${each.user_id} /></span>` },
    { title: 'Steps', class: 'numeric', hideBelow: /** @type {const} */ ('medium'), cell: (/** @type {any} */ each) => each.steps.length },
    { title: 'Fields', class: 'numeric', hideBelow: /** @type {const} */ ('medium'), cell: (/** @type {any} */ each) => each.form.fields.length },
    ...versions.length < 2 ? [] : [
      { title: 'From', class: 'cell-choice', cell: (/** @type {any} */ each) => html`<${Choice} name="from" label=${`Compare from version ${each.version}`} isChosen=${each === from} onChoose=${() => setQuery({ from: each.id, to: to.id })} />` },
      { title: 'To', class: 'cell-choice', cell: (/** @type {any} */ each) => html`<${Choice} name="to" label=${`Compare to version ${each.version}`} isChosen=${each === to} onChoose=${() => setQuery({ from: from.id, to: each.id })} />` },
      ...!canEdit ? [] : [{ title: html`<span class="sr-only">Actions</span>`, class: 'cell-actions', hideBelow: /** @type {const} */ ('medium'), cell: (/** @type {any} */ each) => each === newest ? null : html`<${Link} href=${`/pipelines/${newest.id}/edit?from=${each.id}`}>Begin with it<span class="sr-only">: version ${each.version}</span><//>` }],
    ],
  ];
  return html`<${Page} title=${`Versions of ${newest.pipeline_name}`} back=${{ href: `/pipelines/${newest.id}`, title: newest.pipeline_name }}
      actions=${canEdit ? html`<${LinkButton} kind="primary" icon="edit" href=${`/pipelines/${newest.id}/edit`}>New version<//>` : null}>
    ${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : null}
    <${List} label="Versions" columns=${columns} rows=${versions} keyOf=${(/** @type {any} */ each) => each.id} hrefOf=${(/** @type {any} */ each) => `/pipelines/${each.id}`} />
    ${versions.length === 1 ? html`<p class="muted table-foot">There is one version. When somebody saves the next one, what it changes is shown here.</p>` : html`
    <section class="comparison" aria-live="polite">
      <h2>${isChoice ? `From version ${from.version} to version ${to.version}` : 'Comparison'}</h2>
      ${!isChoice ? html`<p class="muted">Choose two different versions.</p>`
      : comparison.error ? html`<${ErrorBox} error=${comparison.error} onRetry=${comparison.reload} />`
      : comparison.data ? html`<${PipelineDiff} diff=${comparison.data} from=${from} to=${to} />`
      : html`<${Skeleton} />`}
    </section>`}
  <//>`;
}

/** @param {{name: string, label: string, isChosen: boolean, onChoose: () => void}} props */
function Choice({ name, label, isChosen, onChoose }) {
  return html`<label class="choice-cell"><input type="radio" name=${name} aria-label=${label} checked=${isChosen} onChange=${onChoose} /></label>`;
}
