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
