// @ts-check
/** One pipeline, in one of its versions: its steps, its form, and the calls that it would make. */
import { api } from '../lib/api.js';
import { html, useMemo, useState } from '../lib/dom.js';
import { initialValues, toFormData } from '../lib/forms.js';
import { useApi, useOrganization } from '../lib/hooks.js';
import { Link } from '../lib/router.js';
import { CallPreview } from '../ui/call-preview.js';
import { Button, Confirm, ErrorBox, FormFields, LinkButton, Note, Page, Skeleton, Tabs, Time, UserName, toast } from '../ui/index.js';
import { StepList } from '../ui/step-list.js';

/** @param {{params: {id: string}, query: Record<string, string>}} props */
export default function PipelinePage({ params, query }) {
  const path = `/pipeline/${encodeURIComponent(params.id)}`;
  const here = `/pipelines/${encodeURIComponent(params.id)}`;
  const { data: pipeline, error, reload } = useApi(path);
  const { isAdminOf } = useOrganization();
  const [asking, setAsking] = useState(/** @type {'archive' | 'restore' | null} */ (null));
  if (!pipeline) return html`<${Page} title="Pipeline">${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : html`<${Skeleton} />`}<//>`;

  // The role in the pipeline's own organization counts, whichever is chosen.
  const isAdmin = isAdminOf(pipeline.org_id);
  const newestId = pipeline.newest_version_id ?? pipeline.id;
  const isArchived = Boolean(pipeline.archived_on);
  const tab = query.tab === 'form' || query.tab === 'calls' ? query.tab : 'steps';
  const actions = html`
    <${LinkButton} icon="history" href=${`${here}/versions`}>Versions<//>
    ${isAdmin && !isArchived ? html`<${Button} icon="archive" onClick=${() => setAsking('archive')}>Archive…<//>` : null}
    ${isAdmin && isArchived ? html`<${Button} kind="primary" icon="history" onClick=${() => setAsking('restore')}>Restore…<//>` : null}
    ${isArchived ? null : html`<${LinkButton} icon="play" href=${`/services/${newestId}`}>Request it<//>`}
    ${isAdmin && !isArchived ? html`<${LinkButton} kind="primary" icon="edit" href=${`/pipelines/${newestId}/edit`}>Edit<//>` : null}`;
  const lead = html`Version ${pipeline.version} · <${Time} at=${pipeline.created_on} /> by <${UserName} id=${pipeline.user_id} />`;
  return html`<${Page} title=${pipeline.pipeline_name} actions=${actions} lead=${lead} back=${{ href: '/pipelines', title: 'Pipelines' }}>
    ${isArchived ? html`<${Note} kind="warning" icon="archive"><p>Archived <${Time} at=${pipeline.archived_on} />. It accepts no new requests; requests that exist go on.</p><//>` : null}
    ${pipeline.newest_version_id ? html`<${Note} icon="history"><p>This is an older version; new requests run on <${Link} href=${`/pipelines/${newestId}`}>the newest one<//>.${
      isAdmin && !isArchived ? html` You can <${Link} href=${`/pipelines/${newestId}/edit?from=${pipeline.id}`}>begin a new version with this one<//>.` : null}</p><//>` : null}
    ${pipeline.pipeline_description ? html`<p class="prose">${pipeline.pipeline_description}</p>` : null}
    ${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : null}
    <${Tabs} label="Parts of the pipeline" tabs=${[
      { href: here, title: 'Steps', current: tab === 'steps', count: pipeline.steps.length },
      { href: `${here}?tab=form`, title: 'Form', current: tab === 'form', count: pipeline.form.fields.length },
      { href: `${here}?tab=calls`, title: 'Calls', current: tab === 'calls' }]} />
    <div class="tab-panel">
      ${tab === 'steps' ? html`<${StepList} pipeline=${pipeline} />${isAdmin ? null : html`<p class="muted">Literal secrets are shown to Admins and the Owner; you see <code>***</code>.</p>`}`
      : html`<${Trial} key=${pipeline.id} pipeline=${pipeline} hasCalls=${tab === 'calls'} />`}
    </div>
    ${asking === 'archive' ? html`<${Confirm} title=${`Archive “${pipeline.pipeline_name}”?`} action="Archive" onClose=${() => setAsking(null)}
      onConfirm=${async () => { await api.delete(path); toast(`${pipeline.pipeline_name} is archived.`); await reload(); }}>
      <p>No version of it accepts new requests any more, and it leaves the lists. Requests that exist go on. You can restore it at any time.</p><//>` : null}
    ${asking === 'restore' ? html`<${Confirm} title=${`Restore “${pipeline.pipeline_name}”?`} action="Restore" kind="primary" onClose=${() => setAsking(null)}
      onConfirm=${async () => { await api.put(`${path}/restore`); toast(`${pipeline.pipeline_name} is in use again.`); await reload(); }}>
      <p>It accepts new requests again.</p><//>` : null}
  <//>`;
}

/** The form as requesters see it, and the calls for what is filled in. @param {{pipeline: any, hasCalls: boolean}} props */
function Trial({ pipeline, hasCalls }) {
  const [values, setValues] = useState(() => initialValues(pipeline.form));
  const request = useMemo(() => ({ pipeline_id: pipeline.id }), [pipeline.id]);
  const form = html`<section class="form-preview" aria-label="Form">
    ${pipeline.form.fields.length === 0 ? html`<p class="muted">Requesters fill in nothing.</p>` : null}
    <${FormFields} form=${pipeline.form} values=${values} onChange=${(/** @type {string} */ name, /** @type {any} */ value) => setValues((before) => ({ ...before, [name]: value }))} preview=${true} />
  </section>`;
  if (!hasCalls) return form;
  return html`<div class="side-by-side">${form}<section aria-label="Calls"><${CallPreview} request=${request} form=${pipeline.form} formData=${toFormData(pipeline.form, values)} /></section></div>`;
}
