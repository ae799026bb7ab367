// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { throttled } from '../../main/resources/console/js/lib/throttle.js';

test('calls once for many requests, and again after the interval', () => {
  let now = 0;
  /** @type {{at: number, call: Function} | null} */
  let timer = null;
  const clock = {
    now: () => now,
    setTimeout: (/** @type {Function} */ call, /** @type {number} */ ms) => { timer = { at: now + ms, call }; return 1; },
    clearTimeout: () => { timer = null; },
  };
  const fire = () => {
    const due = /** @type {{at: number, call: Function}} */ (/** @type {unknown} */ (timer));
    timer = null;
    now = due.at;
    due.call();
  };
  let calls = 0;
  const request = throttled(() => calls++, 1000, clock);
  request();
  request();
  fire();
  assert.equal(calls, 1);
  assert.equal(now, 100);
  request();
  request();
  fire();
  assert.equal(calls, 2);
  assert.equal(now, 1100);
  request();
  request.cancel();
  assert.equal(timer, null);
  request();
  assert.notEqual(timer, null);
});

test('a call that takes longer than the interval ends before the next one begins, and is followed by one', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  /** @type {(() => void)[]} */
  const ends = [];
  let running = 0;
  let most = 0;
  const request = throttled(() => new Promise((resolve) => {
    most = Math.max(most, ++running);
    ends.push(() => {
      running--;
      resolve(undefined);
    });
  }), 1_000);
  request.now();
  assert.equal(ends.length, 1);
  // Something happens ten times a second, for five seconds.
  for (let i = 0; i < 50; i++) {
    request();
    t.mock.timers.tick(100);
  }
  assert.equal(ends.length, 1);
  ends[0]();
  await settle();
  t.mock.timers.tick(100);
  assert.equal(ends.length, 2);
  ends[1]();
  await settle();
  t.mock.timers.tick(10_000);
  assert.equal(ends.length, 2);
  assert.equal(most, 1);
});

test('a call that was asked for again and again still comes, once in an interval', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  let calls = 0;
  const request = throttled(() => { calls++; }, 1_000);
  for (let i = 0; i < 100; i++) {
    request();
    t.mock.timers.tick(100);
  }
  assert.ok(calls >= 9 && calls <= 11, `${calls} calls in 10 seconds`);
});

test('what was called at once waits for the interval, too', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  let calls = 0;
  const request = throttled(() => { calls++; }, 1_000);
  request.now();
  request.now();
  assert.equal(calls, 1);
  t.mock.timers.tick(999);
  assert.equal(calls, 1);
  t.mock.timers.tick(1);
  assert.equal(calls, 2);
});

/** Lets everything that is not a timer happen. */
async function settle() {
  for (let round = 0; round < 5; round++) await new Promise((resolve) => setImmediate(resolve));
}
