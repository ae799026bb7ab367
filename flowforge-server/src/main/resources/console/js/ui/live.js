// @ts-check
import { html } from '../lib/dom.js';

/** @type {Record<string, [string, string, string]>} */
const TEXTS = {
  live: ['live-on', 'Live', 'Changes are shown as they happen.'],
  connecting: ['live-wait', 'Connecting…', 'Changes are shown as soon as the connection is there.'],
  polling: ['live-wait', 'Every 3 s', 'The server has no stream for this page at the moment; it is asked every 3 seconds.'],
};

/**
 * Whether the page is up to date by itself.
 * @param {{state: import('../lib/live.js').LiveState}} props
 */
export function Live({ state }) {
  const text = TEXTS[state];
  if (!text) return null;
  return html`<span class=${`live ${text[0]}`} title=${text[2]}>${text[1]}</span>`;
}
