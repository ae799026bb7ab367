// @ts-check
import { html, useEffect, useState } from '../lib/dom.js';
import { sentence } from '../lib/format.js';
import { createStore, useStore } from '../lib/store.js';
import { Button } from './button.js';
import { Icon, Logo } from './icon.js';

/**
 * What is shown where nothing is: what it would be, and what to do next.
 * @param {{title: string, hint?: any, action?: any, icon?: string, children?: any}} props
 */
export function Empty({ title, hint, action, icon = 'inbox', children }) {
  return html`<div class="empty"><${Icon} name=${icon} size=${28} /><p class="empty-title">${title}</p>${hint ? html`<p class="empty-hint">${hint}</p>` : null}${children}${action ? html`<div class="empty-action">${action}</div>` : null}</div>`;
}

/**
 * An error: what the server says, its details, and the id of the request for those who look into the log of the server.
 * @param {{error: any, title?: string, onRetry?: () => unknown}} props
 */
export function ErrorBox({ error, title, onRetry }) {
  const [isBusy, setBusy] = useState(false);
  const details = (error?.details ?? []).filter((/** @type {string} */ detail) => !String(error?.message).endsWith(detail));
  const retry = async () => {
    setBusy(true);
    try {
      await onRetry?.();
    } finally {
      setBusy(false);
    }
  };
  return html`<div class="box box-error" role="alert">
    <${Icon} name="warning" />
    <div class="box-text">
      ${title ? html`<p class="box-title">${title}</p>` : null}
      <p>${sentence(error?.message ?? String(error))}</p>
      ${details.length > 0 ? html`<ul>${details.map((/** @type {string} */ detail) => html`<li key=${detail}>${detail}</li>`)}</ul>` : null}
      ${error?.requestId ? html`<p class="box-small">Request id <code>${error.requestId}</code></p>` : null}
      ${onRetry ? html`<p><${Button} small busy=${isBusy} icon="refresh" onClick=${retry}>Try again<//></p>` : null}
    </div>
  </div>`;
}

/**
 * A note within a page.
 * @param {{kind?: 'info' | 'warning' | 'success', icon?: string, children?: any, action?: any}} props
 */
export function Note({ kind = 'info', icon, children, action }) {
  return html`<div class=${`box box-${kind}`} role="note"><${Icon} name=${icon ?? (kind === 'warning' ? 'warning' : kind === 'success' ? 'check-circle' : 'info')} /><div class="box-text">${children}</div>${action ? html`<div class="box-action">${action}</div>` : null}</div>`;
}

/**
 * Grey lines where text will be.
 * @param {{lines?: number, label?: string}} props
 */
export function Skeleton({ lines = 5, label = 'Loading' }) {
  return html`<div class="skeleton" role="status"><span class="sr-only">${label}…</span>${Array.from({ length: lines }, (_, index) => html`<div key=${index} class=${`skeleton-line skeleton-line-${index % 4}`} aria-hidden="true"></div>`)}</div>`;
}

/** @typedef {{id: number, text: string, kind: 'success' | 'error' | 'info', href?: string}} Message */

const messages = createStore(/** @type {Message[]} */ ([]));
let lastMessage = 0;

/**
 * Shows a short message for some seconds, and says it to assistive technology. Errors that need action belong into the page instead.
 * @param {string} text
 * @param {'success' | 'error' | 'info'} [kind]
 */
export function toast(text, kind = 'success') {
  const id = ++lastMessage;
  messages.set([...messages.get().slice(-3), { id, text, kind }]);
  setTimeout(() => dismiss(id), kind === 'error' ? 10_000 : 5_000);
}

/** @param {number} id */
function dismiss(id) {
  messages.set(messages.get().filter((message) => message.id !== id));
}

/** The place of the messages; the shell has it once. */
export function Toast() {
  const shown = useStore(messages);
  return html`<div class="toasts" role="status" aria-live="polite">${shown.map((message) => html`<div key=${message.id} class=${`toast toast-${message.kind}`}>
    <${Icon} name=${message.kind === 'success' ? 'check-circle' : message.kind === 'error' ? 'warning' : 'info'} /><span>${message.text}</span>
    <${Button} kind="quiet" small icon="x" label="Dismiss" onClick=${() => dismiss(message.id)} />
  </div>`)}</div>`;
}

/** What is shown for a moment instead of the pages; words come only if the moment is long. */
export function Splash() {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 600);
    return () => clearTimeout(timer);
  }, []);
  return html`<main class="gate" id="main">${isLong ? html`<div class="splash" role="status"><${Logo} size=${40} /><p>One moment…</p></div>` : null}</main>`;
}
