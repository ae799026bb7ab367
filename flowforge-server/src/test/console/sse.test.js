// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createParser } from '../../main/resources/console/js/lib/sse.js';

/** @param {string[]} pieces */
function parse(...pieces) {
  /** @type {any} */
  const seen = { events: [], retries: [], comments: 0 };
  const parser = createParser({ onEvent: (event) => seen.events.push(event), onRetry: (ms) => seen.retries.push(ms), onComment: () => seen.comments++ });
  for (const piece of pieces) parser.push(piece);
  return seen;
}

const STREAM = 'retry: 2000\n\n: keep-alive\n\nevent: transition\nid: 3.17\ndata: {"seq": 3}\n\nevent: log\nid: 3.18\ndata: {"lines": ["a"]}\n\n';

test('reads events with their types and ids', () => {
  const { events, retries, comments } = parse(STREAM);
  assert.deepEqual(events, [{ type: 'transition', data: '{"seq": 3}', id: '3.17' }, { type: 'log', data: '{"lines": ["a"]}', id: '3.18' }]);
  assert.deepEqual(retries, [2000]);
  assert.equal(comments, 1);
});

test('does not depend on where the pieces of a stream are cut', () => {
  for (const text of [STREAM, STREAM.replaceAll('\n', '\r\n'), STREAM.replaceAll('\n', '\r')]) {
    const whole = parse(`${text}: end\n`).events;
    assert.equal(whole.length, 2);
    for (let cut = 1; cut < text.length; cut++) assert.deepEqual(parse(text.slice(0, cut), text.slice(cut), ': end\n').events, whole, `cut at ${cut}`);
    assert.deepEqual(parse(...text, ': end\n').events, whole);
  }
});

test('joins lines of data, and removes one blank only', () => {
  assert.deepEqual(parse('data:  two\ndata:blanks\ndata\n\n').events, [{ type: 'message', data: ' two\nblanks\n', id: '' }]);
});

test('gives no event without data, and none that is not finished', () => {
  assert.deepEqual(parse('event: end\nid: 4\n\n', 'data: half').events, []);
});

test('keeps the last id, and ignores one with NUL and fields that it does not know', () => {
  assert.deepEqual(parse('id: 1\ndata: a\n\ndata: b\n\nid: 2\0\nother: x\nretry: soon\ndata: c\n\n').events.map((/** @type {any} */ event) => event.id), ['1', '1', '1']);
});

test('leaves out a byte order mark', () => {
  assert.deepEqual(parse('\uFEFFdata: a\n\n').events, [{ type: 'message', data: 'a', id: '' }]);
});

test('refuses what never ends', () => {
  assert.throws(() => parse(`data: ${'x'.repeat(4_000_001)}`), /too long/);
  assert.throws(() => parse(`data: ${'x'.repeat(2_000_000)}\n`.repeat(3)), /too long/);
});
