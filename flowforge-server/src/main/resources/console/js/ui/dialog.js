// @ts-check
import { html, useEffect, useId, useRef, useState } from '../lib/dom.js';
import { Button } from './button.js';
import { ErrorBox } from './feedback.js';
import { keepFocus } from './page.js';

/**
 * A dialog over the page. The browser keeps the focus in it, and gives it back.
 * @param {{title: string, onClose?: () => void, children?: any, actions?: any, wide?: boolean, isClosable?: boolean}} props
 */
export function Dialog({ title, onClose = () => {}, children, actions, wide = false, isClosable = true }) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const heading = useId('dialog');
  useEffect(() => {
    const dialog = /** @type {HTMLDialogElement} */ (ref.current);
    const before = document.activeElement;
    if (!dialog.open) dialog.showModal();
    // Not the button that closes it: what is to be filled in, or the first thing that can be done.
    const first = dialog.querySelector('.dialog-body :is(input:not([type=checkbox]), select, textarea)') ?? dialog.querySelector('.dialog-actions .button');
    if (first instanceof HTMLElement) first.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      // The action may have removed what had the focus before, or is about to.
      setTimeout(keepFocus);
    };
  }, []);
  /** @param {Event} event */
  const cancel = (event) => {
    event.preventDefault();
    if (isClosable) onClose();
  };
  // A second Escape closes a dialog without asking it.
  /** @param {Event} event */
  const closed = (event) => {
    const dialog = /** @type {HTMLDialogElement} */ (event.target);
    if (!dialog.isConnected || dialog.open) return;
    if (isClosable) onClose();
    else dialog.showModal();
  };
  /** @param {MouseEvent} event */
  const press = (event) => {
    if (isClosable && event.target === ref.current) onClose();
  };
  return html`<dialog ref=${ref} class=${`dialog ${wide ? 'dialog-wide' : ''}`} aria-labelledby=${heading} onCancel=${cancel} onClose=${closed} onMouseDown=${press}>
    <div class="dialog-inside">
      <div class="dialog-head"><h2 id=${heading}>${title}</h2>${isClosable ? html`<${Button} kind="quiet" icon="x" label="Close" onClick=${onClose} />` : null}</div>
      <div class="dialog-body">${children}</div>
      ${actions ? html`<div class="dialog-actions">${actions}</div>` : null}
    </div>
  </dialog>`;
}

/**
 * Asks before something that cannot be undone. The error of the action is shown in the dialog, which then stays.
 * @param {{title: string, children?: any, action: string, kind?: 'primary' | 'danger', onConfirm: () => Promise<unknown> | unknown, onClose: () => void, disabled?: boolean, decline?: string}} props
 */
export function Confirm({ title, children, action, kind = 'danger', onConfirm, onClose, disabled = false, decline = 'Cancel' }) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const confirm = async () => {
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
      <${Button} onClick=${onClose}>${decline}<//>
      <${Button} kind=${kind} busy=${isBusy} disabled=${disabled} onClick=${confirm}>${action}<//>`}>
    ${children}
    ${error ? html`<${ErrorBox} error=${error} />` : null}
  <//>`;
}
