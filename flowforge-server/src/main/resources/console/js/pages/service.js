// @ts-check
import { api } from '../lib/api.js';
import { html, useEffect } from '../lib/dom.js';
import { moveDraft, useApi, useMe, useOrganization } from '../lib/hooks.js';
import { Link, navigate } from '../lib/router.js';
import { useSubmission } from '../lib/submission.js';
import { Button, Empty, ErrorBox, Icon, LinkButton, Note, Page, Skeleton, toast } from '../ui/index.js';
import { RequestForm } from '../ui/request-form.js';

const BACK = { href: '/services', title: 'Services' };

/**
 * One service: its form, and what happens after that. With `copy` in the query the form has the values of another request.
 * @param {{params: Record<string, string>, query: Record<string, string>}} props
 */
export default function ServicePage({ params, query }) {
  const { org } = useOrganization();
  const { user } = useMe();
  const pipeline = useApi(`/pipeline/${encodeURIComponent(params.id)}`, { org_id: org?.org_id });
  const copied = useApi(query.copy ? `/service_request/${encodeURIComponent(query.copy)}` : null);
  const { data } = pipeline;
  const newest = data?.newest_version_id;
  const isReplaced = Boolean(newest) && !data?.archived_on;
  useEffect(() => {
    if (!isReplaced) return;
    if (user) moveDraft(user.user_id, `service.${params.id}`, `service.${newest}`);
    navigate(`/services/${newest}${query.copy ? `?copy=${encodeURIComponent(query.copy)}` : ''}`, { replace: true });
  }, [isReplaced, newest]);

  const title = data?.pipeline_name ?? 'Service';
  if (pipeline.error && !data) return html`<${Page} title="Service" back=${BACK}><${ErrorBox} error=${pipeline.error} onRetry=${pipeline.reload} /><//>`;
  if (!data || isReplaced || copied.loading) return html`<${Page} title=${title} back=${BACK}><${Skeleton} lines=${8} /><//>`;
  if (data.archived_on) {
    return html`<${Page} title=${title} back=${BACK}><${Empty} icon="archive" title="This service is archived." hint="It takes no new requests; those that exist go on." action=${html`<${LinkButton} href="/services">See the services<//>`} /><//>`;
  }
  return html`<${Page} title=${title} back=${BACK} lead=${data.pipeline_description ? html`<p class="service-text">${data.pipeline_description}</p>` : null}>
    <div class="with-aside">
      <div class="stack">
        ${copied.error ? html`<${ErrorBox} title="The request to copy could not be read; the form has its defaults." error=${copied.error} />` : null}
        ${copied.data ? html`<${Note} icon="copy"><p>These are the values of <${Link} href=${`/requests/${copied.data.service_request.id}`}>an earlier request<//>. Nothing is submitted until you press a button.</p><//>` : null}
        <${ServiceForm} pipeline=${data} copied=${copied.data?.service_request ?? null} onReload=${pipeline.reload} />
      </div>
      <${WhatHappens} pipeline=${data} />
    </div>
  <//>`;
}

/** @param {{pipeline: any, copied: any, onReload: () => Promise<void>}} props */
function ServiceForm({ pipeline, copied, onReload }) {
  const name = copied ? `copy.${copied.id}` : `service.${pipeline.id}`;
  const send = useSubmission(name);
  /**
   * @param {string} action
   * @param {{form_data: object, remarks: string}} input
   * @param {() => void} accepted
   */
  const submit = async (action, input, accepted) => {
    const request = await send({ pipeline_id: pipeline.id, org_id: pipeline.org_id, pipeline_version: pipeline.version, ...input });
    accepted();
    if (action === 'start') {
      try {
        await api.put(`/service_request/${request.id}/start`);
        toast('Submitted and started.');
      } catch (error) {
        toast(`Submitted, but not started: ${/** @type {Error} */ (error).message}`, 'error');
      }
    } else {
      toast('Submitted. Start it when you are ready.');
    }
    navigate(`/requests/${request.id}`);
  };
  return html`<${RequestForm} form=${pipeline.form} draftKey=${name} formData=${copied?.form_data ?? null} remarks=${copied?.remarks ?? ''} onSubmit=${submit}
    actions=${[{ name: 'start', title: 'Submit and start' }, { name: 'submit', title: 'Submit only' }]}
    conflictAction=${html`<${Button} small icon="refresh" onClick=${onReload}>Load the newest form<//>`} />`;
}

/** @type {Record<string, [string, string]>} */
const KINDS = {
  WAIT_FOR_APPROVAL: ['hand', 'An admin approves'],
  DELAY: ['clock', 'Waits for a time'],
  WAIT_FOR_CALLBACK: ['clock', 'Waits for another system'],
};

/** @param {{pipeline: any}} props */
function WhatHappens({ pipeline }) {
  const steps = ordered(pipeline);
  return html`<aside class="aside" aria-labelledby="what-happens"><h2 id="what-happens" class="aside-title">What happens then</h2>
    <ol class="outline">${steps.map((step) => {
      const [icon, text] = KINDS[step.step_type] ?? ['bolt', ''];
      return html`<li key=${step.step_name} class="outline-step"><${Icon} name=${icon} size=${14} /><span><span class="outline-name">${step.step_name}</span>${text || step.when ? html`<span class="outline-text">${[text, step.when ? 'only under a condition' : ''].filter(Boolean).join(', ')}</span>` : null}</span></li>`;
    })}</ol></aside>`;
}

/** @param {any} pipeline */
function ordered(pipeline) {
  const byName = new Map(pipeline.steps.map((/** @type {any} */ step) => [step.step_name, step]));
  /** @type {any[]} */
  const steps = [];
  for (let step = byName.get(pipeline.first_step_name); step && !steps.includes(step); step = byName.get(step.next_step_name)) steps.push(step);
  return steps;
}
