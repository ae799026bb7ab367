// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displayValue, initialValues, problemsByField, rulesOf, toFormData } from '../../main/resources/console/js/lib/forms.js';

/** @typedef {import('../../main/resources/console/js/lib/forms.js').Form} Form */
/** @type {Form} */
const FORM = { fields: [
  { name: 'repository', title: 'Repository', type: 'input', required: true, min_length: 3, default: null },
  { name: 'replicas', title: 'Replicas', type: 'input', format: 'number', min: 1, max: 10, default: 2 },
  { name: 'public', title: 'Public', type: 'input', format: 'boolean', default: false },
  { name: 'visibility', title: 'Visibility', type: 'select', options: ['private', 'public'], default: 'private' },
  { name: 'topics', title: 'Topics', type: 'checkboxes', options: ['java', 'web'], default: ['java'] },
  { name: '__proto__', title: 'Odd', type: 'input', default: 'x' },
] };

test('begins with the defaults', () => {
  const values = initialValues(FORM);
  assert.deepEqual(Object.entries(values), [['repository', ''], ['replicas', '2'], ['public', 'false'], ['visibility', 'private'], ['topics', ['java']], ['__proto__', 'x']]);
});

test('begins with the values of another request, and without defaults for what that one had not', () => {
  const values = initialValues(FORM, { repository: 'billing', replicas: 7, visibility: 'secret', topics: ['web', 'gone'], old: 'x' });
  assert.deepEqual({ ...values }, { repository: 'billing', replicas: '7', public: '', visibility: '', topics: ['web'], ['__proto__']: '' });
});

test('sends what was filled in, and boxes always', () => {
  assert.deepEqual(toFormData(FORM, { repository: 'a', replicas: '', public: 'true', visibility: '', topics: [], other: 'x' }), { repository: 'a', public: 'true', topics: [] });
  assert.deepEqual(toFormData(FORM, {}), { topics: [] });
});

test('divides the problems among the fields', () => {
  const { fields, others } = problemsByField(FORM, { message: 'invalid form data: …', details: [
    "missing required field: 'repository'",
    "field 'replicas' must be at most 10",
    "field 'replicas' must match the pattern [0-9]",
    "missing required field: 'topics'",
    "field 'unknown' is not in the form",
  ] });
  assert.deepEqual(fields, {
    repository: ['Fill this in.'],
    replicas: ['Must be at most 10.', 'Must match the pattern [0-9].'],
    topics: ['Check at least one.'],
  });
  assert.deepEqual(others, ["field 'unknown' is not in the form"]);
});

test('takes the message where there are no details', () => {
  assert.deepEqual(problemsByField(FORM, { message: "missing required field: 'visibility'" }).fields, { visibility: ['Choose one.'] });
  assert.deepEqual(problemsByField(FORM, { message: 'the body is too large', details: [] }).others, ['the body is too large']);
});

test('tells the rules of a field', () => {
  assert.equal(rulesOf(FORM.fields[0]), 'At least 3 characters');
  assert.equal(rulesOf(FORM.fields[1]), 'A number from 1 to 10');
  assert.equal(rulesOf({ name: 'd', title: '', type: 'input', format: 'date', max: '2026-12-31' }), 'A date up to 2026-12-31');
  assert.equal(rulesOf({ name: 't', title: '', type: 'input', min_length: 2, max_length: 5, pattern: '[a-z]+' }), '2 to 5 characters · Pattern [a-z]+');
  assert.equal(rulesOf(FORM.fields[3]), '');
});

test('shows values', () => {
  assert.equal(displayValue(FORM.fields[2], 'true'), 'Yes');
  assert.equal(displayValue(FORM.fields[4], ['java', 'web']), 'java, web');
  assert.equal(displayValue(FORM.fields[0], undefined), '');
  assert.equal(displayValue(FORM.fields[0], { a: 1 }), '{"a":1}');
});
