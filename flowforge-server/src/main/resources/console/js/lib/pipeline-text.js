// @ts-check
/** A pipeline as the text that an author edits, and what can be inserted into it. */
import { parse, print } from './json-positions.js';

/** What somebody who writes a first pipeline begins with. */
export const STARTER = pretty({
  pipeline_name: 'Request a repository',
  pipeline_description: 'An admin approves, then it is created.',
  first_step_name: 'Approval',
  steps: [
    { step_name: 'Approval', step_type: 'WAIT_FOR_APPROVAL', next_step_name: 'Create it' },
    {
      step_name: 'Create it', step_type: 'API', prev_step_name: 'Approval', is_terminal_step: true,
      parameters: { method: 'POST', url: 'https://git.example.com/repositories', data: { name: '${repository}', private: '${private}' } },
    },
  ],
  form: {
    fields: [
      { name: 'repository', title: 'Name of the repository', type: 'input', required: true, pattern: '[a-z][a-z0-9-]*', max_length: 40 },
      { name: 'private', title: 'Private?', type: 'input', format: 'boolean', required: true, default: 'true' },
    ],
  },
});

/** Fields of forms to insert, by what they ask for. @type {[string, object][]} */
export const FIELDS = [
  ['a line of text', { name: 'name', title: 'Name', type: 'input', required: true }],
  ['several lines', { name: 'notes', title: 'Notes', type: 'input', format: 'textarea', max_length: 500 }],
  ['a number', { name: 'count', title: 'How many', type: 'input', format: 'number', min: 1, max: 10 }],
  ['yes or no', { name: 'private', title: 'Private?', type: 'input', format: 'boolean', default: 'true' }],
  ['a date', { name: 'until', title: 'Until', type: 'input', format: 'date' }],
  ['one of several', { name: 'size', title: 'Size', type: 'select', options: ['small', 'large'], default: 'small' }],
  ['any of several', { name: 'topics', title: 'Topics', type: 'checkboxes', options: ['java', 'web'] }],
];

/** Parameters to insert, by step type. @type {Record<string, object>} */
const PARAMETERS = {
  API: { method: 'POST', url: 'https://example.com/', data: {} },
  DELAY: { for: 'PT1H' },
  WAIT_FOR_CALLBACK: { expires_after: 'P1D' },
};

/** Members that mean the same as none. @type {Record<string, (value: any, part: any) => boolean>} */
const EMPTY_IN_STEP = {
  next_step_name: (value) => value === '' || value === null,
  prev_step_name: (value) => value === '' || value === null,
  is_terminal_step: (value) => value !== true,
  parameters: (value) => value === null || Object.keys(value).length === 0,
};
/** @type {Record<string, (value: any, part: any) => boolean>} */
const EMPTY_IN_FIELD = {
  description: (value) => value === '',
  required: (value) => value === false,
  placeholder: (value) => value === '',
  min_length: (value) => value === 0,
  options: (value, field) => field.type === 'input' && value.length === 0,
  default: (value) => value === null,
};

/**
 * The text of a pipeline, without what the server adds, and without members that mean the same as none.
 * @param {any} pipeline as the API returns it
 */
export function toText(pipeline) {
  const { pipeline_name, pipeline_description, first_step_name, steps, form } = pipeline;
  return pretty({
    pipeline_name,
    ...pipeline_description === '' ? {} : { pipeline_description },
    first_step_name,
    steps: steps.map((/** @type {any} */ step) => without(inReadingOrder(step), EMPTY_IN_STEP)),
    form: { fields: form.fields.map((/** @type {any} */ field) => without(field, EMPTY_IN_FIELD)) },
  });
}

/** Members of a step in the order in which they are read; the others follow. */
const STEP_MEMBERS = ['step_id', 'step_name', 'step_type', 'prev_step_name', 'next_step_name', 'is_terminal_step', 'when', 'parameters'];

/** @param {any} step */
function inReadingOrder(step) {
  const first = STEP_MEMBERS.filter((name) => Object.hasOwn(step, name)).map((name) => [name, step[name]]);
  return { ...Object.fromEntries(first), ...step };
}

/** @param {any} part @param {Record<string, (value: any, part: any) => boolean>} empty */
function without(part, empty) {
  return Object.fromEntries(Object.entries(part).filter(([name, value]) => !(Object.hasOwn(empty, name) && empty[name](value, part))));
}

/** JSON as it is shown: what fits on a line stands on one. @param {unknown} value */
export function pretty(value) {
  const text = JSON.stringify(value);
  const { root } = parse(text);
  return root ? print(text, root) : text;
}

/** A step of a type, to insert. @param {string} type @param {any} schema the JSON Schema of its parameters */
export function stepOf(type, schema) {
  const needed = Object.fromEntries((Array.isArray(schema?.required) ? schema.required : []).map((/** @type {string} */ name) => [name, exampleOf(schema.properties?.[name])]));
  const parameters = PARAMETERS[type] ?? needed;
  return { step_name: 'New step', step_type: type, prev_step_name: '', next_step_name: '', ...Object.keys(parameters).length > 0 ? { parameters } : {} };
}

/** @param {any} schema */
function exampleOf(schema) {
  if (schema?.default !== undefined) return schema.default;
  if (Array.isArray(schema?.enum)) return schema.enum[0];
  switch (schema?.type) {
    case 'integer': case 'number': return schema.minimum ?? 1;
    case 'boolean': return false;
    case 'array': return [];
    case 'object': return {};
    default: return '';
  }
}

/**
 * The parameters of a step type, those within objects included.
 * @param {any} schema
 * @param {string} [before] the names of the objects around, such as `poll.`
 * @returns {{name: string, type: string, isRequired: boolean, description: string}[]}
 */
export function parametersOf(schema, before = '') {
  const properties = schema?.properties && typeof schema.properties === 'object' ? schema.properties : {};
  return Object.entries(properties).flatMap(([name, property]) => {
    const own = {
      name: before + name,
      type: Array.isArray(property.enum) ? property.enum.join(' | ') : [property.type ?? 'any'].flat().join(' or '),
      isRequired: Array.isArray(schema.required) && schema.required.includes(name),
      description: typeof property.description === 'string' ? property.description : '',
    };
    return [own, ...before.split('.').length < 4 ? parametersOf(property, `${before}${name}.`) : []];
  });
}

/**
 * The form of a draft, as far as it can be shown: fields that make no sense yet are left out.
 * @param {any} draft
 * @returns {import('./forms.js').Form}
 */
export function formOf(draft) {
  const fields = Array.isArray(draft?.form?.fields) ? draft.form.fields : [];
  const seen = new Set();
  return {
    fields: fields.flatMap((/** @type {any} */ field) => {
      if (typeof field?.name !== 'string' || seen.has(field.name) || !['input', 'select', 'checkboxes'].includes(field.type)) return [];
      seen.add(field.name);
      const text = (/** @type {unknown} */ value) => typeof value === 'string' ? value : '';
      return [{
        ...field,
        title: text(field.title) || field.name,
        description: text(field.description),
        placeholder: text(field.placeholder),
        pattern: text(field.pattern) || undefined,
        required: field.required === true,
        min_length: typeof field.min_length === 'number' ? field.min_length : 0,
        max_length: typeof field.max_length === 'number' ? field.max_length : undefined,
        options: Array.isArray(field.options) ? [...new Set(field.options.filter((/** @type {unknown} */ option) => typeof option === 'string'))] : [],
      }];
    }),
  };
}

/** What steps of a draft may refer to: its fields, the outputs of its steps, and facts of the request. @param {any} draft @returns {string[]} */
export function placeholdersOf(draft) {
  const steps = Array.isArray(draft?.steps) ? draft.steps : [];
  return [
    ...formOf(draft).fields.map((field) => `\${${field.name}}`),
    ...steps.flatMap((/** @type {any} */ step) => typeof step?.step_id === 'string' && step.outputs && typeof step.outputs === 'object'
      ? Object.keys(step.outputs).map((name) => `\${steps.${step.step_id}.${name}}`) : []),
    '${request.id}', '${request.user_name}', '${request.user_email}', '${callback.url}', '${secret.NAME}',
  ];
}
