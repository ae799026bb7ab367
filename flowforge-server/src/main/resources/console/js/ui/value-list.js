// @ts-check
import { html } from '../lib/dom.js';
import { displayValue } from '../lib/forms.js';

/**
 * The values of a form with their labels, for reading. Values of fields that the form does not have any more come last, by their names.
 * @param {{form: import('../lib/forms.js').Form, values: Record<string, any>}} props
 */
export function ValueList({ form, values }) {
  const known = new Set(form.fields.map((field) => field.name));
  const others = Object.keys(values).filter((name) => !known.has(name));
  if (form.fields.length + others.length === 0) return html`<p class="muted">This form has no fields.</p>`;
  return html`<dl class="value-list">
    ${form.fields.map((field) => html`<div key=${field.name}><dt>${field.title}</dt><dd><${Value} text=${displayValue(field, values[field.name])} /></dd></div>`)}
    ${others.map((name) => html`<div key=${`+${name}`}><dt class="mono">${name}</dt><dd><${Value} text=${displayValue({ name, title: name, type: 'input' }, values[name])} /></dd></div>`)}
  </dl>`;
}

/** @param {{text: string}} props */
function Value({ text }) {
  return text === '' ? html`<span class="muted">none</span>` : html`<span class="value">${text}</span>`;
}
