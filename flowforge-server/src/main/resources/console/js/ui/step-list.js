// @ts-check
/** The steps of a pipeline, in the order in which they run. */
import { html } from '../lib/dom.js';
import { inOrder, notes, summary, typeName } from '../lib/steps.js';
import { Icon } from './icon.js';

/** @typedef {import('../lib/steps.js').Step} Step */

/** Pictures of step types; a plug-in's type has a common one. @type {Record<string, string>} */
const ICONS = { API: 'arrow-right', WAIT_FOR_APPROVAL: 'hand', DELAY: 'clock', WAIT_FOR_CALLBACK: 'bolt' };

/** The picture of a step type. @param {{type: unknown, isDone?: boolean}} props */
export function StepSymbol({ type, isDone = false }) {
  return html`<span class="step-symbol"><${Icon} name=${isDone ? 'check' : ICONS[String(type)] ?? 'code'} size=${14} /></span>`;
}

/** The name of a step's type, unless the step has that name itself. @param {{step: Step}} props */
export function StepType({ step }) {
  const name = typeName(step.step_type);
  return name === step.step_name ? null : html`<span class="step-row-type">${name}</span>`;
}

/** What changes how a step runs. @param {{step: Step}} props */
export function StepNotes({ step }) {
  const found = notes(step);
  return found.length === 0 ? null : html`<div class="step-row-note">${found.join(' · ')}</div>`;
}

/**
 * All steps of a pipeline, which may be a draft: steps to which nothing leads come last and say so. `extra` adds something to a step.
 * @param {{pipeline: any, extra?: (step: Step) => any}} props
 */
export function StepList({ pipeline, extra }) {
  const { steps, unreachable } = inOrder(pipeline);
  if (steps.length + unreachable.length === 0) return html`<p class="muted">No step yet.</p>`;
  return html`
    <ol class="step-list">
      ${steps.map(step => html`<${StepRow} key=${step.step_name} step=${step} extra=${extra} />`)}
    </ol>
    ${unreachable.length === 0 ? null : html`
      <p class="step-list-rest">No step leads here:</p>
      <ol class="step-list step-list-unreachable">
        ${unreachable.map((step, i) => html`<${StepRow} key=${i} step=${step} extra=${extra} />`)}
      </ol>`}`;
}

/** @param {{step: Step, extra?: (step: Step) => any}} props */
function StepRow({ step, extra }) {
  return html`
    <li class="step-row">
      <${StepSymbol} type=${step.step_type} />
      <div class="step-row-body">
        <div class="step-row-head"><span class="step-row-name">${step.step_name}</span> <${StepType} step=${step} /></div>
        <div class=${step.step_type === 'API' ? 'step-row-summary mono' : 'step-row-summary'}>${summary(step)}</div>
        <${StepNotes} step=${step} />
        ${extra?.(step) ?? null}
      </div>
    </li>`;
}
