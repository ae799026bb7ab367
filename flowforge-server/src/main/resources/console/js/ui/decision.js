// @ts-check
/** Approving and rejecting a request that waits for approval. */
import { api, ApiError } from '../lib/api.js';
import { html, useEffect, useRef, useState } from '../lib/dom.js';
import { useDraft, useOrganization } from '../lib/hooks.js';
import { countAgain } from '../lib/inbox.js';
import { Button } from './button.js';
import { ErrorBox, toast } from './feedback.js';
import { UserName } from './time.js';

/** How long a confirmation cannot be pressed after it has appeared, in milliseconds: a double click asks, and does not approve. */
const GUARD_MS = 400;
/** The maximum number of characters of remarks. */
const MAX_REMARKS = 10_000;

/** @typedef {'idle' | 'approving' | 'rejecting'} Mode */
/** @typedef {{open: (mode: Mode) => void}} DecisionHandle what shortcuts of the page do */

/**
 * Two buttons, and what they ask for; nothing for those who may not decide. One key or one click decides nothing: to approve takes a second,
 * different one, and so does to reject. `stepName` is the step that the person sees; while it is not known, nothing can be decided. If the request
 * goes on meanwhile, the question closes and says so, and if it waits at another step by now, nothing is approved. That, and what somebody else has
 * decided, is told to `onGone`; without it, it is shown, and `onDecided` gets null.
 * @param {{request: {id: string, org_id: number, status: string, pipeline_name: string, user_id: string}, stepName: string | null, consequence?: any,
 *   handle?: {current: DecisionHandle | null}, hasKeys?: boolean, onDecided?: (decision: 'approved' | 'rejected' | null) => unknown, onGone?: (error: Error) => void}} props
 */
export function Decision({ request, stepName, consequence = 'The request goes on then.', handle, hasKeys = false, onDecided = () => {}, onGone }) {
  const { roles } = useOrganization();
  const requestId = request.id;
  const subject = html`“${request.pipeline_name}” for <${UserName} id=${request.user_id} />`;
  const [mode, setMode] = useState(/** @type {Mode} */ ('idle'));
  // Another request may be looked at in between, or a new sign-in be needed.
  const [remarks, setRemarks, { clear: clearRemarks }] = useDraft(`reject.${requestId}`, '');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {any} */ (null));
  const [isGuarded, setGuarded] = useState(false);
  const box = useRef(/** @type {HTMLElement | null} */ (null));

  const open = (/** @type {Mode} */ next) => {
    setGuarded(true);
    setError(null);
    setMode(next);
  };
  useEffect(() => {
    if (!isGuarded) return undefined;
    const guard = setTimeout(() => setGuarded(false), GUARD_MS);
    return () => clearTimeout(guard);
  }, [isGuarded, mode]);
  useEffect(() => {
    if (!handle) return undefined;
    handle.current = { open: (next) => { if (!isBusy) open(next); } };
    return () => { handle.current = null; };
  });
  // What was asked about one step is no answer for the next one.
  const seenStep = useRef(stepName);
  useEffect(() => {
    if (isBusy) return;
    const hasMoved = seenStep.current !== null && stepName !== null && seenStep.current !== stepName;
    seenStep.current = stepName ?? seenStep.current;
    if (!hasMoved || mode === 'idle') return;
    setMode('idle');
    toast(`The request waits at “${stepName}” now. Look at the request again before you decide.`, 'info');
  }, [stepName, isBusy]);
  const isPending = request.status === 'Pending';
  useEffect(() => {
    if (isPending || mode === 'idle' || isBusy) return;
    setMode('idle');
    setError(null);
    toast('The request has gone on in the meantime. Look at the request again before you decide.', 'info');
  }, [isPending, isBusy]);
  useEffect(() => {
    if (mode === 'approving') box.current?.focus();
    if (mode === 'rejecting') box.current?.querySelector('textarea')?.focus();
  }, [mode]);

  const close = () => {
    setMode('idle');
    setError(null);
    requestAnimationFrame(() => box.current?.querySelector('button')?.focus());
  };
  const decide = async () => {
    if (isBusy || isGuarded || stepName === null) return;
    setBusy(true);
    setError(null);
    try {
      await checkStep(requestId, stepName);
      if (mode === 'approving') await api.put(`/service_request/${requestId}/approve`);
      else await api.put(`/service_request/${requestId}/reject`, remarks.trim() === '' ? {} : { remarks: remarks.trim() });
    } catch (failure) {
      setBusy(false);
      if (!(failure instanceof ApiError) || failure.status !== 409 && failure.status !== 404) {
        setError(failure);
        return;
      }
      countAgain(request.org_id);
      if (onGone) {
        onGone(failure);
      } else {
        setMode('idle');
        toast(failure.message, 'error');
        void onDecided(null);
      }
      return;
    }
    setBusy(false);
    setMode('idle');
    setRemarks('');
    clearRemarks();
    toast(mode === 'approving' ? 'Approved; the request continues.' : 'Rejected.');
    countAgain(request.org_id);
    void onDecided(mode === 'approving' ? 'approved' : 'rejected');
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (!isBusy) close();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!event.repeat) void decide();
    }
  };

  if (!isPending || stepName === null || !['Owner', 'Admin'].includes(roles.get(request.org_id) ?? '')) return null;
  if (mode === 'approving') {
    return html`
      <div class="decision decision-ask" role="group" aria-label="Confirm the approval" tabindex="-1" ref=${box} onKeyDown=${onKeyDown}>
        <p class="decision-question">Approve ${subject}?</p>
        <p class="decision-consequence">${consequence}</p>
        ${error ? html`<${ErrorBox} error=${error} />` : null}
        <div class="decision-actions">
          <${Button} kind="primary" busy=${isBusy} disabled=${isGuarded} aria-keyshortcuts="Control+Enter" onClick=${decide}>Approve now <kbd aria-hidden="true">Ctrl</kbd> <kbd aria-hidden="true">Enter</kbd><//>
          <${Button} disabled=${isBusy} onClick=${close}>Back <kbd aria-hidden="true">Esc</kbd><//>
        </div>
      </div>`;
  }
  if (mode === 'rejecting') {
    return html`
      <div class="decision decision-ask" role="group" aria-label="Reject the request" ref=${box} onKeyDown=${onKeyDown}>
        <label class="decision-question" for="decision-remarks">Why do you reject ${subject}?</label>
        <textarea id="decision-remarks" class="input textarea" rows="3" maxlength=${MAX_REMARKS} aria-describedby="decision-remarks-help" value=${remarks} readonly=${isBusy}
          onInput=${(/** @type {any} */ event) => setRemarks(event.currentTarget.value)}></textarea>
        <p class="decision-consequence" id="decision-remarks-help">The requester reads this in the log of the step. The request ends as Failed; if somebody retries it, it waits for approval again.</p>
        ${error ? html`<${ErrorBox} error=${error} />` : null}
        <div class="decision-actions">
          <${Button} kind="danger" busy=${isBusy} disabled=${isGuarded} aria-keyshortcuts="Control+Enter" onClick=${decide}>${remarks.trim() === '' ? 'Reject without remarks' : 'Reject now'} <kbd aria-hidden="true">Ctrl</kbd> <kbd aria-hidden="true">Enter</kbd><//>
          <${Button} disabled=${isBusy} onClick=${close}>Back <kbd aria-hidden="true">Esc</kbd><//>
        </div>
      </div>`;
  }
  return html`
    <div class="decision" role="group" aria-label="Decision" ref=${box}>
      <p class="decision-text">This request waits for your decision.</p>
      <div class="decision-actions">
        <${Button} kind="primary" icon="check" aria-keyshortcuts=${hasKeys ? 'a' : undefined} onClick=${() => open('approving')}>Approve…${hasKeys ? html` <kbd aria-hidden="true">a</kbd>` : null}<//>
        <${Button} icon="x" aria-keyshortcuts=${hasKeys ? 'r' : undefined} onClick=${() => open('rejecting')}>Reject…${hasKeys ? html` <kbd aria-hidden="true">r</kbd>` : null}<//>
      </div>
    </div>`;
}

/** Makes sure that the request waits at the step that the person has seen. @param {string} requestId @param {string} stepName */
async function checkStep(requestId, stepName) {
  const { steps } = await api.get(`/service_request/${requestId}/steps`);
  const current = Object.values(steps).find((/** @type {any} */ step) => step.status === 'Running');
  if (current && current.name !== stepName) {
    throw new ApiError({ status: 409, message: `The request is at “${current.name}” now, not at “${stepName}”. Look at the request again before you decide.` });
  }
}
