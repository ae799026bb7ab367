// @ts-check
import { classes, html, useId } from '../lib/dom.js';
import { Icon } from './icon.js';

/**
 * A label, a control, a hint and problems, tied together. The child is a function that gets the attributes of the control:
 * `<${Field} label="Name">${(a) => html`<input ...${a} value=${name} onInput=${...} />`}<//>`.
 * @param {{label: any, hint?: any, error?: string | string[] | null, required?: boolean, id?: string, optionalWord?: boolean, children: (attributes: any) => any, class?: string}} props
 */
export function Field({ label, hint, error, required = false, id, optionalWord = false, children, class: more = '' }) {
  const made = useId('field');
  const own = id ?? made;
  const errors = [error ?? []].flat();
  const described = [hint ? `${own}-hint` : '', errors.length ? `${own}-error` : ''].filter(Boolean).join(' ');
  const attributes = {
    id: own,
    'aria-describedby': described || undefined,
    'aria-invalid': errors.length ? 'true' : undefined,
    'aria-required': required ? 'true' : undefined,
  };
  return html`<div class=${classes('field', errors.length > 0 && 'field-invalid', more)}>
    <label class="field-label" for=${own}>${label}${required ? html`<span class="field-required" aria-hidden="true"> *</span>` : optionalWord ? html`<span class="field-optional"> optional</span>` : null}</label>
    ${hint ? html`<div class="field-hint" id=${`${own}-hint`}>${hint}</div>` : null}
    ${children(attributes)}
    <${FieldErrors} id=${`${own}-error`} errors=${errors} />
  </div>`;
}

/**
 * A group of radio buttons or check boxes with one label, a hint and problems.
 * @param {{label: any, hint?: any, error?: string | string[] | null, required?: boolean, id?: string, optionalWord?: boolean, children?: any}} props
 */
export function FieldSet({ label, hint, error, required = false, id, optionalWord = false, children }) {
  const made = useId('field');
  const own = id ?? made;
  const errors = [error ?? []].flat();
  const described = [hint ? `${own}-hint` : '', errors.length ? `${own}-error` : ''].filter(Boolean).join(' ');
  return html`<fieldset class=${classes('field', errors.length > 0 && 'field-invalid')} id=${own} tabindex="-1" aria-describedby=${described || undefined}>
    <legend class="field-label">${label}${required ? html`<span class="field-required"><span aria-hidden="true"> *</span><span class="sr-only"> required</span></span>` : optionalWord ? html`<span class="field-optional"> optional</span>` : null}</legend>
    ${hint ? html`<div class="field-hint" id=${`${own}-hint`}>${hint}</div>` : null}
    ${children}
    <${FieldErrors} id=${`${own}-error`} errors=${errors} />
  </fieldset>`;
}

/** @param {{id: string, errors: string[]}} props */
function FieldErrors({ id, errors }) {
  if (errors.length === 0) return null;
  return html`<div class="field-error" id=${id}>${errors.map((text) => html`<p key=${text}><${Icon} name="warning" size=${14} /> ${text}</p>`)}</div>`;
}
