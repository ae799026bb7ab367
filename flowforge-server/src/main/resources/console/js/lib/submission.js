// @ts-check
import { api } from './api.js';
import { useRef } from './dom.js';

/**
 * Returns a function that submits a request. The same content, sent again after a double click, a lost response or a reload of the page, makes no
 * second request, because it has the same `Idempotency-Key`; other content gets another key.
 * @param {string} name of the form, unique within the tab
 * @returns {(body: object) => Promise<any>}
 */
export function useSubmission(name) {
  const running = useRef(/** @type {Promise<any> | null} */ (null));
  return (body) => {
    running.current ??= submit(`flowforge.key.${name}`, body).finally(() => { running.current = null; });
    return running.current;
  };
}

/**
 * @param {string} place
 * @param {object} body
 */
async function submit(place, body) {
  const hash = await digest(JSON.stringify(body));
  const [lastHash, lastKey] = (sessionStorage.getItem(place) ?? '').split(' ');
  const key = lastHash === hash && lastKey ? lastKey : crypto.randomUUID();
  sessionStorage.setItem(place, `${hash} ${key}`);
  const request = await api.post('/service_request', body, { headers: { 'Idempotency-Key': key } });
  sessionStorage.removeItem(place);
  return request;
}

/** @param {string} text */
async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
