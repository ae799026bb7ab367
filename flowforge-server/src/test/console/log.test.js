// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileName, hits, parseLine } from '../../main/resources/console/js/lib/log.js';

test('takes lines apart', () => {
  assert.deepEqual(parseLine('[Create it] 2026/01/31 08:00:00 [INFO] Response status 200', 'Create it'), { time: '2026-01-31 08:00:00', level: 'INFO', text: 'Response status 200' });
  assert.deepEqual(parseLine('[a] [b] 2026/01/31 08:00:00 [ERROR] x', 'a] [b'), { time: '2026-01-31 08:00:00', level: 'ERROR', text: 'x' });
  assert.deepEqual(parseLine('anything', 'a'), { time: '', level: '', text: 'anything' });
});

test('finds words whatever their case', () => {
  assert.deepEqual(hits('Error: no error', 'ERROR').map((part) => [part.text, part.isHit]), [['Error', true], [': no ', false], ['error', true]]);
  assert.deepEqual(hits('abc', ''), [{ text: 'abc', isHit: false }]);
  assert.deepEqual(hits('İx', 'x').map((part) => part.text).join(''), 'İx');
});

test('names files without surprises', () => {
  assert.equal(fileName('5f2c', 'Create it / now', 1), '5f2c-Create-it-now.log');
  assert.equal(fileName('5f2c', '../..', 2), '5f2c-step-run-2.log');
});
