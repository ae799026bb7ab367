// @ts-check
import { html, useState } from '../lib/dom.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { ErrorBox } from './feedback.js';
import { Field } from './field.js';

/**
 * Asks before something that only others can take back, or nobody: the person types a name. The error of the action is shown in the dialog.
 * @param {{title: string, expected: string, label: string, action: string, onConfirm: () => Promise<unknown>, onClose: () => void, children?: any}} props
 */
export function TypedConfirm({ title, expected, label, action, onConfirm, onClose, children }) {
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  // Names may have several blanks in a row, which a page shows as one.
  const plain = (/** @type {string} */ text) => text.trim().replace(/\s+/g, ' ');
  const isRight = plain(typed) === plain(expected);
  /** @param {Event} [event] */
  const confirm = async (event) => {
    event?.preventDefault();
    if (!isRight || isBusy) return;
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${title} onClose=${onClose} actions=${html`
      <${Button} onClick=${onClose}>Cancel<//>
      <${Button} kind="danger" busy=${isBusy} disabled=${!isRight} onClick=${confirm}>${action}<//>`}>
    ${children}
    <form onSubmit=${confirm}><${Field} label=${html`${label} <b class="typed-name">${expected}</b>`}>${(/** @type {any} */ attributes) => html`<input ...${attributes} class="input" autocomplete="off" autocapitalize="off" spellcheck=${false}
      value=${typed} onInput=${(/** @type {any} */ event) => setTyped(event.target.value)} />`}<//></form>
    ${error ? html`<${ErrorBox} error=${error} />` : null}
  <//>`;
}
