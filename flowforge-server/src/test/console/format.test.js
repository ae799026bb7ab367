// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, plural, relativeTime, sentence, shortId } from '../../main/resources/console/js/lib/format.js';

test('says durations in at most two units', () => {
  const cases = /** @type {[number | null, string][]} */ ([[0, '0 ms'], [420, '420 ms'], [999.6, '1.0 s'], [3_449, '3.4 s'], [9_999, '9.9 s'], [59_999, '59 s'], [60_000, '1 min'],
    [125_000, '2 min 5 s'], [3_600_000, '1 h'], [12_000_000, '3 h 20 min'], [86_400_000, '1 d'], [90_000_000, '1 d 1 h'], [-5, '0 ms'], [null, ''], [NaN, '']]);
  for (const [value, text] of cases) assert.equal(duration(value), text);
});

test('says times as seen from now', () => {
  const now = Date.parse('2026-01-31T12:00:00Z');
  const ago = (/** @type {number} */ seconds) => relativeTime(now - seconds * 1000, now);
  assert.equal(ago(10), 'just now');
  assert.equal(ago(300), '5 min ago');
  assert.equal(ago(59 * 60 + 40), '1 h ago');
  assert.equal(ago(3 * 3600), '3 h ago');
  assert.equal(ago(2 * 86400), '2 d ago');
  assert.equal(ago(-10 * 60), 'in 10 min');
  assert.match(ago(30 * 86400), /2026/);
  assert.equal(relativeTime('nonsense', now), '');
  assert.equal(relativeTime(null, now), '');
});

test('counts with the right noun', () => {
  assert.equal(plural(1, 'request'), '1 request');
  assert.equal(plural(0, 'request'), '0 requests');
  assert.equal(plural(2, 'entry', 'entries'), '2 entries');
});

test('makes a sentence of a text', () => {
  assert.equal(sentence('the name is there twice'), 'The name is there twice.');
  assert.equal(sentence('Try again.'), 'Try again.');
  assert.equal(sentence('is that so?'), 'Is that so?');
  assert.equal(sentence(''), '');
});

test('shortens ids', () => {
  assert.equal(shortId('5f2c1d9a7be04c3688a1f0d2'), '88a1f0d2');
  assert.equal(shortId('short'), 'short');
});
