// @ts-check
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { createReaders } from '../../main/resources/console/js/lib/readers.js';

/** @type {{key: string, answer: (value: string) => void, fail: (error: Error) => void}[]} */
let reads = [];
/** @type {string[]} */
let shown = [];

beforeEach(() => {
  reads = [];
  shown = [];
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
});

const readers = () => createReaders({
  read: (/** @type {string} */ key) => new Promise((answer, fail) => { reads.push({ key, answer, fail }); }),
  take: (key, /** @type {string} */ value) => { shown.push(`${key} ${value}`); },
  fail: (key, error) => { shown.push(`${key} ${error.message}`); },
}, 1_000);

/** Lets everything that is not a timer happen. */
const settle = async () => {
  for (let round = 0; round < 5; round++) await new Promise((resolve) => setImmediate(resolve));
};

test('what is read is shown, although it has changed again meanwhile', async () => {
  const { now, soon } = readers();
  now('a');
  // A reading takes three seconds, and something happens every 100 ms.
  for (let second = 0; second < 3; second++) {
    for (let i = 0; i < 30; i++) {
      soon('a');
      mock.timers.tick(100);
    }
    assert.equal(reads.length, second + 1);
    reads[second].answer(String(second));
    await settle();
    mock.timers.tick(100);
  }
  assert.deepEqual(shown, ['a 0', 'a 1', 'a 2']);
});

test('what is older than a change that is shown is not taken, and read again', async () => {
  const { now, changed } = readers();
  now('a');
  changed('a');
  reads[0].answer('before');
  await settle();
  assert.deepEqual(shown, []);
  mock.timers.tick(1_000);
  assert.equal(reads.length, 2);
  reads[1].answer('after');
  await settle();
  assert.deepEqual(shown, ['a after']);
});

test('each key has an interval of its own', async () => {
  const { now, soon } = readers();
  now('a');
  now('b');
  assert.deepEqual(reads.map(({ key }) => key), ['a', 'b']);
  for (const read of reads) read.answer('x');
  await settle();
  soon('a');
  soon('a');
  mock.timers.tick(999);
  assert.equal(reads.length, 2);
  mock.timers.tick(1);
  assert.deepEqual(reads.map(({ key }) => key), ['a', 'b', 'a']);
});

test('an error is told, and the next reading comes', async () => {
  const { now } = readers();
  now('a');
  reads[0].fail(new Error('no connection'));
  await settle();
  now('a');
  mock.timers.tick(1_000);
  reads[1].answer('there');
  await settle();
  assert.deepEqual(shown, ['a no connection', 'a there']);
});

test('nothing is read after the end', async () => {
  const { now, soon, stop } = readers();
  now('a');
  soon('a');
  soon('b');
  stop();
  reads[0].answer('x');
  await settle();
  mock.timers.tick(10_000);
  assert.equal(reads.length, 1);
});
