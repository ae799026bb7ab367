// Run with: node --test flowforge-server/src/test/console/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asText, diffLines } from '../../main/resources/console/js/lib/line-diff.js';

const SIGNS = { same: ' ', removed: '-', added: '+' };

/** A comparison as text, a sign before each line. */
function compared(before, after) {
  return diffLines(before, after).map(({ kind, text }) => SIGNS[kind] + text).join('\n');
}

test('lines that both texts have stay', () => {
  assert.equal(compared('a\nb\nc', 'a\nx\nc'), ' a\n-b\n+x\n c');
  assert.equal(compared('a\nb', 'a\nb'), ' a\n b');
  assert.equal(compared('a\nc', 'a\nb\nc'), ' a\n+b\n c');
  assert.equal(compared('a\nb\nc', 'a\nc'), ' a\n-b\n c');
});

test('an absent text is no line', () => {
  assert.equal(compared('', 'a\nb'), '+a\n+b');
  assert.equal(compared('a', ''), '-a');
  assert.equal(compared('', ''), '');
});

test('both texts can be read from a comparison', () => {
  let seed = 7;
  const random = (n) => (seed = seed * 48271 % 2147483647) % n;
  for (let round = 0; round < 300; round++) {
    const text = () => Array.from({ length: 1 + random(12) }, () => 'abc'[random(3)]).join('\n');
    const [before, after] = [text(), text()];
    const lines = diffLines(before, after);
    const of = (...kinds) => lines.filter(({ kind }) => kinds.includes(kind)).map((line) => line.text).join('\n');
    assert.equal(of('same', 'removed'), before);
    assert.equal(of('same', 'added'), after);
  }
});

test('texts that are too long to compare are shown as replaced', () => {
  const long = (word) => Array.from({ length: 2500 }, (_, i) => `${word} ${i}`).join('\n');
  const lines = diffLines(long('a'), long('b'));
  assert.deepEqual([lines.filter(({ kind }) => kind === 'removed').length, lines.filter(({ kind }) => kind === 'added').length], [2500, 2500]);
});

test('texts are shown as they are, other values as JSON', () => {
  assert.equal(asText('a "b"\nc'), 'a "b"\nc');
  assert.equal(asText({ a: [1] }), '{\n  "a": [\n    1\n  ]\n}');
  assert.equal(asText(undefined), '');
  assert.equal(asText(null), 'null');
});
