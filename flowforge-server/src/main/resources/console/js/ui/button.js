// @ts-check
import { classes, html } from '../lib/dom.js';
import { Link } from '../lib/router.js';
import { Icon } from './icon.js';

/**
 * A button. While it is busy it keeps its place and its focus, says so, and does nothing.
 * @param {{kind?: 'default' | 'primary' | 'danger' | 'quiet', busy?: boolean, icon?: string, small?: boolean, label?: string, type?: 'button' | 'submit',
 *     disabled?: boolean, onClick?: (event: MouseEvent) => void, children?: any, class?: string, [name: string]: any}} props
 *     `label`: the name of a button that shows a picture only
 */
export function Button({ kind = 'default', busy = false, icon, small = false, label, type = 'button', disabled = false, onClick, children, class: more = '', ...others }) {
  const isIconOnly = Boolean(icon) && !hasText(children);
  /** @param {MouseEvent} event */
  const click = (event) => {
    if (busy || disabled) event.preventDefault();
    else onClick?.(event);
  };
  return html`<button ...${others} type=${type} class=${classes('button', `button-${kind}`, small && 'button-small', isIconOnly && 'button-icon', more)}
    aria-label=${label} title=${isIconOnly ? label : others.title} aria-disabled=${busy || disabled ? 'true' : undefined} aria-busy=${busy ? 'true' : undefined} onClick=${click}>
    ${busy ? html`<${Icon} name="spinner" />` : icon ? html`<${Icon} name=${icon} />` : null}${isIconOnly ? null : html`<span>${children}</span>`}
  </button>`;
}

/**
 * A link that looks like a button.
 * @param {{href: string, kind?: string, icon?: string, small?: boolean, children?: any, class?: string, [name: string]: any}} props
 */
export function LinkButton({ href, kind = 'default', icon, small = false, children, class: more = '', ...others }) {
  return html`<${Link} ...${others} href=${href} class=${classes('button', `button-${kind}`, small && 'button-small', more)}>${icon ? html`<${Icon} name=${icon} />` : null}<span>${children}</span><//>`;
}

/** @param {any} children */
function hasText(children) {
  return Array.isArray(children) ? children.some(hasText) : children !== undefined && children !== null && children !== false && children !== '';
}
