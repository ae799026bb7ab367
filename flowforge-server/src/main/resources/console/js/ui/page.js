// @ts-check
import { html, useEffect, useRef } from '../lib/dom.js';
import { Link, takesFocus } from '../lib/router.js';
import { setTitle } from '../lib/title.js';
import { Icon } from './icon.js';

/** Gives the focus to the heading if what had it is gone, so that the keyboard goes on from there. */
export function keepFocus() {
  if (document.activeElement === null || document.activeElement === document.body) /** @type {HTMLElement | null} */ (document.querySelector('#main h1'))?.focus({ preventScroll: true });
}

/**
 * The frame of a page: its heading, which gets the focus when somebody comes from another page, and its actions.
 * @param {{title: any, windowTitle?: string, actions?: any, back?: {href: string, title: string}, lead?: any, children?: any, wide?: boolean}} props
 *     `windowTitle`: the title of the window if `title` is not a string; `lead`: what stands beneath the heading
 */
export function Page({ title, windowTitle, actions, back, lead, children, wide = false }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  const text = windowTitle ?? (typeof title === 'string' ? title : '');
  useEffect(() => setTitle(text), [text]);
  useEffect(() => {
    if (takesFocus()) {
      scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return html`<div class=${`page ${wide ? 'page-wide' : ''}`}>
    ${back ? html`<p class="page-back"><${Link} href=${back.href}><${Icon} name="chevron-left" size=${14} />${back.title}<//></p>` : null}
    <header class="page-head"><h1 ref=${heading} tabindex="-1">${title}</h1>${actions ? html`<div class="page-actions">${actions}</div>` : null}</header>
    ${lead ? html`<div class="page-lead">${lead}</div>` : null}
    ${children}
  </div>`;
}
