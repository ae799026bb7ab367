// @ts-check
import { api } from '../lib/api.js';
import { html, useEffect, useMemo, useState } from '../lib/dom.js';
import { duration, shortTime, time } from '../lib/format.js';
import { displayValue } from '../lib/forms.js';
import { useMe, useOrganization } from '../lib/hooks.js';
import { fileName } from '../lib/log.js';
import { logKey, useRequestFeed } from '../lib/request-feed.js';
import { setQuery } from '../lib/router.js';
import { currentStep, executions, hasEnded, inOrder, isFailure, meaning, stepsOfRun } from '../lib/timeline.js';
import { Decision } from '../ui/decision.js';
import { Button, Confirm, Empty, ErrorBox, LinkButton, Note, Page, Segments, Skeleton, Status, Time, UserName, fieldId, statusWord, toast } from '../ui/index.js';
import { Live } from '../ui/live.js';
import { keepFocus } from '../ui/page.js';
import { LogViewer } from '../ui/log.js';
import { RequestForm } from '../ui/request-form.js';
import { RetryDialog } from '../ui/retry.js';
import { Timeline } from '../ui/timeline.js';

const BACK = { href: '/requests', title: 'Requests' };

/**
 * One request: its steps, logs, values and history, and what the person may do with it. All of it is live.
 * @param {{params: Record<string, string>, query: Record<string, string>}} props
 */
export default function RequestPage({ params, query }) {
  const { orgs } = useOrganization();
  const [picked, setPicked] = useState(/** @type {string | null} */ (null));
  const [pickedRun, setPickedRun] = useState(/** @type {number | null} */ (null));
  const [shown, setShown] = useState(/** @type {{step: string | null, run: number | null}} */ ({ step: null, run: null }));
  const feed = useRequestFeed(params.id, shown);
  const { details, transitions, logs, runs } = feed;
  const run = pickedRun ?? runs;
  const history = useMemo(() => executions(transitions), [transitions]);
  const states = useMemo(() => details ? inOrder(details.steps, details.first_step_name) : [], [details]);
  const steps = useMemo(() => stepsOfRun(states, history, run, run === runs), [states, history, run, runs]);
  // Until somebody picks a step, the log follows the work.
  const now = currentStep(steps);
  const step = picked ?? now;
  const view = steps.find((each) => each.name === step) ?? null;
  const logRun = view?.execution?.run ?? run;
  useEffect(() => setShown({ step, run: logRun }), [step, logRun]);

  if (feed.isGone) {
    const { requestId } = /** @type {any} */ (feed.error);
    return html`<${Page} title="Request not found" back=${BACK}><${Empty} icon="search" title="There is no such request, or you may not see it." hint=${html`Its requester and the admins of its organization can see it. If somebody sent you the link, ask them, or sign in as somebody else.${
      requestId ? html`<br />Request id <code>${requestId}</code>` : null}`} action=${html`<${LinkButton} href="/requests">My requests<//>`} /><//>`;
  }
  if (!details) {
    return html`<${Page} title="Request" back=${BACK}>${feed.error ? html`<${ErrorBox} error=${feed.error} onRetry=${feed.refresh} />` : html`<${Skeleton} lines=${10} />`}<//>`;
  }
  const request = details.service_request;
  const lines = step ? logs.get(logKey(logRun, step)) : undefined;
  const isOpen = !hasEnded(request.status) && (view === null || view.status === 'Running' || view.status === 'Not Started');
  return html`<${Page} title=${request.pipeline_name} windowTitle=${`${request.pipeline_name}: ${statusWord(request.status)}`} back=${BACK} wide
    actions=${html`<${Actions} request=${request} steps=${steps} isEditing=${query.edit === 'yes'} onChanged=${feed.refresh} />`}
    lead=${html`<div class="request-head"><span aria-live="polite"><${Status} value=${request.status} /></span><span>Submitted by <${UserName} id=${request.user_id} /> <${Time} at=${request.created_on} />${orgs.length > 1 ? ` in ${orgs.find((org) => org.org_id === request.org_id)?.name ?? `organization ${request.org_id}`}` : ''}</span><span>Updated <${Time} at=${request.last_updated} /></span>${
      request.pipeline_version > 1 ? html`<span>Version ${request.pipeline_version}</span>` : null}<code class="muted">${request.id}</code><span class="request-live"><${Live} state=${feed.state} /></span></div>`}>
    <div class="stack">
      ${feed.error ? html`<${ErrorBox} error=${feed.error} onRetry=${feed.refresh} />` : null}
      ${feed.state === 'stopped' ? html`<${Note} kind="warning">This page is no longer up to date, because you may not see this request any more. Reload it to see whether that is still so.<//>` : null}
      <${Decision} request=${request} stepName=${states.find((state) => state.status === 'Running')?.name ?? null} onDecided=${feed.refresh} />
      ${query.edit === 'yes' && request.status === 'Not Started' ? html`<${EditForm} request=${request} form=${details.pipeline.form} onSaved=${feed.refresh} />` : null}
      <div class="request-body">
        <section class="request-steps" aria-labelledby="steps"><div class="section-head"><h2 id="steps">Steps</h2>${runs > 1 ? html`<${RunChoice} runs=${runs} run=${run} onChange=${(/** @type {number} */ next) => { setPickedRun(next === runs ? null : next); setPicked(null); }} />` : null}</div>
          <${Timeline} steps=${steps} selected=${step} run=${run} requestStatus=${run === runs ? request.status : ''} onSelect=${(/** @type {string} */ name) => setPicked(name === picked ? null : name)} />
        </section>
        <section class="request-log" aria-labelledby="log"><div class="section-head"><h2 id="log">Log</h2>${picked !== null && picked !== now && now !== null ? html`<${Button} small kind="quiet" icon="arrow-right" onClick=${() => setPicked(null)}>Go to “${now}”<//>` : null}</div>
          ${step ? html`<${LogViewer} lines=${lines ?? NO_LINES} step=${step} file=${fileName(request.id, step, logRun)} isOpen=${isOpen} isLoading=${lines === undefined && feed.state === 'connecting'} title=${html`<strong>${step}</strong>${logRun < runs || runs > 1 ? html`<span class="muted"> run ${logRun}</span>` : null}`} />` : null}
        </section>
      </div>
      <div class="columns">
        <section aria-labelledby="values"><div class="section-head"><h2 id="values">Request</h2></div><${Values} request=${request} form=${details.pipeline.form} /></section>
        <section aria-labelledby="history"><div class="section-head"><h2 id="history">History</h2></div><${History} transitions=${transitions} runs=${runs} /></section>
      </div>
    </div>
  <//>`;
}

/** @type {string[]} */
const NO_LINES = [];

/** @param {{request: any, steps: import('../lib/timeline.js').StepView[], isEditing: boolean, onChanged: () => Promise<void>}} props */
function Actions({ request, steps, isEditing, onChanged }) {
  const { user } = useMe();
  const { roles } = useOrganization();
  const [busy, setBusy] = useState('');
  const [asks, setAsks] = useState('');
  const isRequester = user?.user_id === request.user_id;
  const isAdmin = ['Owner', 'Admin'].includes(roles.get(request.org_id) ?? '');
  const mayAct = isRequester || isAdmin;
  const isOpen = !hasEnded(request.status);
  const start = async () => {
    setBusy('start');
    try {
      await api.put(`/service_request/${request.id}/start`);
      toast('Started.');
    } catch (error) {
      toast(/** @type {Error} */ (error).message, 'error');
    }
    setBusy('');
    await onChanged();
    setTimeout(keepFocus);
  };
  return html`
    ${mayAct && request.status === 'Not Started' && !isEditing ? html`<${Button} kind="primary" icon="play" busy=${busy === 'start'} onClick=${start}>Start<//>` : null}
    ${mayAct && request.status === 'Failed' ? html`<${Button} kind="primary" icon="refresh" onClick=${() => setAsks('retry')}>Retry…<//>` : null}
    ${isRequester && request.status === 'Not Started' && !isEditing ? html`<${Button} icon="edit" onClick=${() => setQuery({ edit: 'yes' }, { replace: false })}>Edit<//>` : null}
    <${LinkButton} icon="copy" href=${`/services/${encodeURIComponent(request.pipeline_id)}?copy=${encodeURIComponent(request.id)}&org=${request.org_id}`}>Copy<//>
    ${mayAct && isOpen ? html`<${Button} icon="slash-circle" onClick=${() => setAsks('cancel')}>Cancel…<//>` : null}
    ${asks === 'cancel' ? html`<${Confirm} title="Cancel this request?" action="Cancel the request" decline="Let it go on" onClose=${() => setAsks('')} onConfirm=${async () => {
      await api.put(`/service_request/${request.id}/cancel`);
      toast('Cancelled.');
      await onChanged();
    }}><p>${request.status === 'Running' ? 'The step that runs is interrupted; what it has done already stays done.' : 'Nothing more happens with it.'} A cancelled request cannot be continued, but it can be copied.</p><//>` : null}
    ${asks === 'retry' ? html`<${RetryDialog} request=${request} steps=${steps} onClose=${() => setAsks('')} onRetried=${onChanged} />` : null}`;
}

/** @param {{request: any, form: any, onSaved: () => Promise<void>}} props */
function EditForm({ request, form, onSaved }) {
  const close = () => {
    setQuery({ edit: null });
    setTimeout(keepFocus);
  };
  useEffect(() => document.getElementById(fieldId(0))?.focus(), []);
  return html`<section class="card" aria-labelledby="edit"><h2 id="edit">Change the request</h2>
    <${RequestForm} form=${form} draftKey=${`edit.${request.id}`} formData=${request.form_data} remarks=${request.remarks} actions=${[{ name: 'save', title: 'Save' }]} onCancel=${close}
      onSubmit=${async (/** @type {string} */ _, /** @type {any} */ input, /** @type {() => void} */ accepted) => {
        await api.patch(`/service_request/${request.id}`, input);
        accepted();
        toast('Saved.');
        close();
        await onSaved();
      }} /></section>`;
}

/** @param {{runs: number, run: number, onChange: (run: number) => void}} props */
function RunChoice({ runs, run, onChange }) {
  if (runs <= 4) {
    return html`<${Segments} label="Run" value=${String(run)} options=${Array.from({ length: runs }, (_, index) => ({ value: String(index + 1), title: `Run ${index + 1}` }))} onChange=${(/** @type {string} */ value) => onChange(Number(value))} />`;
  }
  return html`<label class="filter"><span class="filter-label">Run</span><select class="select" onChange=${(/** @type {any} */ event) => onChange(Number(event.target.value))}>${Array.from({ length: runs }, (_, index) => runs - index).map((each) => html`<option key=${each} value=${each} selected=${each === run}>${each}</option>`)}</select></label>`;
}

/** @param {{request: any, form: any}} props */
function Values({ request, form }) {
  const rows = form.fields.map((/** @type {any} */ field) => [field.name, field.title || field.name, displayValue(field, request.form_data?.[field.name])]);
  const others = Object.entries(request.form_data ?? {}).filter(([name]) => !form.fields.some((/** @type {any} */ field) => field.name === name))
    .map(([name, value]) => [name, name, displayValue(/** @type {any} */ ({}), value)]);
  return html`<dl class="facts card-facts">
    ${[...rows, ...others].map(([name, title, value]) => html`<dt key=${`t ${name}`}>${title}</dt><dd key=${`d ${name}`}>${value === '' ? html`<span class="muted">not set</span>` : value}</dd>`)}
    <dt>Remarks</dt><dd>${request.remarks ? request.remarks : html`<span class="muted">none</span>`}</dd>
  </dl>`;
}

/** So many of the latest entries of the history are shown at first. */
const RECENT = 12;

/** @param {{transitions: import('../lib/timeline.js').Transition[], runs: number}} props */
function History({ transitions, runs }) {
  const [isAll, setAll] = useState(false);
  if (transitions.length === 0) return html`<${Skeleton} lines=${4} label="Loading the history" />`;
  const shown = isAll ? transitions : transitions.slice(-RECENT);
  return html`<ol class="history">${[...shown].reverse().map((each) => html`<li key=${each.seq} class="history-entry">
      <time class="history-time" datetime=${each.updated_at} title=${time(each.updated_at)}>${shortTime(each.updated_at)}</time>
      <div class="history-text"><p><strong>${meaning(each)}</strong>${each.step_name ? html` <span class="muted">at</span> ${each.step_name}` : null}${each.updated_by ? html` <span class="muted">by</span> <${UserName} id=${each.updated_by} />` : each.operator ? html` <span class="muted">by operator</span> ${each.operator}` : null}${
        each.attempt && each.attempt > 1 ? html` <span class="muted">attempt ${each.attempt}</span>` : null}${runs > 1 ? html` <span class="muted nowrap">run ${each.run}</span>` : null}${each.took_ms !== null && each.took_ms >= 1000 ? html` <span class="muted nowrap">after ${duration(each.took_ms)}</span>` : null}</p>
        ${each.reason ? html`<p class=${isFailure(each) ? 'history-reason' : 'small muted'}>${each.reason}</p>` : null}</div></li>`)}</ol>
    ${transitions.length > RECENT ? html`<p><${Button} small onClick=${() => setAll(!isAll)}>${isAll ? 'Show the latest only' : `Show all ${transitions.length}`}<//></p>` : null}`;
}
