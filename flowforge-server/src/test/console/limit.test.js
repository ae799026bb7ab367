// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limited } from '../../main/resources/console/js/lib/limit.js';

/** Lets everything that waits for nothing happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('runs as many at once as it may, and all of them, in order', async () => {
  const run = limited(2);
  /** @type {number[]} */
  const begun = [];
  /** @type {Map<number, (value: number) => void>} */
  const ends = new Map();
  const all = [1, 2, 3, 4, 5].map((number) => run(() => {
    begun.push(number);
    return new Promise((/** @type {(value: number) => void} */ resolve) => ends.set(number, resolve));
  }));
  await settle();
  assert.deepEqual(begun, [1, 2]);
  ends.get(2)?.(20);
  await settle();
  assert.deepEqual(begun, [1, 2, 3]);
  ends.get(1)?.(10);
  ends.get(3)?.(30);
  await settle();
  assert.deepEqual(begun, [1, 2, 3, 4, 5]);
  ends.get(4)?.(40);
  ends.get(5)?.(50);
  assert.deepEqual(await Promise.all(all), [10, 20, 30, 40, 50]);
});

test('goes on after a failure, which belongs to its task alone', async () => {
  const run = limited(1);
  const failure = run(() => Promise.reject(new Error('no')));
  const success = run(async () => 'yes');
  await assert.rejects(failure, /no/);
  assert.equal(await success, 'yes');
});
