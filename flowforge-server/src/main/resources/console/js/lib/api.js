// @ts-check
/** The client of the REST API. All calls are relative to `/api`, carry the token, and have a time limit. */
import { format } from './routes.js';
import { accessToken, expire, SignedOutError } from './session.js';
import { createStore } from './store.js';

/** @typedef {Record<string, string | number | boolean | null | undefined>} Query */
/** @typedef {{headers?: Record<string, string>, signal?: AbortSignal, timeout?: number}} CallOptions */

const TIMEOUT_MS = 30_000;

/** How many calls the server has forbidden: after another one, the roles of the person may have changed. */
export const forbiddenCalls = createStore(0);

/** What the server, or the way to it, has refused. */
export class ApiError extends Error {
  /**
   * @param {{status: number, message: string, details?: string[], requestId?: string | null, retryAfter?: number | null, body?: any}} facts
   *     the status is 0 if there was no response; `retryAfter` is in seconds
   */
  constructor({ status, message, details = [], requestId = null, retryAfter = null, body = null }) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.details = details;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
    this.body = body;
  }
}

/**
 * Calls the API with a token, and once more with a new one if the server refuses the first.
 * @param {string} method
 * @param {string} path such as `/service_request`; segments must be encoded (`encodeURIComponent`)
 * @param {{query?: Query, body?: unknown, headers?: Record<string, string>, signal?: AbortSignal}} [options]
 * @returns {Promise<Response>}
 */
export async function send(method, path, { query, body, headers = {}, signal } = {}) {
  const token = await accessToken();
  const attempt = (/** @type {string} */ bearer) =>
    fetch(format(`/api${path}`, query), {
      method,
      signal,
      cache: 'no-store',
      credentials: 'omit',
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
        Authorization: `Bearer ${bearer}`,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const response = await attempt(token);
  if (response.status !== 401) return response;
  const again = await attempt(await accessToken(token));
  if (again.status !== 401) return again;
  expire();
  throw new SignedOutError();
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{query?: Query, body?: unknown} & CallOptions} [options]
 * @returns {Promise<any>}
 */
async function call(method, path, { timeout = TIMEOUT_MS, signal, ...options } = {}) {
  const limit = AbortSignal.timeout(timeout);
  const both = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    const response = await send(method, path, { ...options, signal: both });
    const value = await json(response);
    if (response.ok) return value;
    if (response.status === 403) forbiddenCalls.set(forbiddenCalls.get() + 1);
    throw errorOf(response, value);
  } catch (error) {
    if (error instanceof ApiError || error instanceof SignedOutError || signal?.aborted) throw error;
    throw new ApiError({ status: 0, message: withoutResponse(error, limit.aborted ? timeout : null) });
  }
}

/**
 * @param {unknown} error
 * @param {number | null} timeout in milliseconds, if it has passed
 */
function withoutResponse(error, timeout) {
  if (timeout !== null) return `The server did not respond within ${timeout / 1000} seconds. Try again.`;
  if (error instanceof TypeError) return 'The server cannot be reached. Check the connection, and try again.';
  return error instanceof Error ? error.message : String(error);
}

/**
 * Returns the error that a response stands for.
 * @param {Response} response
 * @param {any} value its body
 */
export function errorOf(response, value) {
  const seconds = Number(response.headers.get('Retry-After'));
  return new ApiError({
    status: response.status,
    message: typeof value?.message === 'string' ? value.message : `The server answered with status ${response.status}.`,
    details: Array.isArray(value?.details) ? value.details.map(String) : [],
    requestId: response.headers.get('X-Request-Id'),
    retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
    body: value,
  });
}

/** @param {Response} response */
async function json(response) {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    if (!response.ok) return null;
    throw new ApiError({ status: response.status, message: 'The response of the server was cut off. Try again.', requestId: response.headers.get('X-Request-Id') });
  }
}

export const api = {
  /** @type {(path: string, query?: Query, options?: CallOptions) => Promise<any>} */
  get: (path, query, options) => call('GET', path, { query, ...options }),
  /** @type {(path: string, body?: unknown, options?: CallOptions) => Promise<any>} */
  post: (path, body, options) => call('POST', path, { body, ...options }),
  /** @type {(path: string, body?: unknown, options?: CallOptions) => Promise<any>} */
  put: (path, body, options) => call('PUT', path, { body, ...options }),
  /** @type {(path: string, body?: unknown, options?: CallOptions) => Promise<any>} */
  patch: (path, body, options) => call('PATCH', path, { body, ...options }),
  /** @type {(path: string, body?: unknown, options?: CallOptions) => Promise<any>} */
  delete: (path, body, options) => call('DELETE', path, { body, ...options }),
};
