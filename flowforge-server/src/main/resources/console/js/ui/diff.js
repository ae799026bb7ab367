// @ts-check
/** What differs between two versions of a pipeline. */
import { html } from '../lib/dom.js';
import { asText, diffLines } from '../lib/line-diff.js';
import { plural } from '../lib/format.js';
import { pretty } from '../lib/pipeline-text.js';

/** @typedef {{member: string, from?: unknown, to?: unknown}} MemberChange */
/** @typedef {{added: string[], removed: string[], changed: {name: string, members: MemberChange[]}[]}} PartChanges */
/** @typedef {{from: {id: string, version: number}, to: {id: string, version: number}, members: MemberChange[], steps: PartChanges, fields: PartChanges}} Diff */

/** The longest unchanged stretch that is shown around a change, in lines. */
const CONTEXT = 2;

/**
 * A comparison as the server answers it. `from` and `to` are the versions themselves, where they are known: then steps and fields that were
 * added or removed are shown.
 * @param {{diff: Diff, from?: any, to?: any}} props
 */
export function PipelineDiff({ diff, from, to }) {
  const parts = /** @type {const} */ ([['steps', 'Step', 'Steps'], ['fields', 'Field', 'Form']]);
  const isSame = diff.members.length === 0 && parts.every(([part]) => size(diff[part]) === 0);
  if (isSame) return html`<p class="muted">Versions ${diff.from.version} and ${diff.to.version} are the same.</p>`;
  return html`
    <div class="diff">
      <p class="diff-summary">${[
        diff.members.length > 0 ? plural(diff.members.length, 'change') + ' of the pipeline itself' : '',
        counted(diff.steps, 'step'), counted(diff.fields, 'field')].filter((text) => text !== '').join('; ')}</p>
      ${diff.members.length === 0 ? null : html`<section class="diff-part"><h3>Pipeline</h3>${diff.members.map((change) => html`<${Change} key=${change.member} change=${change} />`)}</section>`}
      ${parts.map(([part, one, title]) => size(diff[part]) === 0 ? null : html`
        <section class="diff-part" key=${part}>
          <h3>${title}</h3>
          ${diff[part].removed.map((name) => html`<${Whole} key=${`-${name}`} kind="removed" title=${`${one} “${name}” was removed`} value=${partOf(from, part, name)} />`)}
          ${diff[part].added.map((name) => html`<${Whole} key=${`+${name}`} kind="added" title=${`${one} “${name}” was added`} value=${partOf(to, part, name)} />`)}
          ${diff[part].changed.map(({ name, members }) => html`
            <div class="diff-item" key=${name}>
              <h4>${one} “${name}”</h4>
              ${members.map((change) => html`<${Change} key=${change.member} change=${change} />`)}
            </div>`)}
        </section>`)}
    </div>`;
}

/** @param {PartChanges} changes */
function size(changes) {
  return changes.added.length + changes.removed.length + changes.changed.length;
}

/** @param {PartChanges} changes @param {string} noun */
function counted(changes, noun) {
  return [[changes.changed.length, 'changed'], [changes.added.length, 'added'], [changes.removed.length, 'removed']]
    .filter(([count]) => count !== 0).map(([count, what]) => `${plural(Number(count), noun)} ${what}`).join(', ');
}

/** @param {any} pipeline @param {'steps' | 'fields'} part @param {string} name */
function partOf(pipeline, part, name) {
  if (!pipeline) return undefined;
  return part === 'steps' ? pipeline.steps.find((/** @type {any} */ step) => step.step_name === name) : pipeline.form.fields.find((/** @type {any} */ field) => field.name === name);
}

/** @param {{kind: 'added' | 'removed', title: string, value: unknown}} props */
function Whole({ kind, title, value }) {
  return html`
    <div class="diff-item">
      <h4>${title}</h4>
      ${value === undefined ? null : html`<${LinesOf} lines=${pretty(value).trimEnd().split('\n').map((text) => ({ kind, text }))} />`}
    </div>`;
}

/** @param {{change: MemberChange}} props */
function Change({ change }) {
  return html`
    <div class="diff-change">
      <div class="diff-member mono">${change.member}</div>
      <${LinesOf} lines=${diffLines(asText(change.from), asText(change.to))} />
    </div>`;
}

/** @param {{lines: import('../lib/line-diff.js').Line[]}} props */
function LinesOf({ lines }) {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some((line) => line.kind !== 'same'));
  const out = [];
  for (const [i, line] of lines.entries()) {
    if (near[i]) {
      const word = line.kind === 'added' ? 'added: ' : line.kind === 'removed' ? 'removed: ' : '';
      out.push(html`<div key=${i} class=${`diff-line diff-${line.kind}`}><span class="diff-sign" aria-hidden="true">${line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ' '}</span><span class="sr-only">${word}</span><span class="diff-text">${line.text === '' ? ' ' : line.text}</span></div>`);
    } else if (i === 0 || near[i - 1]) {
      out.push(html`<div key=${i} class="diff-gap">⋯</div>`);
    }
  }
  return html`<div class="diff-lines mono">${out}</div>`;
}
