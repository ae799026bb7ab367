// @ts-check
import { html } from '../lib/dom.js';
import { rulesOf } from '../lib/forms.js';
import { Field, FieldSet } from './field.js';

/** @typedef {import('../lib/forms.js').FormField} FormField */

/**
 * The id of the control of a field, to which a summary of problems can link.
 * @param {number} index the place of the field in its form
 */
export function fieldId(index) {
  return `form-field-${index}`;
}

/**
 * The fields of a form. The server is the judge of values: hints tell its rules, and its problems are shown at their fields.
 * @param {{form: {fields: FormField[]}, values: Record<string, string | string[]>, problems?: Record<string, string[]>,
 *     onChange?: (name: string, value: string | string[]) => void, preview?: boolean}} props `preview`: the form is shown, but not sent
 */
export function FormFields({ form, values, problems = {}, onChange = () => {}, preview = false }) {
  return form.fields.map((field, index) => html`<${FormControl} key=${index} id=${preview ? `preview-${fieldId(index)}` : fieldId(index)} field=${field}
    value=${values[field.name]} errors=${Object.hasOwn(problems, field.name) ? problems[field.name] : []} onChange=${(/** @type {any} */ value) => onChange(field.name, value)} />`);
}

/** @param {{id: string, field: FormField, value: any, errors: string[], onChange: (value: string | string[]) => void}} props */
function FormControl({ id, field, value, errors, onChange }) {
  const rules = rulesOf(field);
  const frame = {
    id,
    label: field.title || field.name,
    hint: field.description || rules ? html`${field.description ? html`<span class="hint-text">${field.description}</span>` : null}${field.description && rules ? ' · ' : ''}${rules}` : null,
    error: errors,
    required: field.required,
    optionalWord: true,
  };
  if (field.type === 'checkboxes') return html`<${FieldSet} ...${frame}><${Checks} id=${id} options=${field.options ?? []} value=${Array.isArray(value) ? value : []} onChange=${onChange} /><//>`;
  const text = typeof value === 'string' ? value : '';
  if (field.type === 'input' && field.format === 'boolean') return html`<${FieldSet} ...${frame}><${YesOrNo} id=${id} isRequired=${field.required} value=${text} onChange=${onChange} /><//>`;
  /** @param {any} event */
  const input = (event) => onChange(event.target.value);
  return html`<${Field} ...${frame}>${(/** @type {any} */ attributes) => {
    if (field.type === 'select') {
      return html`<select ...${attributes} class="select" onChange=${input}>
        <option value="" selected=${text === ''}>${field.placeholder || (field.required ? 'Choose…' : 'None')}</option>
        ${(field.options ?? []).map((option) => html`<option key=${option} value=${option} selected=${option === text}>${option}</option>`)}
      </select>`;
    }
    if (field.format === 'textarea') {
      return html`<textarea ...${attributes} class="input textarea" rows="5" placeholder=${field.placeholder} value=${text} onInput=${input}></textarea>`;
    }
    if (field.format === 'date') {
      return html`<input ...${attributes} class="input input-date" type="date" min=${field.min} max=${field.max} value=${text} onInput=${input} />`;
    }
    // Not type=number: browsers round long numbers, and drop what they do not understand before anybody could say so.
    return html`<input ...${attributes} class=${`input ${field.format === 'number' ? 'input-number' : ''}`} type="text" inputmode=${field.format === 'number' ? 'decimal' : undefined}
      autocomplete="off" spellcheck=${false} placeholder=${field.placeholder} value=${text} onInput=${input} />`;
  }}<//>`;
}

/** @param {{id: string, options: string[], value: string[], onChange: (value: string[]) => void}} props */
function Checks({ id, options, value, onChange }) {
  return html`<div class="choices">${options.map((option, index) => html`<label key=${option} class="choice"><input type="checkbox" id=${`${id}-${index}`} checked=${value.includes(option)}
    onChange=${(/** @type {any} */ event) => onChange(options.filter((other) => other === option ? event.target.checked : value.includes(other)))} /><span>${option}</span></label>`)}</div>`;
}

/** @param {{id: string, isRequired?: boolean, value: string, onChange: (value: string) => void}} props */
function YesOrNo({ id, isRequired = false, value, onChange }) {
  const choices = [['true', 'Yes'], ['false', 'No'], ...(isRequired ? [] : [['', 'Not set']])];
  return html`<div class="choices choices-row">${choices.map(([key, word]) => html`<label key=${key} class="choice"><input type="radio" name=${id} value=${key} checked=${value === key}
    onChange=${() => onChange(key)} /><span>${word}</span></label>`)}</div>`;
}
