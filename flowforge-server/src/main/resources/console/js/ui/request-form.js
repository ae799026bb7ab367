// @ts-check
import { html, useEffect, useRef, useState } from '../lib/dom.js';
import { initialValues, problemsByField, toFormData } from '../lib/forms.js';
import { useDraft } from '../lib/hooks.js';
import { SignedOutError } from '../lib/session.js';
import { Button } from './button.js';
import { ErrorBox, Note } from './feedback.js';
import { Field } from './field.js';
import { FormFields, fieldId } from './form-fields.js';

/**
 * The form of a request: fields, remarks, problems, and a draft that outlives a reload and a new sign-in.
 * @param {{form: {fields: any[]}, draftKey: string, formData: Record<string, any> | null, remarks?: string,
 *     actions: {name: string, title: string, kind?: string}[], onSubmit: (action: string, input: {form_data: object, remarks: string}, accepted: () => void) => Promise<unknown>,
 *     onCancel?: () => void, conflictAction?: any}} props `actions`: the first one is what Enter does; `onSubmit` calls `accepted` as soon as the server has the
 *     input, which is no draft from then on, whatever follows
 */
export function RequestForm({ form, draftKey, formData, remarks = '', actions, onSubmit, onCancel, conflictAction }) {
  const initial = { values: initialValues(form, formData), remarks };
  const [draft, setDraft, { isRestored, clear }] = useDraft(draftKey, initial);
  const [busy, setBusy] = useState('');
  const [error, setError] = useState(/** @type {any} */ (null));
  const isBusy = useRef(false);
  const summary = useRef(/** @type {HTMLElement | null} */ (null));
  const problems = error?.status === 400 ? problemsByField(form, error) : null;
  const count = problems ? Object.keys(problems.fields).length : 0;
  useEffect(() => {
    if (error) summary.current?.focus();
  }, [error]);

  // A draft of an earlier version of the form may lack fields, and have others.
  const values = { ...initial.values, ...Object.fromEntries(Object.entries(draft.values).filter(([name]) => Object.hasOwn(initial.values, name))) };
  /** @param {string} action */
  const submit = async (action) => {
    // A second click may come before the first one has been rendered.
    if (isBusy.current) return;
    isBusy.current = true;
    setBusy(action);
    setError(null);
    try {
      await onSubmit(action, { form_data: toFormData(form, values), remarks: draft.remarks }, clear);
    } catch (caught) {
      if (!(caught instanceof SignedOutError)) setError(caught);
      setBusy('');
    } finally {
      isBusy.current = false;
    }
  };
  /** @param {Event} event */
  const enter = (event) => {
    event.preventDefault();
    submit(actions[0].name);
  };
  const startOver = () => {
    setDraft(initial);
    clear();
    setError(null);
  };
  return html`<form class="form" novalidate onSubmit=${enter}>
    ${isRestored ? html`<${Note} icon="history" action=${html`<${Button} small onClick=${startOver}>Start over<//>`}>What you had entered is still here.<//>` : null}
    ${error ? html`<div ref=${summary} tabindex="-1" class="form-summary">${problems && count > 0 ? html`<div class="box box-error" role="alert"><div class="box-text">
        <p class="box-title">${count === 1 ? 'One field needs a change' : `${count} fields need a change`}</p>
        <ul>${form.fields.map((field, index) => (Object.hasOwn(problems.fields, field.name) ? problems.fields[field.name] : []).map((text) => html`<li key=${`${index} ${text}`}><a href=${`#${fieldId(index)}`} onClick=${(/** @type {Event} */ event) => focusField(event, index)}>${field.title || field.name}</a>: ${text}</li>`))}
        ${problems.others.map((text) => html`<li key=${text}>${text}</li>`)}</ul></div></div>`
      : html`<${ErrorBox} error=${error} />`}${error.status === 409 && conflictAction ? html`<p>${conflictAction}</p>` : null}</div>` : null}
    <${FormFields} form=${form} values=${values} problems=${problems?.fields ?? {}} onChange=${(/** @type {string} */ name, /** @type {any} */ value) => setDraft((before) => ({ ...before, values: { ...before.values, [name]: value } }))} />
    <${Field} label="Remarks" optionalWord hint="For those who decide; everybody who may see the request can read them.">${(/** @type {any} */ attributes) => html`
      <textarea ...${attributes} class="input textarea" rows="3" value=${draft.remarks} onInput=${(/** @type {any} */ event) => { const text = event.target.value; setDraft((before) => ({ ...before, remarks: text })); }}></textarea>`}<//>
    <div class="form-actions">
      ${actions.map((action, index) => html`<${Button} key=${action.name} type=${index === 0 ? 'submit' : 'button'} kind=${action.kind ?? (index === 0 ? 'primary' : 'default')} busy=${busy === action.name} disabled=${busy !== '' && busy !== action.name}
        onClick=${index === 0 ? undefined : () => submit(action.name)}>${action.title}<//>`)}
      ${onCancel ? html`<${Button} kind="quiet" onClick=${() => { clear(); onCancel(); }}>Cancel<//>` : null}
    </div>
  </form>`;
}

/**
 * @param {Event} event
 * @param {number} index
 */
function focusField(event, index) {
  event.preventDefault();
  const field = document.getElementById(fieldId(index));
  const control = field?.matches('fieldset') ? field.querySelector('input') ?? field : field;
  control?.focus();
  control?.scrollIntoView({ block: 'center' });
}
