// @ts-check
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

/** What the module needs of a browser. */
const page = Object.assign(new EventTarget(), { hidden: false });
Object.assign(globalThis, { document: page });
const { watch } = await import('../../main/resources/console/js/lib/live.js');

/** @type {{headers: Record<string, string>, signal: AbortSignal, answer: (response: Response) => void, fail: (error: unknown) => void}[]} */
let calls = [];
/** @type {any[]} */
let events = [];
/** @type {string[]} */
let states = [];
/** @type {(() => void)[]} */
let stops = [];

beforeEach(() => {
  calls = [];
  events = [];
  states = [];
  page.hidden = false;
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  mock.timers.reset();
});

/** Lets everything that is not a timer happen. */
const settle = async () => {
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve));
};

/** @param {string} [lastId] */
async function follow(lastId) {
  stops.push(watch('/x/events', {
    lastId,
    onEvent: (type, data, id) => events.push([type, data, id]),
    onState: (state) => states.push(state),
    open: (headers, signal) => new Promise((answer, fail) => {
      calls.push({ headers, signal, answer, fail });
      signal.addEventListener('abort', () => fail(signal.reason));
    }),
  }));
  await settle();
}

/** Answers the latest call with a stream. */
async function stream() {
  /** @type {ReadableStreamDefaultController<Uint8Array>} */
  let controller;
  const { signal } = calls[calls.length - 1];
  const body = new ReadableStream({ start: (created) => { controller = created; } });
  signal.addEventListener('abort', () => controller.error(signal.reason));
  calls[calls.length - 1].answer(new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }));
  await settle();
  return {
    send: async (/** @type {string} */ text) => {
      controller.enqueue(new TextEncoder().encode(text));
      await settle();
    },
    close: async () => {
      controller.close();
      await settle();
    },
  };
}

/**
 * @param {number} status
 * @param {Record<string, string>} [headers]
 */
async function refuse(status, headers) {
  calls[calls.length - 1].answer(Response.json({ message: 'no', code: status }, { status, headers }));
  await settle();
}

/** @param {number} ms */
async function pass(ms) {
  mock.timers.tick(ms);
  await settle();
}

/** @param {boolean} hidden */
async function show(hidden) {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
}

test('goes on after the last event when the connection is lost', async () => {
  await follow();
  assert.equal(calls[0].headers['Last-Event-ID'], undefined);
  const first = await stream();
  await first.send('event: log\nid: 1.2\ndata: {"lines": ["a"]}\n\n');
  await first.close();
  assert.deepEqual(events, [['log', { lines: ['a'] }, '1.2']]);
  assert.equal(calls.length, 1);
  await pass(1_000);
  assert.equal(calls[1].headers['Last-Event-ID'], '1.2');
  await stream();
  assert.deepEqual(states, ['connecting', 'live', 'connecting', 'live']);
});

test('begins after a given event', async () => {
  await follow('7.9');
  assert.equal(calls[0].headers['Last-Event-ID'], '7.9');
});

test('waits longer after each failure, and no more than ten seconds', async () => {
  await follow();
  for (const most of [1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
    const count = calls.length;
    calls[count - 1].fail(new TypeError('Failed to fetch'));
    await settle();
    await pass(most / 2 - 1);
    assert.equal(calls.length, count, `before ${most / 2}`);
    await pass(most / 2 + 1);
    assert.equal(calls.length, count + 1, `after ${most}`);
  }
});

test('ends with the request', async () => {
  await follow();
  const only = await stream();
  await only.send('event: end\ndata: {"request_status": "Completed"}\n\n');
  await only.close();
  await pass(600_000);
  assert.equal(calls.length, 1);
  assert.equal(states.at(-1), 'ended');
});

test('comes back when the server closes, except when the person may not read it any more', async () => {
  await follow();
  const first = await stream();
  await first.send('event: close\ndata: {"reason": "limit"}\n\n');
  await first.close();
  await pass(1_000);
  assert.equal(calls.length, 2);
  const second = await stream();
  await second.send('event: close\ndata: {"reason": "forbidden"}\n\n');
  await second.close();
  await pass(600_000);
  assert.equal(calls.length, 2);
  assert.equal(states.at(-1), 'stopped');
});

test('polls while there is no room, and tries a stream again when the server says so', async () => {
  await follow('4.4');
  await refuse(503, { 'Retry-After': '10' });
  assert.deepEqual(events, [['poll', null, '']]);
  await pass(9_000);
  assert.equal(events.length, 4);
  assert.equal(calls.length, 1);
  await pass(1_000);
  assert.equal(calls.length, 2);
  // What was polled is all there is, so the stream begins anew.
  assert.equal(calls[1].headers['Last-Event-ID'], undefined);
  await stream();
  const count = events.length;
  await pass(20_000);
  assert.equal(events.length, count);
  assert.deepEqual(states, ['connecting', 'polling', 'live']);
});

test('polls where the server knows no streams', async () => {
  await follow();
  await refuse(404);
  await pass(59_999);
  assert.equal(calls.length, 1);
  await pass(1);
  assert.equal(calls.length, 2);
  assert.equal(states.at(-1), 'polling');
});

test('does nothing while the page is hidden', async () => {
  await follow();
  const first = await stream();
  await first.send('id: 3.3\ndata: {}\n\n');
  await show(true);
  assert.equal(calls[0].signal.aborted, true);
  await pass(600_000);
  assert.equal(calls.length, 1);
  await show(false);
  assert.equal(calls[1].headers['Last-Event-ID'], '3.3');
  assert.deepEqual(states, ['connecting', 'live', 'hidden', 'connecting']);
});

test('gives up a connection that says nothing', async () => {
  await follow();
  const first = await stream();
  await pass(40_000);
  await first.send(': keep-alive\n\n');
  await pass(40_000);
  assert.equal(calls[0].signal.aborted, false);
  await pass(5_000);
  assert.equal(calls[0].signal.aborted, true);
  await pass(1_000);
  assert.equal(calls.length, 2);
});

test('is quiet after its end', async () => {
  await follow();
  await stream();
  stops.splice(0).forEach((stop) => stop());
  await settle();
  assert.equal(calls[0].signal.aborted, true);
  await pass(600_000);
  await show(true);
  await show(false);
  assert.equal(calls.length, 1);
});
