// @ts-check
/**
 * Streams of events. EventSource cannot send a token, so this reads with fetch. A stream is closed while the page is hidden, because browsers
 * allow few connections to a host, and goes on where it was when the page is seen again.
 */
import { ApiError, errorOf, send } from './api.js';
import { onChange, SignedOutError } from './session.js';
import { createParser } from './sse.js';

/**
 * - `connecting`, `live`: the stream; `polling`: the server has no room for a stream or does not know streams, so the page asks now and then
 * - `hidden`: closed because nobody looks; `ended`: all has been sent; `stopped`: the person may not read it (any more)
 * @typedef {'connecting' | 'live' | 'polling' | 'hidden' | 'ended' | 'stopped'} LiveState
 */
/** @typedef {(type: string, data: any, id: string) => void} EventHandler */

const POLL_MS = 3_000;
/** How long a page polls before it tries a stream again, if the server does not say. */
const STREAM_AGAIN_MS = 60_000;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 10_000;
/** The server sends a comment every 15 s; a stream that says nothing for three of them is dead. */
const SILENCE_MS = 45_000;

/**
 * Follows a stream. Besides the events of the server, `onEvent` gets `poll`, without data, whenever a page without a stream is to ask anew.
 * @param {string} path of the API, such as `/service_request/ID/events`
 * @param {{onEvent: EventHandler, onState?: (state: LiveState) => void, lastId?: string, open?: (headers: Record<string, string>, signal: AbortSignal) => Promise<Response>}} listener
 *     `lastId`: the event after which the stream begins; `open`: how a connection is made, if not by the client of the API
 * @returns {() => void} ends it
 */
export function watch(path, { onEvent, onState = () => {}, lastId: firstId = '', open = (headers, signal) => send('GET', path, { headers, signal }) }) {
  let lastId = firstId;
  let failures = 0;
  let isOver = false;
  /** @type {AbortController | null} */
  let connection = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let polls;
  /** @type {LiveState | null} */
  let state = null;

  /** @param {LiveState} next */
  const enter = (next) => {
    if (state === next) return;
    state = next;
    onState(next);
  };

  const stopPolling = () => {
    clearInterval(polls);
    polls = undefined;
  };

  const disconnect = () => {
    clearTimeout(timer);
    stopPolling();
    const last = connection;
    connection = null;
    last?.abort();
  };

  /** @param {'ended' | 'stopped'} [last] */
  const finish = (last) => {
    isOver = true;
    disconnect();
    document.removeEventListener('visibilitychange', look);
    unsubscribe();
    if (last) enter(last);
  };

  /** @param {number} milliseconds */
  const connectIn = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(connect, milliseconds);
  };

  /** @param {number | null} seconds until a stream may be tried again */
  const poll = (seconds) => {
    enter('polling');
    // Who polls reads everything anew, so a later stream must begin at the beginning, too.
    lastId = '';
    if (polls === undefined) {
      onEvent('poll', null, '');
      polls = setInterval(() => onEvent('poll', null, ''), POLL_MS);
    }
    connectIn(seconds ? Math.max(seconds * 1000, FIRST_DELAY_MS) : STREAM_AGAIN_MS);
  };

  const connectLater = () => {
    failures++;
    // Many pages lose the same server at the same moment; they come back one after another.
    const most = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), MAX_DELAY_MS);
    if (state !== 'polling') enter('connecting');
    connectIn(most / 2 + Math.random() * (most / 2));
  };

  async function connect() {
    if (isOver || document.hidden) return;
    if (state !== 'polling') enter('connecting');
    const mine = new AbortController();
    connection = mine;
    let reason = '';
    let hasEnded = false;
    try {
      const response = await open({ Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) }, mine.signal);
      if (!response.ok || !response.headers.get('Content-Type')?.startsWith('text/event-stream') || !response.body) {
        throw errorOf(response, await response.json().catch(() => null));
      }
      if (connection !== mine) return;
      stopPolling();
      enter('live');
      await read(response.body, mine, (type, data, id) => {
        if (connection !== mine) return;
        failures = 0;
        if (id) lastId = id;
        if (type === 'close') reason = String(data?.reason ?? '');
        if (type === 'end') hasEnded = true;
        onEvent(type, data, id);
      });
    } catch (error) {
      if (connection !== mine) return;
      if (error instanceof SignedOutError) enter('stopped');
      else if (error instanceof ApiError && error.status === 403) finish('stopped');
      else if (error instanceof ApiError && [200, 404, 405, 406, 503].includes(error.status)) poll(error.retryAfter);
      else connectLater();
      return;
    }
    if (connection !== mine) return;
    if (hasEnded) finish('ended');
    else if (reason === 'forbidden') finish('stopped');
    else connectLater();
  }

  function look() {
    if (document.hidden) {
      disconnect();
      enter('hidden');
    } else if (state === 'hidden') {
      failures = 0;
      connect();
    }
  }

  const unsubscribe = onChange((session) => {
    if (session.status === 'signed-in' && state === 'stopped' && !isOver) connect();
  });
  document.addEventListener('visibilitychange', look);
  if (document.hidden) enter('hidden');
  else connect();
  return () => finish();
}

/**
 * Reads until the stream ends, or until nothing has come for too long.
 * @param {ReadableStream<Uint8Array>} body
 * @param {AbortController} connection
 * @param {EventHandler} onEvent
 */
async function read(body, connection, onEvent) {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  const parser = createParser({ onEvent: ({ type, data, id }) => onEvent(type, parsed(data), id) });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silence;
  try {
    for (;;) {
      silence = setTimeout(() => connection.abort(), SILENCE_MS);
      const { done, value } = await reader.read();
      clearTimeout(silence);
      if (done) return;
      parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(silence);
    reader.cancel().catch(() => {});
  }
}

/** @param {string} data */
function parsed(data) {
  return data === '' ? null : JSON.parse(data);
}
