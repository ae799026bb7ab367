// @ts-check
/** What waits for the approval of the person, in all of their organizations: a list, and beside it everything that is needed to decide. */
import { api, ApiError } from '../lib/api.js';
import { html, useEffect, useListener, useMemo, useRef, useState } from '../lib/dom.js';
import { duration, plural } from '../lib/format.js';
import { useApi, useLive, useMe, useOrganization } from '../lib/hooks.js';
import { isTyping, useKeys } from '../lib/keys.js';
import { Link, setQuery, useRoute } from '../lib/router.js';
import { inOrder, summary } from '../lib/steps.js';
import { useWaiting } from '../lib/waiting.js';
import { Button, LinkButton } from '../ui/button.js';
import { CallPreview } from '../ui/call-preview.js';
import { Decision } from '../ui/decision.js';
import { Empty, ErrorBox, Note, Skeleton } from '../ui/feedback.js';
import { Live } from '../ui/live.js';
import { Page } from '../ui/page.js';
import { StepNotes, StepSymbol, StepType } from '../ui/step-list.js';
import { Time, UserName } from '../ui/time.js';
import { ValueList } from '../ui/value-list.js';

/** @typedef {import('../lib/waiting.js').ServiceRequest} ServiceRequest */
/** @typedef {import('../ui/decision.js').DecisionHandle} DecisionHandle */

const SHORTCUTS = 'flowforge.inbox-keys';

export default function InboxPage() {
  const { orgs, org, roles, loading: isFirst } = useOrganization();
  const mine = orgs.filter((each) => roles.get(each.org_id) === 'Owner' || roles.get(each.org_id) === 'Admin');
  if (isFirst) return html`<${Page} title="Inbox"><${Skeleton} /><//>`;
  if (mine.length === 0) {
    return html`<${Page} title="Inbox"><${Empty} title="Nothing waits for you" hint="Admins and Owners approve requests, and you are a Member. What you have asked for is among your requests."
      action=${html`<${LinkButton} href="/requests">My requests<//>`} /><//>`;
  }
  return html`<${Inbox} mine=${mine} chosen=${org?.org_id ?? null} />`;
}

/** @param {{mine: import('../lib/people.js').Organization[], chosen: number | null}} props */
function Inbox({ mine, chosen }) {
  const { query } = useRoute();
  // A page has one stream: that of the chosen organization, or of the first one. The others are asked now and then.
  const followed = (mine.find((each) => each.org_id === chosen) ?? mine[0]).org_id;
  const [isStreamed, setStreamed] = useState(false);
  const { requests, total, loading, errors, refresh, refreshSoon, forget } = useWaiting(mine.map((each) => each.org_id), isStreamed ? followed : null);
  const [gone, setGone] = useState(/** @type {{request: ServiceRequest, message: string} | null} */ (null));
  const [hasKeys, setHasKeys] = useState(() => localStorage.getItem(SHORTCUTS) !== 'off');
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const detail = useRef(/** @type {HTMLElement | null} */ (null));
  const decision = useRef(/** @type {DecisionHandle | null} */ (null));
  /** Where the open request was in the list: the next one takes its place when it leaves. */
  const place = useRef(0);
  const isWide = useIsWide();

  const openId = query.request ?? null;
  const index = requests.findIndex((request) => request.id === openId);
  // The list does not have every request that waits, so one that it lacks is asked for.
  const unlisted = useApi(openId !== null && index < 0 && !gone && !loading ? `/service_request/${encodeURIComponent(openId)}` : null);
  const live = useLive(`/organization/${followed}/events`, (type, event) => {
    refreshSoon(followed);
    if (type !== 'request' || event.request_id === openId) void unlisted.reload();
  });
  useEffect(() => setStreamed(live === 'live' || live === 'polling'), [live]);
  /** @type {ServiceRequest | null} */
  const read = unlisted.data?.service_request ?? null;
  const open = index >= 0 ? requests[index] : read?.status === 'Pending' && mine.some((each) => each.org_id === read.org_id) ? read : null;
  if (index >= 0) place.current = index;
  /** A request that has left the list stays in view until the person goes on. */
  const seen = useRef(/** @type {ServiceRequest | null} */ (null));
  if (open) seen.current = open;
  const lost = !open && !gone && !loading && !unlisted.loading && openId !== null && seen.current?.id === openId ? seen.current : null;

  /** @param {ServiceRequest | null | undefined} request */
  const show = (request) => {
    setGone(null);
    setQuery({ request: request?.id ?? null });
  };
  useEffect(() => {
    // A wide page always shows a request.
    if (isWide && openId === null && !gone && !loading && requests.length > 0) show(requests[Math.min(place.current, requests.length - 1)]);
  });

  const focusList = () => requestAnimationFrame(() => {
    const current = /** @type {HTMLElement | null | undefined} */ (list.current?.querySelector('[aria-current]'));
    (current ?? list.current)?.focus();
    current?.scrollIntoView({ block: 'nearest' });
  });
  const focusDetail = () => requestAnimationFrame(() => detail.current?.querySelector('h2')?.focus());
  /** @param {number} step */
  const move = (step) => {
    if (requests.length === 0) return;
    const from = index >= 0 ? index : step > 0 ? -1 : requests.length;
    show(requests[Math.min(Math.max(from + step, 0), requests.length - 1)]);
    focusList();
  };
  useKeys(hasKeys ? {
    j: () => move(1),
    k: () => move(-1),
    a: (event) => { if (!event.repeat) decision.current?.open('approving'); },
    r: (event) => { if (!event.repeat) decision.current?.open('rejecting'); },
  } : {});
  /** @param {KeyboardEvent} event */
  const arrows = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event.target)) return;
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    move(event.key === 'ArrowDown' ? 1 : -1);
  };

  /** @param {ServiceRequest} request */
  const leave = (request) => {
    const others = requests.filter((each) => each.id !== request.id);
    forget(request);
    seen.current = null;
    show(isWide ? others[Math.min(place.current, others.length - 1)] : null);
    focusList();
  };

  const keys = html`<label class="inbox-keys"><input type="checkbox" checked=${hasKeys} onChange=${(/** @type {any} */ event) => {
    setHasKeys(event.currentTarget.checked);
    localStorage.setItem(SHORTCUTS, event.currentTarget.checked ? 'on' : 'off');
  }} /> <span>Single keys</span><span class="inbox-keys-more"><kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> opens, <kbd>a</kbd> approves, <kbd>r</kbd> rejects</span></label>`;
  const names = new Map(mine.map((each) => [each.org_id, each.name]));
  const isEmpty = !loading && requests.length === 0 && !gone && !lost && !open && !unlisted.loading;
  return html`<${Page} title="Inbox" actions=${keys} wide=${true}>
    ${errors.map(({ orgId, error }) => html`<${ErrorBox} key=${orgId} error=${error} title=${`What waits in ${names.get(orgId)} could not be read`} onRetry=${() => refresh(orgId)} />`)}
    ${isEmpty && errors.length === 0 ? html`<${Empty} icon="check-circle" title="Nothing waits for you" hint="A request that needs an approval in one of your organizations appears here by itself."
      action=${html`<${LinkButton} href="/requests">All requests<//>`} />` : isEmpty ? null : html`
    <div class=${openId || gone ? 'inbox inbox-open' : 'inbox'}>
      <nav class="inbox-list" aria-label="Requests that wait for an approval" ref=${list} tabindex="-1" onKeyDown=${arrows}><div class="inbox-scroll">
        <div class="inbox-count"><p role="status">${loading && requests.length === 0 ? 'Reading…' : `${plural(total, 'request')}, oldest first`}</p><${Live} state=${live} /></div>
        ${loading && requests.length === 0 ? html`<${Skeleton} lines=${4} />` : null}
        <ul>${requests.map((request) => html`<li key=${request.id}>
          <${Link} class="inbox-item" href=${`/inbox?request=${request.id}`} aria-current=${request.id === openId ? 'true' : undefined}
            onClick=${(/** @type {MouseEvent} */ event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
              event.preventDefault();
              show(request);
              focusDetail();
            }}>
            <span class="inbox-item-name">${request.pipeline_name}</span>
            <span class="inbox-item-when"><${Time} at=${request.last_updated} /></span>
            <span class="inbox-item-who">${gist(request.form_data)}<${UserName} id=${request.user_id} />${mine.length > 1 ? ` · ${names.get(request.org_id)}` : ''}</span>
          <//></li>`)}</ul>
        ${!loading && total > requests.length ? html`<p class="inbox-count">${plural(total - requests.length, 'newer request')} will follow.</p>` : null}
      </div></nav>
      <section class="inbox-detail" ref=${detail} aria-label="Request">
        ${gone ? html`<${Gone} key=${gone.request.id} request=${gone.request} message=${gone.message} onNext=${() => leave(gone.request)} />`
        : lost ? html`<${Gone} key=${lost.id} request=${lost} onNext=${() => leave(lost)} />`
        : open ? html`<${Details} key=${open.id} request=${open} orgName=${names.get(open.org_id) ?? ''} hasKeys=${hasKeys} handle=${decision}
            onBack=${() => { show(null); focusList(); }}
            onDecided=${() => leave(open)}
            onGone=${(/** @type {Error} */ error) => { forget(open); setGone({ request: open, message: error.message }); }} />`
        : openId && (loading || unlisted.loading) ? html`<${Skeleton} lines=${6} />`
        : openId && !read && unlisted.error && !isUnknown(unlisted.error) ? html`<${ErrorBox} error=${unlisted.error} title="The request could not be read" onRetry=${unlisted.reload} />`
        : openId ? html`<${Elsewhere} requestId=${openId} status=${read?.status ?? null} onNext=${() => show(null)} />`
        : html`<p class="inbox-none">Choose a request.</p>`}
      </section>
    </div>`}
  <//>`;
}

/** The first short value of a form, which tells requests for the same pipeline apart. @param {Record<string, any>} formData */
function gist(formData) {
  const value = Object.values(formData ?? {}).find((each) => typeof each === 'string' && each.trim() !== '' && each !== 'true' && each !== 'false');
  return value === undefined ? '' : `${value.trim().replace(/\s+/g, ' ').slice(0, 60)} · `;
}

/** Whether list and details have room side by side. */
function useIsWide() {
  const media = useMemo(() => matchMedia('(min-width: 861px)'), []);
  const [isWide, setIsWide] = useState(media.matches);
  useListener(media, 'change', () => setIsWide(media.matches));
  return isWide;
}

/**
 * Everything that is needed to decide.
 * @param {{request: ServiceRequest, orgName: string, hasKeys: boolean, handle: {current: DecisionHandle | null}, onBack: () => void,
 *   onDecided: () => void, onGone: (error: Error) => void}} props
 */
function Details({ request, orgName, hasKeys, handle, onBack, onDecided, onGone }) {
  const { user } = useMe();
  const [isPreviewed, setPreviewed] = useState(false);
  const details = useApi(`/service_request/${request.id}`);
  const history = useApi(`/service_request/${request.id}/history`, { page_size: 200 });
  // The request names the version of its pipeline; a retry may have moved it to a later one.
  const pipeline = useApi(details.data ? `/pipeline/${details.data.service_request.pipeline_id}` : null);
  const shownUntil = useRef(request.last_updated);
  useEffect(() => {
    // The request may have gone on to its next approval without leaving the list.
    if (shownUntil.current === request.last_updated) return;
    shownUntil.current = request.last_updated;
    void details.reload();
    void history.reload();
  }, [request.last_updated]);
  /** @type {any[]} */
  const transitions = history.data?.transitions ?? [];
  /** @type {Record<string, import('../lib/timeline.js').StepState>} */
  const states = details.data?.steps ?? {};
  const ordered = pipeline.data ? inOrder(pipeline.data).steps : [];
  const waitsAt = Object.values(states).find((state) => state.status === 'Running')?.name ?? null;
  const here = ordered.findIndex((step) => step.step_name === waitsAt);
  const after = here < 0 ? [] : ordered.slice(here + 1);
  const since = transitions.findLast((each) => each.transition === 'WAIT')?.updated_at ?? request.last_updated;
  const decisions = transitions.filter((each) => ['APPROVE', 'APPROVE_LAST', 'REJECT'].includes(each.transition));
  const took = new Map(transitions.flatMap((each) => each.steps).map((step) => [step.name, step.took_ms]));
  const errors = [details, history, pipeline].filter((each) => each.error);
  const isRead = Boolean(details.data && pipeline.data);
  const next = after[0];
  const consequence = here < 0 ? 'The request goes on then.'
    : next ? html`Next, <b>${next.step_name}</b>${next.step_type === 'API' ? html` calls <code>${summary(next)}</code>` : ' begins'}${after.length > 1 ? `; ${plural(after.length - 1, 'step')} may follow` : ''}.`
    : 'No step follows: the request is completed then.';

  return html`
    <p class="inbox-back"><${Button} kind="quiet" small icon="chevron-left" onClick=${onBack}>All that waits<//></p>
    <header class="inbox-head">
      <h2 tabindex="-1">${request.pipeline_name}</h2>
      <p class="inbox-meta"><b><${UserName} id=${request.user_id} /></b> asked <${Time} at=${request.created_on} /> in ${orgName} · waits since <${Time} at=${since} /> · <${Link} href=${`/requests/${request.id}?org=${request.org_id}`}>whole request<//></p>
    </header>
    ${user?.user_id === request.user_id ? html`<${Note} kind="warning"><p>This is your own request.</p><//>` : null}
    ${errors.length > 0 ? html`<${ErrorBox} error=${errors[0].error} onRetry=${() => Promise.all(errors.map((each) => each.reload()))} />` : null}
    <div class="inbox-decision">${details.loading ? html`<${Skeleton} lines=${2} />`
    : html`<${Decision} request=${request} stepName=${waitsAt} consequence=${consequence} handle=${handle} hasKeys=${hasKeys} onDecided=${onDecided} onGone=${onGone} />`}</div>
    <section class="inbox-part"><h3>What was asked for</h3>
      ${details.data ? html`<${ValueList} form=${details.data.pipeline.form} values=${details.data.service_request.form_data} />` : details.error ? null : html`<${Skeleton} lines=${3} />`}</section>
    ${request.remarks ? html`<section class="inbox-part"><h3>Remarks</h3><p class="prose">${request.remarks}</p></section>` : null}
    ${decisions.length === 0 ? null : html`<section class="inbox-part"><h3>Earlier decisions</h3>
      <ul class="inbox-earlier">${decisions.map((each) => html`<li key=${each.seq}>
        <p class="prose">${each.transition === 'REJECT' && each.reason ? each.reason : html`${each.transition === 'REJECT' ? 'Rejected' : 'Approved'} by <${UserName} id=${each.updated_by} />`}</p>
        <p class="muted">${each.step_name ? `${each.step_name}, ` : ''}${each.run > 1 || history.data.run > 1 ? `run ${each.run}, ` : ''}<${Time} at=${each.updated_at} /></p></li>`)}</ul></section>`}
    <section class="inbox-part"><h3>What runs</h3>
      ${!isRead ? errors.length > 0 ? null : html`<${Skeleton} lines=${4} />`
      : here < 0 ? html`<p class="muted">The request waits at no step any more.</p>`
      : html`<ol class="step-list">${ordered.map((step, i) => html`<${RunStep} key=${step.step_name} step=${step} kind=${i < here ? 'done' : i === here ? 'here' : 'next'}
          text=${i === here ? 'Waits for your decision' : i > here ? (i === here + 1 ? 'Next' : '') : states[step.step_name]?.skipped ? 'Skipped' : ['Done', took.get(step.step_name) ? `in ${duration(took.get(step.step_name))}` : ''].join(' ')} />`)}</ol>`}
      ${isRead && here >= 0 && after.length > 0 ? html`<details class="inbox-calls" onToggle=${(/** @type {any} */ event) => setPreviewed(event.currentTarget.open)}><summary>What will be called, with these values</summary>
        ${isPreviewed ? html`<${CallPreview} request=${{ pipeline_id: pipeline.data.id }} form=${details.data.pipeline.form} formData=${details.data.service_request.form_data} only=${new Set(after.map((step) => step.step_name))} />` : null}</details>` : null}
    </section>`;
}

/** @param {{step: import('../lib/steps.js').Step, kind: 'done' | 'here' | 'next', text: string}} props */
function RunStep({ step, kind, text }) {
  return html`<li class=${`step-row step-row-${kind}`} aria-current=${kind === 'here' ? 'step' : undefined}>
    <${StepSymbol} type=${step.step_type} isDone=${kind === 'done'} />
    <div class="step-row-body">
      <div class="step-row-head"><span class="step-row-name">${step.step_name}</span> <${StepType} step=${step} />${text ? html` <span class="step-row-state">${text}</span>` : null}</div>
      ${kind === 'here' ? null : html`<div class=${step.step_type === 'API' ? 'step-row-summary mono' : 'step-row-summary'}>${summary(step)}</div>`}
      ${kind === 'next' ? html`<${StepNotes} step=${step} />` : null}
    </div>
  </li>`;
}

const DECISIONS = /** @type {Record<string, string>} */ ({ APPROVE: 'approved', APPROVE_LAST: 'approved', REJECT: 'rejected', CANCEL: 'cancelled' });

/** What has become of a request in the meantime. @param {{request: ServiceRequest, message?: string, onNext: () => void}} props */
function Gone({ request, message, onNext }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  const [last, setLast] = useState(/** @type {any} */ (null));
  useEffect(() => {
    heading.current?.focus();
    let isShown = true;
    api.get(`/service_request/${request.id}/history`, { page_size: 200 }).then(
      (history) => isShown && setLast(history.transitions.findLast((/** @type {any} */ each) => each.transition in DECISIONS) ?? null),
      (error) => console.warn('The history could not be read.', error),
    );
    return () => { isShown = false; };
  }, [request.id]);
  return html`<div class="inbox-gone" role="status">
    <h2 tabindex="-1" ref=${heading}>${last ? html`<${UserName} id=${last.updated_by} /> has ${DECISIONS[last.transition]} this request` : 'This request does not wait any more'}</h2>
    <p>${request.pipeline_name}, asked by <${UserName} id=${request.user_id} />${last ? html`; decided <${Time} at=${last.updated_at} />` : ''}.${message ? ' Your decision was not recorded.' : ''}</p>
    ${message ? html`<p class="muted">${message}</p>` : null}
    <div class="decision-actions"><${Button} kind="primary" onClick=${onNext}>Go on<//><${LinkButton} href=${`/requests/${request.id}?org=${request.org_id}`}>See the request<//></div>
  </div>`;
}

/** Whether the server knows no such request, or none for this person. @param {Error} error */
function isUnknown(error) {
  return error instanceof ApiError && [400, 403, 404].includes(error.status);
}

/** A link to a request that does not wait for the person. @param {{requestId: string, status: string | null, onNext: () => void}} props `status`: null if there is none for this person */
function Elsewhere({ requestId, status, onNext }) {
  return html`<div class="inbox-gone">
    <h2 tabindex="-1">This request does not wait for you</h2>
    <p>${status === null ? 'There is no such request, or you may not see it.' : status === 'Pending' ? 'The admins of its organization decide about it.' : 'Somebody has decided about it, or it has ended.'}</p>
    <div class="decision-actions"><${Button} kind="primary" onClick=${onNext}>Go on<//><${LinkButton} href=${`/requests/${encodeURIComponent(requestId)}`}>See the request<//></div>
  </div>`;
}
