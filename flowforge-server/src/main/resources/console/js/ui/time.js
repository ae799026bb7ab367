// @ts-check
import { html } from '../lib/dom.js';
import { useNow, useUserName } from '../lib/hooks.js';
import { relativeTime, time } from '../lib/format.js';

/**
 * A point in time, seen from now; the exact time is its title.
 * @param {{at: string | null | undefined}} props
 */
export function Time({ at }) {
  const now = useNow(true, 30_000);
  if (!at) return null;
  return html`<time datetime=${at} title=${time(at)}>${relativeTime(at, now)}</time>`;
}

/**
 * The name of a user; their id is its title.
 * @param {{id: string}} props
 */
export function UserName({ id }) {
  const name = useUserName(id);
  return html`<span class="user-name" title=${id}>${name}</span>`;
}
