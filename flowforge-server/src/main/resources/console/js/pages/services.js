// @ts-check
import { html, useRef } from '../lib/dom.js';
import { plural } from '../lib/format.js';
import { useApi, useOrganization } from '../lib/hooks.js';
import { useRowKeys } from '../lib/keys.js';
import { Link, setQuery } from '../lib/router.js';
import { Button, Empty, ErrorBox, Icon, LinkButton, Page, Skeleton } from '../ui/index.js';

/**
 * The catalogue: what can be requested in the organization.
 * @param {{query: Record<string, string>}} props
 */
export default function ServicesPage({ query }) {
  const { org, isAdmin } = useOrganization();
  const { data, error, loading, reload } = useApi('/pipeline', { org_id: org?.org_id });
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useRowKeys(list);
  const word = query.q ?? '';
  const found = (data ?? []).filter((/** @type {any} */ pipeline) => matches(pipeline, word)).sort((/** @type {any} */ a, /** @type {any} */ b) => a.pipeline_name.localeCompare(b.pipeline_name));
  return html`<${Page} title="Services" lead=${`What you can request in ${org?.name}.`}>
    ${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : null}
    ${loading ? html`<${Skeleton} lines=${8} />` : null}
    ${data && data.length > 0 ? html`
      <div class="toolbar"><div class="search"><${Icon} name="search" /><label class="sr-only" for="service-search">Search the services</label>
        <input id="service-search" data-search class="input" type="search" autocomplete="off" placeholder="Search by name or description" value=${word} onInput=${(/** @type {any} */ event) => setQuery({ q: event.target.value })} /><kbd aria-hidden="true">/</kbd></div>
        <span class="muted small" role="status">${word ? `${found.length} of ${plural(data.length, 'service')}` : plural(data.length, 'service')}</span></div>
      ${found.length > 0 ? html`<ul class="catalog" ref=${list}>${found.map((/** @type {any} */ pipeline) => html`<${Service} key=${pipeline.id} pipeline=${pipeline} />`)}</ul>`
        : html`<${Empty} icon="search" title=${`No service matches “${word}”.`} action=${html`<${Button} onClick=${() => setQuery({ q: null })}>Show all<//>`} />`}` : null}
    ${data && data.length === 0 ? html`<${Empty} icon="grid" title="There are no services yet."
      hint=${isAdmin ? 'A service is a pipeline: a form, and the steps that follow. Create the first one.' : 'An admin of the organization creates them as pipelines. Ask one of them for what you need.'}
      action=${isAdmin ? html`<${LinkButton} href="/pipelines/new" kind="primary" icon="plus">New pipeline<//>` : html`<${LinkButton} href="/members">See the admins<//>`} />` : null}
  <//>`;
}

/** @param {{pipeline: any}} props */
function Service({ pipeline }) {
  const approvals = pipeline.steps.filter((/** @type {any} */ step) => step.step_type === 'WAIT_FOR_APPROVAL').length;
  return html`<li class="catalog-item row-link">
    <${Link} href=${`/services/${pipeline.id}`} class="row-anchor catalog-name">${pipeline.pipeline_name}<//>
    ${pipeline.pipeline_description ? html`<p class="catalog-text">${pipeline.pipeline_description}</p>` : null}
    <p class="catalog-facts">${approvals > 0 ? html`<span class="badge"><${Icon} name="hand" size=${12} />${approvals > 1 ? plural(approvals, 'approval') : 'Needs approval'}</span>` : html`<span class="badge"><${Icon} name="bolt" size=${12} />Runs at once</span>`}<span class="badge">${plural(pipeline.steps.length, 'step')}</span></p>
  </li>`;
}

/**
 * @param {any} pipeline
 * @param {string} word
 */
function matches(pipeline, word) {
  const text = `${pipeline.pipeline_name} ${pipeline.pipeline_description}`.toLowerCase();
  return word.toLowerCase().split(/\s+/).every((part) => text.includes(part));
}
