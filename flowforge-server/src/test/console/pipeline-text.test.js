// Run with: node --test flowforge-server/src/test/console/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STARTER, formOf, parametersOf, placeholdersOf, stepOf, toText } from '../../main/resources/console/js/lib/pipeline-text.js';
import { inOrder, notes, summary } from '../../main/resources/console/js/lib/steps.js';

const STORED = {
  id: 'b09e08c3e4af2b78fb477eb1', user_id: 'u', org_id: 1, pipeline_name: 'A', pipeline_description: '', version: 3, prev_version_id: null, created_on: '2026-01-31T08:00:00.123Z',
  first_step_name: 'one',
  steps: [
    { step_name: 'two', step_type: 'API', prev_step_name: 'one', next_step_name: '', is_terminal_step: true, parameters: { method: 'GET', url: 'https://example.com' } },
    { step_name: 'one', step_type: 'WAIT_FOR_APPROVAL', prev_step_name: '', next_step_name: 'two', is_terminal_step: false, parameters: {} },
  ],
  form: { fields: [
    { name: 'a', title: 'A', description: '', type: 'input', required: false, placeholder: '', min_length: 0, options: [], default: null },
    { name: 'b', title: 'B', description: 'x', type: 'select', required: true, placeholder: 'y', min_length: 0, options: [], default: '' },
  ] },
};

test('the text of a pipeline has what an author writes', () => {
  assert.deepEqual(JSON.parse(toText(STORED)), {
    pipeline_name: 'A',
    first_step_name: 'one',
    steps: [
      { step_name: 'two', step_type: 'API', prev_step_name: 'one', is_terminal_step: true, parameters: { method: 'GET', url: 'https://example.com' } },
      { step_name: 'one', step_type: 'WAIT_FOR_APPROVAL', next_step_name: 'two' },
    ],
    form: { fields: [
      { name: 'a', title: 'A', type: 'input' },
      { name: 'b', title: 'B', description: 'x', type: 'select', required: true, placeholder: 'y', options: [], default: '' },
    ] },
  });
});

test('steps are shown in the order in which they run, also of a draft with a loop', () => {
  assert.deepEqual(inOrder(STORED).steps.map((step) => step.step_name), ['one', 'two']);
  const loop = { first_step_name: 'a', steps: [{ step_name: 'a', next_step_name: 'b' }, { step_name: 'b', next_step_name: 'a' }, { step_name: 'c' }] };
  assert.deepEqual(inOrder(loop).steps.map((step) => step.step_name), ['a', 'b']);
  assert.deepEqual(inOrder(loop).unreachable.map((step) => step.step_name), ['c']);
});

test('a draft may be anything', () => {
  for (const draft of [null, undefined, 1, 'x', [], {}, { steps: 1, form: 1 }, { steps: [null, 1, {}, { step_name: 1 }], form: { fields: [null, 1, {}, { name: 1, type: 'input' }, { name: 'a', type: 'x' }] } },
    { steps: [{ step_name: 'a', parameters: 1, retry: 1, outputs: 1, when: 1, success_codes: 1 }], first_step_name: 'a', form: { fields: [{ name: 'a', type: 'select', title: 1, options: [1, 'b', 'b', null], default: {} }] } }]) {
    const { steps } = inOrder(draft);
    for (const step of steps) {
      assert.equal(typeof summary(step), 'string');
      assert.ok(Array.isArray(notes(step)));
    }
    assert.ok(Array.isArray(placeholdersOf(draft)));
    for (const field of formOf(draft).fields) assert.equal(typeof field.title, 'string');
  }
  assert.deepEqual(formOf({ form: { fields: [{ name: 'a', type: 'select', options: [1, 'b', 'b'] }] } }).fields[0].options, ['b']);
});

test('what a starter begins with is JSON, and its placeholders name its fields', () => {
  const draft = JSON.parse(STARTER);
  assert.equal(inOrder(draft).unreachable.length, 0);
  for (const [placeholder] of STARTER.matchAll(/\$\{[^}]*\}/g)) assert.ok(placeholdersOf(draft).includes(placeholder), placeholder);
});

test('the parameters of a step type include those within objects', () => {
  const schema = { type: 'object', required: ['url'], properties: { url: { type: 'string', description: 'where' }, poll: { type: 'object', required: ['until'], properties: { until: { type: 'string' }, mode: { enum: ['a', 'b'] } } } } };
  assert.deepEqual(parametersOf(schema).map(({ name, type, isRequired }) => [name, type, isRequired]),
    [['url', 'string', true], ['poll', 'object', false], ['poll.until', 'string', true], ['poll.mode', 'a | b', false]]);
  assert.deepEqual(stepOf('OF_A_PLUGIN', schema).parameters, { url: '' });
  assert.deepEqual(parametersOf(undefined), []);
});
