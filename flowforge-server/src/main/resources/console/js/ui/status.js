// @ts-check
import { html } from '../lib/dom.js';
import { Icon } from './icon.js';

/** Picture, kind and word of each status. @type {Record<string, [string, string, string]>} */
const LOOKS = {
  'Not Started': ['circle', 'idle', 'Not started'],
  Running: ['spinner', 'running', 'Running'],
  Pending: ['hand', 'pending', 'Waits for approval'],
  Failed: ['x-circle', 'failed', 'Failed'],
  Cancelled: ['slash-circle', 'idle', 'Cancelled'],
  Completed: ['check-circle', 'completed', 'Completed'],
};

/**
 * A status by colour, picture and word.
 * @param {{value: string, skipped?: boolean, rejected?: boolean, waiting?: boolean, compact?: boolean, part?: 'both' | 'icon' | 'word'}} props
 *     `waiting`: it has begun, but nothing runs it at the moment; `compact`: the picture, with the word for assistive technology only;
 *     `part`: only one of the two, where the other one stands elsewhere
 */
export function Status({ value, skipped = false, rejected = false, waiting = false, compact = false, part = 'both' }) {
  const [icon, kind, word] = skipped ? ['skip', 'idle', 'Skipped']
    : rejected ? ['x-circle', 'failed', 'Rejected']
    : waiting ? ['clock', 'pending', 'Waiting']
    : LOOKS[value] ?? ['circle', 'idle', value];
  if (part === 'icon') return html`<span class=${`status-part status-part-${kind}`}><${Icon} name=${icon} /></span>`;
  if (part === 'word') return html`<span class=${`status-part status-part-${kind}`}>${word}</span>`;
  return html`<span class=${`status status-${kind} ${compact ? 'status-compact' : ''}`} title=${compact ? word : undefined}><${Icon} name=${icon} /><span class=${compact ? 'sr-only' : ''}>${word}</span></span>`;
}

/** The statuses of requests, in the order in which they are offered. */
export const STATUSES = ['Not Started', 'Running', 'Pending', 'Completed', 'Failed', 'Cancelled'];

/**
 * The word for a status.
 * @param {string} value
 */
export function statusWord(value) {
  return LOOKS[value]?.[2] ?? value;
}
