// @ts-check
/** The keyboard: single keys and sequences such as `g r`, which do nothing while somebody types. */
import { useEffect, useLatest } from './dom.js';
import { createStore } from './store.js';

const SWITCH = 'flowforge.keys';

/** Whether single keys do something; those who speak or type with a switch may not want that. */
export const keysStore = createStore(globalThis.localStorage?.getItem(SWITCH) !== 'off');

/** @param {boolean} areOn */
export function switchKeys(areOn) {
  localStorage.setItem(SWITCH, areOn ? 'on' : 'off');
  keysStore.set(areOn);
}

/** The second key of a sequence must follow the first one within this time. */
const SEQUENCE_MS = 1_500;

/**
 * Binds keys while the component is shown. A dialog that is open keeps them away.
 * @param {Record<string, (event: KeyboardEvent) => void>} bindings by the key (`/`, `?`, `j`) or by two of them with a blank between (`g r`)
 */
export function useKeys(bindings) {
  const latest = useLatest(bindings);
  useEffect(() => {
    let first = '';
    let at = 0;
    /** @param {KeyboardEvent} event */
    const press = (event) => {
      if (!keysStore.get() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isDialogOpen()) return;
      const sequence = event.timeStamp - at < SEQUENCE_MS ? `${first} ${event.key}` : '';
      const action = latest.current[sequence] ?? latest.current[event.key];
      first = event.key;
      at = event.timeStamp;
      if (!action) return;
      first = '';
      event.preventDefault();
      action(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** @param {EventTarget | null} target */
export function isTyping(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])'));
}

function isDialogOpen() {
  return document.querySelector('dialog[open]') !== null;
}

/**
 * Lets `j` and `k` move the focus between the links of rows (`.row-anchor`).
 * @param {{current: HTMLElement | null}} list
 */
export function useRowKeys(list) {
  const move = (/** @type {number} */ by) => {
    const rows = [.../** @type {HTMLElement[]} */ (/** @type {unknown} */ (list.current?.querySelectorAll('.row-anchor') ?? []))];
    const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
}
