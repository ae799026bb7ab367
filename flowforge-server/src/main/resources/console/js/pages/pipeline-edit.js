// @ts-check
/** The editor of pipelines: the text, its problems at their lines, and beside it what requesters see and what would be called. */
import { api, ApiError, send } from '../lib/api.js';
import { html, useEffect, useListener, useMemo, useRef, useState } from '../lib/dom.js';
import { plural, sentence } from '../lib/format.js';
import { initialValues, toFormData } from '../lib/forms.js';
import { useApi, useDraft, useOrganization } from '../lib/hooks.js';
import { Lines, inexactNumbers, locate, parse, print } from '../lib/json-positions.js';
import { useLeaveQuestion } from '../lib/leave.js';
import { mayHoldSecret } from '../lib/literal-secrets.js';
import { FIELDS, STARTER, formOf, parametersOf, placeholdersOf, pretty, stepOf, toText } from '../lib/pipeline-text.js';
import { navigate } from '../lib/router.js';
import { SignedOutError } from '../lib/session.js';
import { typeName } from '../lib/steps.js';
import { CallPreview } from '../ui/call-preview.js';
import { PipelineDiff } from '../ui/diff.js';
import { Button, Confirm, Dialog, ErrorBox, FormFields, Icon, LinkButton, Note, Page, Segments, Skeleton, Time, UserName, toast } from '../ui/index.js';
import { JsonEditor } from '../ui/json-editor.js';
import { StepList } from '../ui/step-list.js';

/** How long the page waits after the last change before it asks the server, in milliseconds. */
const CHECK_DELAY_MS = 350;
/** How long the page waits after the last change before it keeps a draft, in milliseconds. */
const KEEP_DELAY_MS = 250;

/** @typedef {{kind: 'error' | 'warning', line: number, column: number, start: number, end: number, message: string, cure: string, allowed: string[], replace: {start: number, end: number} | null}} Problem */
/** @typedef {{text: string, baseId: string | null, baseVersion: number}} Draft */

/** @param {{params: {id?: string}, query: Record<string, string>}} props */
export default function PipelineEditPage({ params, query }) {
  const { org } = useOrganization();
  const { data, error, reload } = useApi(params.id ? `/pipeline/${encodeURIComponent(params.id)}/versions` : null);
  const title = params.id ? 'Edit pipeline' : 'New pipeline';
  if (params.id && !data) return html`<${Page} title=${title}>${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : html`<${Skeleton} />`}<//>`;
  const newest = data?.[0] ?? null;
  if (newest?.archived_on) {
    return html`<${Page} title=${title}><${Note} kind="warning" icon="archive"><p>${newest.pipeline_name} is archived. Restore it before you change it.</p><//><p><${LinkButton} href=${`/pipelines/${newest.id}`}>The pipeline<//></p><//>`;
  }
  const begin = data?.find((/** @type {any} */ each) => each.id === query.from) ?? newest;
  const orgId = newest?.org_id ?? org?.org_id;
  return html`<${Editor} key=${`${orgId} ${begin?.id ?? ''}`} orgId=${orgId} newest=${newest} begin=${begin} lineage=${data?.at(-1).id ?? 'new'} reloadVersions=${reload} />`;
}

/**
 * @param {{orgId: number, newest: any, begin: any, lineage: string, reloadVersions: () => Promise<void>}} props `lineage`: the id of the first
 *     version, by which a draft is found again whatever others save in the meantime
 */
function Editor({ orgId, newest, begin, lineage, reloadVersions }) {
  const original = useMemo(() => begin ? toText(begin) : STARTER, [begin]);
  const [draft, setDraft, { clear }] = useDraft(`pipeline.${orgId}.${lineage}`, /** @type {Draft | null} */ (null));
  const [text, setText] = useState(draft?.text ?? original);
  /** The version that this text was made from: the next one follows it, or somebody was quicker. */
  const [base, setBase] = useState({ id: draft?.baseId ?? newest?.id ?? null, version: draft?.baseVersion ?? newest?.version ?? 0 });
  const [isRestored, setRestored] = useState(draft !== null && draft.text !== original);
  const [conflict, setConflict] = useState(newest && base.version < newest.version ? newest : null);
  const [error, setError] = useState(/** @type {any} */ (null));
  const [isBusy, setBusy] = useState(false);
  const [savedId, setSavedId] = useState(/** @type {string | null} */ (null));
  const [isDiscarding, setDiscarding] = useState(false);
  const [side, setSide] = useState('form');
  const editor = useRef(/** @type {import('../ui/json-editor.js').Handle | null} */ (null));

  const isRounded = useRounding(begin?.id ?? null);

  const reading = useMemo(() => parse(text), [text]);
  const root = reading.root;
  const value = useMemo(() => root?.type === 'object' ? JSON.parse(text) : null, [root]);
  const check = useCheck(value, orgId);
  const isDirty = text !== original;
  const [hasSecret, setHasSecret] = useState(false);
  const problems = useMemo(() => problemsOf(text, reading, check.result), [reading, check.result]);
  const errors = problems.filter((problem) => problem.kind === 'error');
  // What was valid last stays in view while somebody types.
  const shown = useRef(/** @type {any} */ (null));
  if (value) shown.current = value;
  const form = useMemo(() => formOf(shown.current), [value]);
  const [typed, setTyped] = useState(/** @type {Record<string, any>} */ ({}));
  const values = useMemo(() => {
    const begun = initialValues(form);
    const kept = form.fields.filter((field) => Object.hasOwn(typed, field.name) && Array.isArray(typed[field.name]) === (field.type === 'checkboxes'));
    return { ...begun, ...Object.fromEntries(kept.map((field) => [field.name, typed[field.name]])) };
  }, [form, typed]);

  useEffect(() => {
    if (savedId !== null) return undefined;
    const keep = () => {
      const isSecret = isDirty && mayHoldSecret(text);
      setHasSecret(isSecret);
      if (isDirty && !isSecret) {
        setDraft({ text, baseId: base.id, baseVersion: base.version });
      } else if (draft !== null) {
        setDraft(null);
        clear();
      }
    };
    const timer = setTimeout(keep, KEEP_DELAY_MS);
    addEventListener('pagehide', keep);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', keep);
    };
  }, [text, base.version, savedId]);
  useLeaveQuestion(savedId === null && isDirty && hasSecret ? 'The text has a literal secret, so no draft of it is kept. Leave without saving?' : null);
  useEffect(() => {
    if (savedId !== null) navigate(`/pipelines/${savedId}?org=${orgId}`, { replace: true });
  }, [savedId]);

  /** @param {{id: string | null, version: number}} on the version that the new one follows */
  const save = async (on = base) => {
    if (isBusy) return;
    const first = reading.mistake || !value ? problems[0] : check.isCurrent ? errors[0] : undefined;
    if (first) {
      editor.current?.select(first.start, first.end);
      toast(`${plural(errors.length, 'problem')} to solve first. Line ${first.line}: ${first.message}`, 'error');
      return;
    }
    setBusy(true);
    setError(null);
    try {
      const { org_id: _, expected_version: __, ...body } = value;
      const saved = newest
        ? await api.post(`/pipeline/${on.id}/versions`, { ...body, org_id: orgId, expected_version: on.version })
        : await api.post('/pipeline', { ...body, org_id: orgId });
      setDraft(null);
      clear();
      toast(newest ? `Version ${saved.version} of ${saved.pipeline_name} is saved.` : `${saved.pipeline_name} is created.`);
      setSavedId(saved.id);
    } catch (failure) {
      setBusy(false);
      if (failure instanceof SignedOutError) return;
      if (failure instanceof ApiError && failure.status === 409 && newest) await findNewest(failure);
      else setError(failure);
    }
  };
  /** @param {ApiError} failure */
  const findNewest = async (failure) => {
    try {
      const versions = await api.get(`/pipeline/${newest.id}/versions`);
      if (versions[0].version > base.version) setConflict(versions[0]);
      else setError(failure);
    } catch {
      setError(failure);
    }
  };
  const tidy = () => {
    if (root) editor.current?.replace(0, text.length, print(text, root));
    else if (problems[0]) editor.current?.select(problems[0].start, problems[0].end);
  };
  const discard = () => {
    editor.current?.replace(0, text.length, original);
    if (newest) setBase({ id: newest.id, version: newest.version });
    setConflict(null);
    setRestored(false);
    setError(null);
  };
  useListener(document, 'keydown', (/** @type {KeyboardEvent} */ event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 's') {
      event.preventDefault();
      if (!event.repeat && !document.querySelector('dialog[open]')) void save();
    }
  });

  const marks = useMemo(() => problems.map(({ line, kind }) => ({ line, kind })), [problems]);
  const actions = html`
    <${Button} kind="quiet" onClick=${tidy}>Tidy up<//>
    ${isDirty ? html`<${Button} onClick=${() => setDiscarding(true)}>Discard…<//>` : html`<${LinkButton} href=${newest ? `/pipelines/${newest.id}` : '/pipelines'}>Cancel<//>`}
    <${Button} kind="primary" busy=${isBusy} onClick=${() => save()}>${newest ? `Save version ${base.version + 1}` : 'Create pipeline'}<//>`;
  const insert = (/** @type {string} */ snippet) => editor.current?.insert(snippet);
  return html`<${Page} wide=${true} title=${newest ? `Edit ${newest.pipeline_name}` : 'New pipeline'} actions=${actions}
      back=${newest ? { href: `/pipelines/${newest.id}`, title: newest.pipeline_name } : { href: '/pipelines', title: 'Pipelines' }}>
    ${conflict ? html`<${Conflict} mine=${base} theirs=${conflict} isBusy=${isBusy}
      onMine=${() => { const on = { id: conflict.id, version: conflict.version }; setBase(on); setConflict(null); void save(on); }}
      onTheirs=${async () => {
        editor.current?.replace(0, text.length, toText(conflict));
        setBase({ id: conflict.id, version: conflict.version });
        setConflict(null);
        setDraft(null);
        clear();
        await reloadVersions();
      }} />` : null}
    ${isRestored && !conflict ? html`<${Note} icon="history" action=${html`<${Button} small onClick=${() => setRestored(false)}>Keep it<//><${Button} small onClick=${discard}>Discard it<//>`}><p>Your draft is here again.</p><//>` : null}
    ${begin && newest && begin !== newest && !isRestored ? html`<${Note} icon="history"><p>You begin with version ${begin.version}. What you save becomes version ${base.version + 1}.</p><//>` : null}
    ${isRounded ? html`<${Note} kind="warning"><p>This pipeline has a number with more digits than a browser can hold, so the text shows another number. Use <code>flowforge pipeline update</code> to change this pipeline without changing the number.</p><//>` : null}
    ${hasSecret ? html`<${Note} kind="warning" icon="lock"><p>The text seems to have a literal secret, so the browser keeps no draft of it. Keep the value as a secret of the organization, and write <code>${'${secret.NAME}'}</code> here.</p><//>` : null}
    ${error ? html`<${ErrorBox} error=${error} title="Nothing was saved" />` : null}
    <div class="editor">
      <div class="editor-main">
        <${JsonEditor} id="pipeline-text" label="Pipeline as JSON" value=${text} marks=${marks} invalid=${errors.length > 0} handle=${editor} onInput=${setText} />
        <${Problems} problems=${problems} hidden=${check.result && root ? check.result.problem_count - check.result.problems.length + check.result.warning_count - check.result.warnings.length : 0}
          state=${check.error ? 'failed' : !root ? 'broken' : check.isCurrent ? 'known' : 'asking'} error=${check.error} onRetry=${check.again}
          onShow=${(/** @type {Problem} */ problem) => editor.current?.select(problem.start, problem.end)}
          onReplace=${(/** @type {Problem} */ problem, /** @type {string} */ allowed) => problem.replace && editor.current?.replace(problem.replace.start, problem.replace.end, JSON.stringify(allowed))} />
      </div>
      <div class="editor-side">
        <${Segments} label="What to show beside the text" value=${side} onChange=${setSide} options=${[{ value: 'form', title: 'Form' }, { value: 'steps', title: 'Steps' }, { value: 'calls', title: 'Calls' }, { value: 'insert', title: 'Insert' }]} />
        <div class=${value ? 'editor-panel' : 'editor-panel stale'} tabindex="0" role="region" aria-label="Preview">
          ${value || !shown.current ? null : html`<p class="muted">As it was before the text had a mistake:</p>`}
          ${side === 'insert' ? html`<${Inserts} draft=${shown.current} onInsert=${insert} />`
          : !shown.current ? html`<p class="muted">Nothing can be shown until the text is valid JSON.</p>`
          : side === 'steps' ? html`<${StepList} pipeline=${shown.current} />`
          : side === 'calls' ? html`<${DraftCalls} draft=${shown.current} orgId=${orgId} form=${form} values=${values} isValid=${check.isCurrent && check.result?.valid === true} onForm=${() => setSide('form')} />`
          : html`${form.fields.length === 0 ? html`<p class="muted">The form has no fields: requesters fill in nothing.</p>` : null}
            <div class="form-preview"><${FormFields} form=${form} values=${values} preview=${true}
              onChange=${(/** @type {string} */ name, /** @type {any} */ value) => setTyped((before) => ({ ...before, [name]: value }))} /></div>`}
        </div>
      </div>
    </div>
    ${isDiscarding ? html`<${Confirm} title="Discard your changes?" action="Discard" onClose=${() => setDiscarding(false)} onConfirm=${discard}><p>The text is again what it was at the beginning.</p><//>` : null}
  <//>`;
}

/** Whether a browser changes numbers of a pipeline when it reads them. @param {string | null} id */
function useRounding(id) {
  const [isRounded, setRounded] = useState(false);
  useEffect(() => {
    if (id === null) return undefined;
    const call = new AbortController();
    send('GET', `/pipeline/${id}`, { signal: call.signal }).then((response) => response.text()).then((text) => {
      const { root } = parse(text);
      setRounded(root !== null && inexactNumbers(text, root).length > 0);
    }).catch((error) => {
      if (!call.signal.aborted) console.warn('The digits of the numbers could not be checked.', error);
    });
    return () => call.abort();
  }, [id]);
  return isRounded;
}

/**
 * Asks the server for the problems of a draft, a moment after the last change; an answer for an earlier text is never shown as one for this.
 * @param {any} value the draft; null while it is no JSON
 * @param {number} orgId
 */
function useCheck(value, orgId) {
  const [state, setState] = useState(/** @type {{value: any, result: any, error: any}} */ ({ value: null, result: null, error: null }));
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!value) return undefined;
    const call = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const result = await api.post('/pipeline/validate', { ...value, org_id: orgId }, { signal: call.signal });
        if (!call.signal.aborted) setState({ value, result, error: null });
      } catch (error) {
        if (!call.signal.aborted && !(error instanceof SignedOutError)) setState((before) => ({ value, result: before.result, error }));
      }
    }, CHECK_DELAY_MS);
    return () => {
      clearTimeout(timer);
      call.abort();
    };
  }, [value, orgId, round]);
  return { result: state.result, error: state.value === value ? state.error : null, isCurrent: value !== null && state.value === value && !state.error, again: () => setRound(round + 1) };
}

/**
 * What is wrong, in the order of the text: mistakes of JSON, and what the server has found.
 * @param {string} text
 * @param {ReturnType<typeof parse>} reading
 * @param {any} result
 * @returns {Problem[]}
 */
function problemsOf(text, reading, result) {
  const lines = new Lines(text);
  /** @param {'error' | 'warning'} kind @param {import('../lib/json-positions.js').Mistake} mistake @returns {Problem} */
  const local = (kind, { offset, message, cure }) => ({ kind, ...lines.position(offset), start: offset, end: Math.min(offset + 1, text.length), message, cure, allowed: [], replace: null });
  if (reading.mistake) return [local('error', reading.mistake)];
  const root = reading.root;
  if (!root) return [];
  if (root.type !== 'object') return [local('error', { offset: root.start, message: 'a pipeline is an object', cure: 'begin with {' })];
  /** @param {'error' | 'warning'} kind */
  const found = (kind) => (/** @type {any} */ problem) => {
    const place = locate(root, problem.pointer);
    const isScalar = place.exact && place.value.type !== 'object' && place.value.type !== 'array';
    return { kind, ...lines.position(place.start), start: place.start, end: place.end, message: problem.message, cure: problem.cure, allowed: problem.allowed_values ?? [],
      replace: isScalar ? { start: place.value.start, end: place.value.end } : null };
  };
  return [
    ...reading.repeated.map((mistake) => local('warning', mistake)),
    ...inexactNumbers(text, root).map((mistake) => local('warning', mistake)),
    ...(result?.problems ?? []).map(found('error')),
    ...(result?.warnings ?? []).map(found('warning')),
  ].sort((a, b) => a.start - b.start || (a.kind === b.kind ? 0 : a.kind === 'error' ? -1 : 1));
}

/**
 * @param {{problems: Problem[], hidden: number, state: 'known' | 'asking' | 'broken' | 'failed', error: any, onRetry: () => void, onShow: (problem: Problem) => void,
 *   onReplace: (problem: Problem, allowed: string) => void}} props
 */
function Problems({ problems, hidden, state, error, onRetry, onShow, onReplace }) {
  const errors = problems.filter((problem) => problem.kind === 'error').length + hidden;
  const warnings = problems.length + hidden - errors;
  const words = [errors > 0 ? plural(errors, 'problem') : '', warnings > 0 ? plural(warnings, 'warning') : ''].filter(Boolean).join(', ');
  return html`<section class="problems" aria-label="Problems">
    <p class=${`problems-head ${errors > 0 ? 'problems-some' : state === 'known' ? 'problems-none' : ''}`} role="status"><${Icon} name=${errors > 0 ? 'warning' : state === 'known' ? 'check-circle' : 'clock'} size=${14} /> ${
      words || (state === 'known' ? 'No problems' : state === 'failed' ? 'Not checked' : 'Checking…')}${words && state === 'asking' ? html` <span class="muted">checking…</span>` : null}</p>
    ${state === 'failed' ? html`<${ErrorBox} title="The server could not check the pipeline" error=${error} onRetry=${onRetry} />` : null}
    ${problems.length === 0 ? null : html`<ul class="problems-list">${problems.map((problem, i) => html`<li key=${i} class=${`problem problem-${problem.kind}`}>
      <button type="button" class="problem-place" onClick=${() => onShow(problem)}><${Icon} name=${problem.kind === 'error' ? 'x-circle' : 'warning'} size=${14} /><span class="sr-only">${problem.kind === 'error' ? 'Problem' : 'Warning'} at </span>${problem.line}:${problem.column}</button>
      <div class="problem-text">${sentence(problem.message)}${problem.cure && problem.allowed.length === 0 ? html` <span class="problem-cure">${sentence(problem.cure)}</span>` : null}
        ${problem.allowed.length > 0 ? html`<span class="problem-allowed">${problem.allowed.map((allowed) => problem.replace
          ? html`<button type="button" key=${allowed} class="chip" title="Write this value" onClick=${() => onReplace(problem, allowed)}>${allowed}</button>`
          : html`<code key=${allowed} class="chip">${allowed}</code>`)}</span>` : null}</div>
    </li>`)}</ul>`}
    ${hidden > 0 ? html`<p class="muted">${hidden} more ${hidden === 1 ? 'comes' : 'come'} into view when some of these are solved.</p>` : null}
  </section>`;
}

/**
 * The calls of a draft for what was typed into its form.
 * @param {{draft: any, orgId: number, form: import('../lib/forms.js').Form, values: Record<string, any>, isValid: boolean, onForm: () => void}} props
 */
function DraftCalls({ draft, orgId, form, values, isValid, onForm }) {
  const request = useMemo(() => ({ pipeline: { ...draft, org_id: orgId } }), [draft, orgId]);
  return html`<p class="spread muted"><span>For the values in the form</span><${Button} small icon="edit" onClick=${onForm}>Fill in the form<//></p>
    ${isValid ? html`<${CallPreview} request=${request} form=${form} formData=${toFormData(form, values)} />` : html`<p class="muted">The calls are shown when the pipeline has no problems.</p>`}`;
}

/** Steps, fields and placeholders to insert at the cursor, with what they mean. @param {{draft: any, onInsert: (text: string) => void}} props */
function Inserts({ draft, onInsert }) {
  const { data, error, reload } = useApi('/step_types');
  return html`
    <p class="muted">A click inserts at the cursor.</p>
    <h2 class="editor-head">Placeholders</h2>
    <p class="chips">${placeholdersOf(draft).map((each) => html`<button type="button" class="chip" key=${each} onClick=${() => onInsert(each)}>${each}</button>`)}</p>
    <h2 class="editor-head">Form fields</h2>
    <p class="chips">${FIELDS.map(([title, field]) => html`<button type="button" class="chip chip-text" key=${title} onClick=${() => onInsert(pretty(field).trimEnd())}>${title}</button>`)}</p>
    <h2 class="editor-head">Steps</h2>
    ${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : null}
    ${data ? data.map((/** @type {any} */ type) => html`<details class="step-type" key=${type.name}>
      <summary><span class="mono">${type.name}</span>${typeName(type.name) === type.name ? null : html` <span class="muted">${typeName(type.name)}</span>`}</summary>
      <p>${type.description}</p>
      <p><${Button} small icon="plus" onClick=${() => onInsert(pretty(stepOf(type.name, type.parameters)).trimEnd())}>Insert a step<//></p>
      ${parametersOf(type.parameters).length === 0 ? html`<p class="muted">It has no parameters.</p>` : html`<dl class="parameters">${parametersOf(type.parameters).map((each) => html`<div key=${each.name}>
        <dt><span class="mono">${each.name}</span> <span class="muted">${each.type}${each.isRequired ? ', required' : ''}</span></dt><dd>${each.description}</dd></div>`)}</dl>`}
    </details>`) : error ? null : html`<${Skeleton} lines=${3} />`}
    <p class="muted">Every step may also have <code>when</code>, <code>step_id</code>, <code>outputs</code>, <code>timeout_seconds</code> and <code>retry</code>.</p>`;
}

/**
 * Somebody else has saved a version in the meantime. Nothing that was typed is lost.
 * @param {{mine: {id: string | null, version: number}, theirs: any, isBusy: boolean, onMine: () => void, onTheirs: () => void}} props
 */
function Conflict({ mine, theirs, isBusy, onMine, onTheirs }) {
  const [isShown, setShown] = useState(false);
  const comparison = useApi(isShown ? `/pipeline/${mine.id}/diff` : null, { to: theirs.id });
  return html`<div class="box box-warning" role="alert"><${Icon} name="warning" />
    <div class="box-text"><p class="box-title"><${UserName} id=${theirs.user_id} /> has saved version ${theirs.version} <${Time} at=${theirs.created_on} />; you began with version ${mine.version}.</p>
      <p>Your text is still here, and nothing of it was saved.</p>
      <p class="box-buttons"><${Button} small onClick=${() => setShown(true)}>See what they changed<//><${Button} small onClick=${onTheirs}>Go on with their version<//><${Button} small kind="danger" busy=${isBusy} onClick=${onMine}>Save mine as version ${theirs.version + 1}<//></p></div>
    ${isShown ? html`<${Dialog} wide title=${`From version ${mine.version} to version ${theirs.version}`} onClose=${() => setShown(false)}>
      ${comparison.error ? html`<${ErrorBox} error=${comparison.error} onRetry=${comparison.reload} />` : comparison.data ? html`<${PipelineDiff} diff=${comparison.data} to=${theirs} />` : html`<${Skeleton} />`}<//>` : null}
  </div>`;
}
