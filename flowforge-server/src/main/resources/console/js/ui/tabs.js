// @ts-check
import { html } from '../lib/dom.js';
import { Link } from '../lib/router.js';

/**
 * Links between parts of a page that have addresses of their own.
 * @param {{label: string, tabs: {href: string, title: any, current: boolean, count?: number | null}[]}} props
 */
export function Tabs({ label, tabs }) {
  return html`<nav class="tabs" aria-label=${label}>${tabs.map((tab) => html`<${Link} key=${tab.href} href=${tab.href} class="tab" aria-current=${tab.current ? 'page' : undefined}>${tab.title}${
    tab.count === undefined || tab.count === null ? null : html` <span class="count">${tab.count}</span>`}<//>`)}</nav>`;
}

/**
 * A choice of one of few, as buttons side by side.
 * @param {{label: string, options: {value: string, title: any, count?: number | null}[], value: string, onChange: (value: string) => void}} props
 */
export function Segments({ label, options, value, onChange }) {
  return html`<div class="segments" role="group" aria-label=${label}>${options.map((option) => html`<button type="button" key=${option.value} class="segment"
    aria-pressed=${option.value === value ? 'true' : 'false'} onClick=${() => onChange(option.value)}>${option.title}${option.count === undefined || option.count === null ? null : html` <span class="count">${option.count}</span>`}</button>`)}</div>`;
}
