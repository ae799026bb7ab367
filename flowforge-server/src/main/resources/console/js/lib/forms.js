// @ts-check
/** Values of forms: what stands in the fields, what is sent, and which problem belongs to which field. */

/**
 * @typedef {{name: string, title: string, description?: string, type: 'input' | 'select' | 'checkboxes', required?: boolean, placeholder?: string,
 *     min_length?: number, options?: string[], default?: any, format?: 'number' | 'boolean' | 'date' | 'textarea', pattern?: string,
 *     min?: number | string, max?: number | string, max_length?: number}} FormField
 */
/** @typedef {{fields: FormField[]}} Form */
/** @typedef {Record<string, string | string[]>} Values */
/** @typedef {Record<string, string[]>} Problems */

/**
 * Returns what stands in the fields at the beginning: the values of another request where there are some, otherwise the defaults.
 * @param {Form} form
 * @param {Record<string, any> | null} [formData]
 * @returns {Values}
 */
export function initialValues(form, formData = null) {
  /** @type {Values} */
  const values = Object.create(null);
  for (const field of form.fields) {
    const given = formData ? (Object.hasOwn(formData, field.name) ? formData[field.name] : null) : field.default;
    values[field.name] = valueOf(field, given);
  }
  return { ...values };
}

/**
 * @param {FormField} field
 * @param {any} given
 */
function valueOf(field, given) {
  const options = field.options ?? [];
  if (field.type === 'checkboxes') {
    return (Array.isArray(given) ? given.map(String) : []).filter((option) => options.includes(option));
  }
  if (given === null || given === undefined || typeof given === 'object') return '';
  const text = String(given);
  return field.type === 'select' && !options.includes(text) ? '' : text;
}

/**
 * Returns what is sent: inputs and selections without a value are left out, as the API wants it.
 * @param {Form} form
 * @param {Values} values
 * @returns {Record<string, string | string[]>}
 */
export function toFormData(form, values) {
  /** @type {[string, string | string[]][]} */
  const data = [];
  for (const field of form.fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    if (field.type === 'checkboxes') data.push([field.name, Array.isArray(value) ? value : []]);
    else if (typeof value === 'string' && value !== '') data.push([field.name, value]);
  }
  return Object.fromEntries(data);
}

/**
 * Divides the problems that the server has found among the fields.
 * @param {Form} form
 * @param {{message: string, details?: string[]}} error
 * @returns {{fields: Problems, others: string[]}} by the name of the field, and those of no field
 */
export function problemsByField(form, error) {
  const sentences = error.details?.length ? error.details : [error.message];
  /** @type {Map<string, string[]>} */
  const fields = new Map();
  /** @type {string[]} */
  const others = [];
  for (const sentence of sentences) {
    const field = fieldOf(form, sentence);
    if (field) fields.set(field.name, [...fields.get(field.name) ?? [], ofField(field, sentence)]);
    else others.push(sentence);
  }
  return { fields: Object.fromEntries(fields), others };
}

/**
 * The field that a sentence such as `missing required field: 'team'` or `field 'team' must be a number` names first.
 * @param {Form} form
 * @param {string} sentence
 */
function fieldOf(form, sentence) {
  let best = null;
  let place = Infinity;
  for (const field of form.fields) {
    const at = Math.min(...[`field '${field.name}'`, `field: '${field.name}'`].map((text) => sentence.indexOf(text)).map((index) => index < 0 ? Infinity : index));
    if (at < place) {
      best = field;
      place = at;
    }
  }
  return best;
}

/**
 * The same problem, said beside its field.
 * @param {FormField} field
 * @param {string} sentence
 */
function ofField(field, sentence) {
  if (sentence === `missing required field: '${field.name}'`) {
    return field.type === 'checkboxes' ? 'Check at least one.' : field.type === 'select' || field.format === 'boolean' ? 'Choose one.' : 'Fill this in.';
  }
  const begin = `field '${field.name}' `;
  if (!sentence.startsWith(begin)) return sentence;
  const rest = sentence.slice(begin.length);
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}${/[.!?]$/.test(rest) ? '' : '.'}`;
}

/**
 * The rules of a field in a few words, as a hint.
 * @param {FormField} field
 * @returns {string} empty if there are none
 */
export function rulesOf(field) {
  const { min, max, min_length: shortest = 0, max_length: longest, pattern, format } = field;
  const has = (/** @type {unknown} */ value) => value !== undefined && value !== null;
  /** @type {string[]} */
  const rules = [];
  if (format === 'number' || format === 'date') {
    const noun = format === 'number' ? 'A number' : 'A date';
    if (has(min) && has(max)) rules.push(`${noun} from ${min} to ${max}`);
    else if (has(min)) rules.push(`${noun} from ${min}`);
    else if (has(max)) rules.push(`${noun} up to ${max}`);
    else if (format === 'number') rules.push(noun);
  }
  if (field.type === 'input' && shortest > 0 && has(longest)) rules.push(`${shortest} to ${longest} characters`);
  else if (field.type === 'input' && shortest > 0) rules.push(`At least ${shortest} characters`);
  else if (field.type === 'input' && has(longest)) rules.push(`At most ${longest} characters`);
  if (pattern) rules.push(`Pattern ${pattern}`);
  return rules.join(' · ');
}

/**
 * The value of a field, for reading.
 * @param {FormField} field
 * @param {any} value
 * @returns {string} empty if there is none
 */
export function displayValue(field, value) {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join(', ');
  if (field.format === 'boolean') return String(value) === 'true' ? 'Yes' : String(value) === 'false' ? 'No' : String(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
