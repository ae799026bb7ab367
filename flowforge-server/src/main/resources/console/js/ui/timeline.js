// @ts-check
import { html } from '../lib/dom.js';
import { clock, duration, plural, time } from '../lib/format.js';
import { useNow } from '../lib/hooks.js';
import { waitingText } from '../lib/timeline.js';
import { Status } from './status.js';
import { UserName } from './time.js';

/** @typedef {import('../lib/timeline.js').StepView} StepView */

/**
 * The steps of a run, with their states, durations and attempts. A press on a step shows its log.
 * @param {{steps: StepView[], selected: string | null, run: number, requestStatus: string, onSelect: (step: string) => void}} props
 */
export function Timeline({ steps, selected, run, requestStatus, onSelect }) {
  const isMoving = steps.some((step) => step.status === 'Running');
  const now = useNow(isMoving);
  return html`<ol class="timeline" aria-label="Steps">${steps.map((step) => html`<${TimelineStep} key=${step.name} step=${step} run=${run} now=${now} isSelected=${step.name === selected}
    waitsForApproval=${step.status === 'Running' && requestStatus === 'Pending'} onSelect=${onSelect} />`)}</ol>`;
}

/** @param {{step: StepView, run: number, now: number, isSelected: boolean, waitsForApproval: boolean, onSelect: (step: string) => void}} props */
function TimelineStep({ step, run, now, isSelected, waitsForApproval, onSelect }) {
  const { execution } = step;
  const value = waitsForApproval ? 'Pending' : step.status;
  const look = { value, skipped: step.skipped, rejected: step.rejected, waiting: step.waitsFor !== null && step.status === 'Running' && !waitsForApproval };
  return html`<li class=${`timeline-step ${value === 'Not Started' ? 'timeline-todo' : ''}`}>
    <button type="button" class="timeline-head" aria-pressed=${isSelected ? 'true' : 'false'} onClick=${() => onSelect(step.name)}>
      <span class="timeline-dot"><${Status} ...${look} part="icon" /></span>
      <span class="timeline-name">${step.name}</span>
      ${execution && execution.attempt > 1 ? html`<span class="badge">Attempt ${execution.attempt}</span>` : null}
      ${execution && execution.run < run ? html`<span class="badge">Run ${execution.run}</span>` : null}
      <${Status} ...${look} part="word" />
      <span class="timeline-time">${took(step, now)}</span>
    </button>
    <${StepFacts} step=${step} waitsForApproval=${waitsForApproval} />
  </li>`;
}

/** @param {{step: StepView, waitsForApproval: boolean}} props */
function StepFacts({ step, waitsForApproval }) {
  const { execution } = step;
  /** @type {any[]} */
  const facts = [];
  if (step.waitsFor && step.status === 'Running') facts.push(waitingText(step.waitsFor));
  if (waitsForApproval) facts.push('An admin of the organization decides');
  if (step.skipped) facts.push(execution?.reason ?? 'Its condition was false');
  if (execution?.by && execution.status === 'Completed' && !step.skipped) facts.push(html`Approved by <${UserName} id=${execution.by} />`);
  if (execution?.by && step.rejected && !execution.reason) facts.push(html`Rejected by <${UserName} id=${execution.by} />`);
  const failures = execution?.failures ?? [];
  const lastFailure = failures[failures.length - 1];
  if (lastFailure && execution?.status === 'Running') facts.push(html`${plural(failures.length, 'attempt')} failed: <span class="failed">${lastFailure.reason ?? 'no reason is recorded'}</span>`);
  if (execution?.status === 'Failed' && execution.reason) facts.push(html`<span class="failed">${execution.reason}</span>`);
  if (facts.length === 0) return null;
  return html`<div class="timeline-more">${facts.map((fact, index) => html`<p key=${index}>${fact}</p>`)}</div>`;
}

/**
 * @param {StepView} step
 * @param {number} now
 */
function took(step, now) {
  const { execution } = step;
  if (!execution || step.skipped) return '';
  const title = execution.startedAt ? `${time(execution.startedAt)}${execution.endedAt ? ` to ${clock(execution.endedAt)}` : ''}` : undefined;
  if (execution.endedAt === null && execution.startedAt) return html`<span title=${title}>${duration(now - Date.parse(execution.startedAt))}</span>`;
  if (execution.tookMs !== null) return html`<span title=${title}>${duration(execution.tookMs)}</span>`;
  return '';
}
