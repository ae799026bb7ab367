// @ts-check
/** The steps of a pipeline in the order in which they run, and what each of them does in a few words. */

/** @typedef {{step_name: string, step_type: string, next_step_name?: string | null, parameters?: any, is_terminal_step?: boolean | null,
 *   timeout_seconds?: number, retry?: any, success_codes?: unknown[], step_id?: string, outputs?: Record<string, any>, when?: string}} Step */

/**
 * The steps in the order in which they run, and those to which nothing leads. The pipeline may be a draft, in which anything may be wrong.
 * @param {any} pipeline
 * @returns {{steps: Step[], unreachable: Step[]}}
 */
export function inOrder(pipeline) {
  /** @type {Step[]} */
  const all = Array.isArray(pipeline?.steps) ? pipeline.steps.filter((/** @type {any} */ step) => typeof step?.step_name === 'string') : [];
  const byName = new Map(all.map(step => [step.step_name, step]));
  const steps = follow(pipeline?.first_step_name, (name) => byName.get(name));
  return { steps, unreachable: all.filter(step => !steps.includes(step)) };
}

/**
 * The steps from the first one on, each once, even if the last one leads back.
 * @template {{next_step_name?: string | null}} T
 * @param {string} first its name
 * @param {(name: string) => T | undefined} find
 * @returns {T[]}
 */
export function follow(first, find) {
  /** @type {Set<T>} */
  const seen = new Set();
  for (let step = find(first); step && !seen.has(step); step = find(step.next_step_name ?? '')) seen.add(step);
  return [...seen];
}

/** The names of step types for people; a plug-in's type keeps its own name. @param {unknown} type */
export function typeName(type) {
  switch (type) {
    case 'API': return 'Call';
    case 'WAIT_FOR_APPROVAL': return 'Approval';
    case 'DELAY': return 'Delay';
    case 'WAIT_FOR_CALLBACK': return 'Wait for a call';
    default: return typeof type === 'string' ? type : 'No type';
  }
}

/** What a step does, in one line of plain text. @param {Step} step */
export function summary(step) {
  const parameters = step.parameters && typeof step.parameters === 'object' ? step.parameters : {};
  switch (step.step_type) {
    case 'API': return `${text(parameters.method).toUpperCase()} ${text(parameters.url)}`.trim();
    case 'WAIT_FOR_APPROVAL': return 'An Admin or the Owner approves the request.';
    case 'DELAY': return parameters.for !== undefined ? `for ${text(parameters.for)}` : `until ${text(parameters.until)} ${text(parameters.zone)}`.trim();
    case 'WAIT_FOR_CALLBACK': return `A service calls the request's own URL within ${text(parameters.expires_after)}.`;
    default: return Object.keys(parameters).length === 0 ? '' : JSON.stringify(parameters);
  }
}

/** Further properties of a step that change what it does, in a few words each. @param {Step} step @returns {string[]} */
export function notes(step) {
  const found = [];
  if (typeof step.when === 'string') found.push(`if ${step.when}`);
  if (step.retry?.max_attempts > 1) found.push(`up to ${step.retry.max_attempts} attempts`);
  if (typeof step.timeout_seconds === 'number') found.push(`timeout ${step.timeout_seconds} s`);
  if (Array.isArray(step.success_codes)) found.push(`succeeds with ${step.success_codes.join(', ')}`);
  if (step.parameters?.poll && typeof step.parameters.poll === 'object') found.push(`looks every ${text(step.parameters.poll.every_seconds)} s until ${text(step.parameters.poll.until)}`);
  if (step.outputs && typeof step.outputs === 'object') found.push(`outputs ${Object.keys(step.outputs).join(', ')}`);
  return found;
}

/** @param {unknown} value */
function text(value) {
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}
