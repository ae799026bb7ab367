// @ts-check
/** What happened to the steps of a request, out of its transitions. */
import { follow } from './steps.js';

/** @typedef {{name: string, status: string, updated_at: string, updated_by: string, next_step_name: string, rejected?: boolean, skipped?: boolean, waits_for?: string}} StepState */
/**
 * @typedef {{seq: number, run: number, transition: string, status: string, step_name: string | null, attempt: number | null, updated_by: string, operator: string,
 *     updated_at: string, took_ms: number | null, reason: string | null, steps: {name: string, status: string, updated_at: string, updated_by: string, took_ms: number | null}[]}} Transition
 */
/**
 * One execution of a step: from its begin to its end in one run. `failures` are the attempts that failed before the last one.
 * @typedef {{run: number, status: string, rejected: boolean, startedAt: string | null, endedAt: string | null, tookMs: number | null, attempt: number, by: string, reason: string | null,
 *     failures: {attempt: number, at: string, reason: string | null}[]}} Execution
 */
/**
 * @typedef {{name: string, status: string, skipped: boolean, rejected: boolean, waitsFor: string | null, execution: Execution | null}} StepView
 */

const ENDS = new Set(['Completed', 'Failed', 'Cancelled']);

/**
 * Whether a request with this status goes on by itself or by somebody's decision.
 * @param {string} status
 */
export function hasEnded(status) {
  return ENDS.has(status);
}

/**
 * The steps in their order.
 * @param {Record<string, StepState>} steps
 * @param {string} first
 * @returns {StepState[]}
 */
export function inOrder(steps, first) {
  const ordered = follow(first, (name) => Object.hasOwn(steps, name) ? steps[name] : undefined);
  // A pipeline of an older system may have steps that no other leads to.
  return [...ordered, ...Object.values(steps).filter((step) => !ordered.includes(step))];
}

/**
 * Adds transitions to those that are known; each number counts once, and they stay in order.
 * @param {Transition[]} known
 * @param {Transition[]} more
 * @returns {Transition[]}
 */
export function merge(known, more) {
  if (more.length === 0) return known;
  if (known.length === 0 || more[0].seq > known[known.length - 1].seq) {
    const isSorted = more.every((each, index) => index === 0 || each.seq > more[index - 1].seq);
    if (isSorted) return [...known, ...more];
  }
  const bySeq = new Map(known.map((each) => [each.seq, each]));
  for (const each of more) bySeq.set(each.seq, each);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/**
 * The executions of every step, oldest first.
 * @param {Transition[]} transitions oldest first
 * @returns {Map<string, Execution[]>}
 */
export function executions(transitions) {
  /** @type {Map<string, Execution[]>} */
  const all = new Map();
  const of = (/** @type {string} */ name) => all.get(name) ?? [];
  const add = (/** @type {string} */ name, /** @type {Execution} */ execution) => {
    const list = all.get(name);
    if (list) list.push(execution);
    else all.set(name, [execution]);
  };
  for (const transition of transitions) {
    if (transition.transition === 'RETRY' && transition.step_name) countAttempt(of(transition.step_name), transition);
    for (const change of transition.steps) {
      const list = of(change.name);
      const last = list[list.length - 1];
      const isOpen = last !== undefined && last.endedAt === null;
      if (change.status === 'Running' && !isOpen) {
        add(change.name, { run: transition.run, status: 'Running', rejected: false, startedAt: change.updated_at, endedAt: null, tookMs: null, attempt: 1, by: '', reason: null, failures: [] });
      } else if (ENDS.has(change.status)) {
        const execution = isOpen ? last : null;
        const ended = execution ?? { run: transition.run, status: '', rejected: false, startedAt: null, endedAt: null, tookMs: null, attempt: 1, by: '', reason: null, failures: [] };
        // A step that never began and is cancelled with its request has no execution.
        if (!execution && change.status === 'Cancelled') continue;
        if (!execution) add(change.name, ended);
        ended.status = change.status;
        ended.endedAt = change.updated_at;
        ended.tookMs = change.took_ms;
        ended.by = change.updated_by;
        ended.rejected = transition.transition === 'REJECT';
        // Of a step that completed, the reason says that it was skipped, and why.
        if (change.status === 'Failed' || transition.step_name === change.name) ended.reason = transition.reason;
        if (transition.step_name === change.name && transition.attempt) ended.attempt = transition.attempt;
      }
    }
  }
  return all;
}

/**
 * @param {Execution[]} list
 * @param {Transition} transition a RETRY
 */
function countAttempt(list, transition) {
  const last = list[list.length - 1];
  if (!last || last.endedAt !== null) return;
  const failed = transition.attempt ?? last.attempt;
  last.failures.push({ attempt: failed, at: transition.updated_at, reason: transition.reason });
  last.attempt = failed + 1;
}

/**
 * The steps as a run shows them: the latest run with the state of now, an earlier one with what happened in it.
 * @param {StepState[]} steps in their order
 * @param {Map<string, Execution[]>} history
 * @param {number} run
 * @param {boolean} isLatest
 * @returns {StepView[]}
 */
export function stepsOfRun(steps, history, run, isLatest) {
  return steps.map((step) => {
    const before = (history.get(step.name) ?? []).filter((each) => each.run <= run);
    const execution = before[before.length - 1] ?? null;
    if (isLatest) {
      const isOfNow = execution !== null && (step.status !== 'Not Started');
      return {
        name: step.name, status: step.status, skipped: step.skipped === true, rejected: step.rejected === true,
        waitsFor: step.waits_for ?? null, execution: isOfNow ? execution : null,
      };
    }
    return { name: step.name, status: execution?.status ?? 'Not Started', skipped: false, rejected: execution?.rejected === true, waitsFor: null, execution };
  });
}

/**
 * The step to look at: what runs or waits, else what failed or was cancelled, else the last one that was executed.
 * @param {StepView[]} steps
 * @returns {string | null}
 */
export function currentStep(steps) {
  const running = steps.find((step) => step.status === 'Running');
  if (running) return running.name;
  const failed = steps.find((step) => step.status === 'Failed' || (step.status === 'Cancelled' && step.execution !== null));
  if (failed) return failed.name;
  const done = steps.filter((step) => step.status === 'Completed' && !step.skipped);
  return done[done.length - 1]?.name ?? steps[0]?.name ?? null;
}

/**
 * From which steps a failed request may be retried: the one that failed, and those before it while all before them have completed.
 * @param {StepView[]} steps
 * @returns {string[]} the step that failed is the last one
 */
export function resumePoints(steps) {
  /** @type {string[]} */
  const points = [];
  for (const step of steps) {
    if (step.status === 'Not Started') break;
    points.push(step.name);
    if (step.status !== 'Completed') break;
  }
  return points;
}

/** Why nothing runs a step that has begun. @type {Record<string, string>} */
const WAITS = {
  retry: 'Waits for its next attempt',
  time: 'Waits until its time has come',
  poll: 'Waits until it looks again whether its target is ready',
  callback: 'Waits until somebody calls its callback URL',
  organization_cap: 'Waits: as many requests of the organization run as the operator allows',
  pipeline_cap: 'Waits: as many requests of this service run as the operator allows',
  turn: 'Waits for its turn',
};

/**
 * @param {string | null | undefined} reason
 * @returns {string}
 */
export function waitingText(reason) {
  return reason ? WAITS[reason] ?? 'Waits' : '';
}

/** What transitions mean. @type {Record<string, string>} */
const MEANINGS = {
  CREATE: 'Submitted',
  ADOPT: 'Taken over from another system',
  START: 'Started',
  ADVANCE: 'Step completed',
  RETRY: 'Attempt failed; tried again',
  SUSPEND: 'Waits',
  SIGNAL: 'Wait is over',
  WAIT: 'Waits for approval',
  APPROVE: 'Approved',
  APPROVE_LAST: 'Approved',
  REJECT: 'Rejected',
  COMPLETE: 'Completed',
  FAIL: 'Failed',
  HALT: 'Stopped',
  CANCEL: 'Cancelled',
  RESUME: 'Retried',
};

/**
 * What a transition means, in a word or two.
 * @param {Transition} transition
 * @returns {string}
 */
export function meaning({ transition, reason }) {
  if (transition === 'ADVANCE' && reason?.startsWith('Skipped')) return 'Step skipped';
  return MEANINGS[transition] ?? transition;
}

/**
 * Whether the reason of a transition is bad news.
 * @param {Transition} transition
 */
export function isFailure({ transition }) {
  return ['FAIL', 'REJECT', 'RETRY', 'HALT'].includes(transition);
}
