// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { currentStep, executions, inOrder, isFailure, meaning, merge, resumePoints, stepsOfRun, waitingText } from '../../main/resources/console/js/lib/timeline.js';

/** @param {number} second */
const at = (second) => `2026-01-31T08:00:${String(second).padStart(2, '0')}.000Z`;

/**
 * @param {number} seq
 * @param {string} transition
 * @param {any} more
 * @returns {any}
 */
function past(seq, transition, more) {
  return { seq, run: 1, transition, status: 'Running', step_name: null, attempt: null, updated_by: '', operator: '', updated_at: at(seq), took_ms: 1000, reason: null, steps: [], ...more };
}

const HISTORY = [
  past(1, 'CREATE', { steps: ['A', 'B', 'C'].map((name) => ({ name, status: 'Not Started', updated_at: at(1), updated_by: 'u', took_ms: null })) }),
  past(2, 'START', { steps: [{ name: 'A', status: 'Running', updated_at: at(2), updated_by: 'u', took_ms: null }] }),
  past(3, 'ADVANCE', { step_name: 'A', attempt: 1, steps: [{ name: 'A', status: 'Completed', updated_at: at(3), updated_by: '', took_ms: 900 }, { name: 'B', status: 'Running', updated_at: at(3), updated_by: '', took_ms: null }] }),
  past(4, 'RETRY', { step_name: 'B', attempt: 1, reason: 'status 503' }),
  past(5, 'FAIL', { step_name: 'B', attempt: 2, reason: 'status 500', steps: [{ name: 'B', status: 'Failed', updated_at: at(5), updated_by: '', took_ms: 2000 }] }),
  past(6, 'RESUME', { run: 2, step_name: 'B', steps: [{ name: 'B', status: 'Running', updated_at: at(6), updated_by: 'u', took_ms: null }] }),
];

/** @type {any} */
const STEPS = {
  C: { name: 'C', status: 'Not Started', updated_at: at(6), updated_by: '', next_step_name: '' },
  A: { name: 'A', status: 'Completed', updated_at: at(3), updated_by: '', next_step_name: 'B' },
  B: { name: 'B', status: 'Running', updated_at: at(6), updated_by: 'u', next_step_name: 'C', waits_for: 'retry' },
};

test('puts steps in their order, and those that nobody leads to at the end', () => {
  assert.deepEqual(inOrder(STEPS, 'A').map((step) => step.name), ['A', 'B', 'C']);
  assert.deepEqual(inOrder({ ...STEPS, D: { ...STEPS.C, name: 'D', next_step_name: 'D' } }, 'A').map((step) => step.name), ['A', 'B', 'C', 'D']);
});

test('merges transitions that come twice or late', () => {
  assert.deepEqual(merge(HISTORY.slice(0, 3), HISTORY.slice(1, 5)).map((each) => each.seq), [1, 2, 3, 4, 5]);
  assert.deepEqual(merge(HISTORY.slice(3), HISTORY.slice(0, 2)).map((each) => each.seq), [1, 2, 4, 5, 6]);
  assert.deepEqual(merge([], [HISTORY[1], HISTORY[0], HISTORY[1]]).map((each) => each.seq), [1, 2]);
  const known = HISTORY.slice(0, 2);
  assert.equal(merge(known, []), known);
});

test('finds executions, attempts and reasons', () => {
  const found = executions(HISTORY);
  assert.deepEqual(found.get('A')?.map((each) => [each.run, each.status, each.tookMs, each.attempt]), [[1, 'Completed', 900, 1]]);
  assert.deepEqual(found.get('B')?.map((each) => [each.run, each.status, each.attempt, each.reason]), [[1, 'Failed', 2, 'status 500'], [2, 'Running', 1, null]]);
  assert.deepEqual(found.get('B')?.[0].failures.map((each) => [each.attempt, each.reason]), [[1, 'status 503']]);
  assert.equal(found.get('C'), undefined);
});

test('makes no execution of a step that never began', () => {
  const cancelled = executions([past(1, 'CANCEL', { steps: [{ name: 'A', status: 'Cancelled', updated_at: at(1), updated_by: 'u', took_ms: null }] })]);
  assert.equal(cancelled.get('A'), undefined);
});

test('shows the latest run as it is, and an earlier one as it was', () => {
  const steps = inOrder(STEPS, 'A');
  const latest = stepsOfRun(steps, executions(HISTORY), 2, true);
  assert.deepEqual(latest.map((step) => [step.name, step.status, step.execution?.run ?? null, step.waitsFor]), [['A', 'Completed', 1, null], ['B', 'Running', 2, 'retry'], ['C', 'Not Started', null, null]]);
  const first = stepsOfRun(steps, executions(HISTORY), 1, false);
  assert.deepEqual(first.map((step) => [step.name, step.status]), [['A', 'Completed'], ['B', 'Failed'], ['C', 'Not Started']]);
});

test('looks at what runs, then at what failed, then at what was done last', () => {
  const view = (/** @type {string[]} */ ...statuses) => statuses.map((status, index) => /** @type {any} */ ({ name: 'ABC'[index], status, skipped: false }));
  assert.equal(currentStep(view('Completed', 'Running', 'Not Started')), 'B');
  assert.equal(currentStep(view('Completed', 'Failed', 'Not Started')), 'B');
  assert.equal(currentStep(view('Completed', 'Completed', 'Completed')), 'C');
  assert.equal(currentStep(view('Not Started', 'Not Started')), 'A');
  assert.equal(currentStep([]), null);
});

test('offers the failed step and the completed ones before it for a retry', () => {
  const view = (/** @type {string[]} */ ...statuses) => statuses.map((status, index) => /** @type {any} */ ({ name: 'ABC'[index], status }));
  assert.deepEqual(resumePoints(view('Completed', 'Failed', 'Not Started')), ['A', 'B']);
  assert.deepEqual(resumePoints(view('Completed', 'Completed', 'Not Started')), ['A', 'B']);
});

test('says why a step waits, also for reasons of a later server', () => {
  assert.match(waitingText('callback'), /callback/);
  assert.equal(waitingText('moon'), 'Waits');
  assert.equal(waitingText(null), '');
});

test('tells a rejection from another failure', () => {
  const history = [HISTORY[1], past(3, 'REJECT', { step_name: 'A', reason: 'Rejected by Ada', updated_by: 'ada', steps: [{ name: 'A', status: 'Failed', updated_at: at(3), updated_by: 'ada', took_ms: 900 }] })];
  const [execution] = executions(history).get('A') ?? [];
  assert.deepEqual([execution.rejected, execution.by, execution.reason], [true, 'ada', 'Rejected by Ada']);
  assert.equal(stepsOfRun([STEPS.A], executions(history), 1, false)[0].rejected, true);
  assert.equal(stepsOfRun([STEPS.B], executions(HISTORY), 1, false)[0].rejected, false);
});

test('says in words what happened, and what of it is bad', () => {
  const skipped = past(1, 'ADVANCE', { step_name: 'A', reason: "Skipped: the condition is false: form.env == 'prod'", steps: [{ name: 'A', status: 'Completed', updated_at: at(1), updated_by: '', took_ms: 0 }] });
  assert.equal(meaning(skipped), 'Step skipped');
  assert.equal(meaning(HISTORY[2]), 'Step completed');
  assert.equal(meaning(past(1, 'MOON', {})), 'MOON');
  assert.deepEqual(HISTORY.map(isFailure), [false, false, false, true, true, false]);
  assert.match(String(executions([skipped]).get('A')?.[0].reason), /^Skipped/);
  assert.equal(executions(HISTORY).get('A')?.[0].reason, null);
});
