// @ts-check
/** The calls that a pipeline would make for values of its form, as the server puts them together. */
import { api, ApiError } from '../lib/api.js';
import { html, useEffect, useState } from '../lib/dom.js';
import { plural } from '../lib/format.js';
import { problemsByField } from '../lib/forms.js';
import { ErrorBox } from './feedback.js';
import { StepSymbol, StepType } from './step-list.js';

/** How long the page waits after the last change before it asks, in milliseconds. */
const DELAY_MS = 500;
/** The maximum number of characters of a body that is shown. */
const MAX_BODY = 20_000;

/**
 * Asks the server for the calls, a moment after the last change, and shows them. A pipeline or values that do not fit are told.
 * @param {{request: {pipeline_id: string} | {pipeline: any}, form: import('../lib/forms.js').Form, formData: Record<string, any>, only?: Set<string> | null}} props
 *     `only`: the names of the steps to show; all if it is absent
 */
export function CallPreview({ request, form, formData, only = null }) {
  const [answer, setAnswer] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [isOld, setOld] = useState(false);
  const body = JSON.stringify({ ...request, form_data: formData });

  useEffect(() => {
    const call = new AbortController();
    setOld(true);
    const timer = setTimeout(async () => {
      try {
        const found = await api.post('/pipeline/preview', JSON.parse(body), { signal: call.signal });
        if (call.signal.aborted) return;
        setAnswer(found);
        setError(null);
      } catch (failure) {
        if (call.signal.aborted) return;
        setError(failure);
      }
      setOld(false);
    }, DELAY_MS);
    return () => {
      clearTimeout(timer);
      call.abort();
    };
  }, [body]);

  if (error instanceof ApiError && error.status === 400) {
    const { fields, others } = problemsByField(form, error);
    const sentences = form.fields.flatMap((field) => (Object.hasOwn(fields, field.name) ? fields[field.name] : []).map((text) => `${field.title}: ${text}`));
    return html`<div class="box box-info" role="status"><div class="box-text"><p class="box-title">The calls are put together when the form is filled in</p>
      <ul>${[...sentences, ...others].map((text) => html`<li key=${text}>${text}</li>`)}</ul></div></div>`;
  }
  if (error) return html`<${ErrorBox} error=${error} />`;
  if (!answer) return html`<p class="muted" role="status">Putting the calls together…</p>`;
  return html`
    <div aria-busy=${isOld ? 'true' : 'false'}>
      <p class="muted">Nothing is called. Secrets are <code>***</code>, and what exists only while a request runs stands in ⟨brackets⟩.</p>
      <ol class="step-list">
        ${answer.steps.filter((/** @type {any} */ step) => !only || only.has(step.step_name)).map((/** @type {any} */ step) => html`
          <li class=${step.skipped ? 'step-row step-row-skipped' : 'step-row'} key=${step.step_name}>
            <${StepSymbol} type=${step.step_type} />
            <div class="step-row-body">
              <div class="step-row-head"><span class="step-row-name">${step.step_name}</span> <${StepType} step=${step} />${step.skipped ? html` <span class="step-row-state">Skipped</span>` : null}</div>
              ${(step.notes ?? []).map((/** @type {string} */ note) => html`<div class="step-row-note" key=${note}>${note}</div>`)}
              ${step.problem ? html`<div class="step-row-problem"><b>Would fail:</b> ${step.problem}</div>` : null}
              ${step.call ? html`<${Call} call=${step.call} />` : step.notes || step.skipped ? null : html`<div class="step-row-summary">${step.description}</div>`}
            </div>
          </li>`)}
      </ol>
      ${answer.omitted_steps > 0 ? html`<p class="muted">${plural(answer.omitted_steps, 'more step')} for which there was no room.</p>` : null}
    </div>`;
}

/** One call, as it would be sent. @param {{call: {method: string, url: string, headers: Record<string, string>, body: string, body_length: number}}} props */
function Call({ call }) {
  const body = readable(call.body);
  return html`
    <div class="call mono">
      <div class="call-line"><b>${call.method}</b> ${call.url}</div>
      ${Object.entries(call.headers).map(([name, value]) => html`<div class="call-header" key=${name}><span class="call-name">${name}:</span> ${value}</div>`)}
      ${call.body === '' ? null : html`<pre class="call-body" tabindex="0" aria-label="Request body">${body.slice(0, MAX_BODY)}${body.length > MAX_BODY ? '…' : ''}</pre>`}
      ${call.body_length > call.body.length ? html`<div class="muted">${plural(call.body_length, 'character')} in all</div>` : null}
    </div>`;
}

/** @param {string} body */
function readable(body) {
  // Indented only if no digit changes by that.
  try {
    const value = JSON.parse(body);
    return JSON.stringify(value) === body ? JSON.stringify(value, null, 2) : body;
  } catch {
    return body;
  }
}
