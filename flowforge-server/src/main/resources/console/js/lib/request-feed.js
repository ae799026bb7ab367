// @ts-check
/** All that a page shows of one request, kept up to date: by its stream, or by asking. */
import { api, ApiError } from './api.js';
import { useCallback, useEffect, useListener, useMemo, useRef, useState } from './dom.js';
import { useApi, useLive } from './hooks.js';
import { SignedOutError } from './session.js';
import { throttled } from './throttle.js';
import { hasEnded, merge } from './timeline.js';

/** @typedef {import('./timeline.js').Transition} Transition */
/** @typedef {Map<string, string[]>} Logs lines by `logKey` */

/** What waits for something is known a moment after it has begun. */
const WAITING_KNOWN_MS = 1_600;
/** A request that has ended changes only if somebody retries it: without a stream it is asked for at every tenth poll. */
const POLLS_AT_REST = 10;

/**
 * @param {number} run
 * @param {string} step
 */
export function logKey(run, step) {
  return `${run} ${step}`;
}

/**
 * Reads and follows a request.
 * @param {string} id
 * @param {{step: string | null, run: number | null}} shown the log that is looked at, for pages without a stream
 */
export function useRequestFeed(id, shown) {
  const path = `/service_request/${encodeURIComponent(id)}`;
  const details = useApi(path);
  const [transitions, setTransitions] = useState(/** @type {Transition[]} */ ([]));
  const [logs, setLogs] = useState(/** @type {Logs} */ (new Map()));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const [again, setAgain] = useState(0);
  const known = useRef(transitions);
  known.current = transitions;
  const polls = useRef(0);
  /** Whether logs have been read without the stream, which then sends them all once more. */
  const hasPolled = useRef(false);
  const status = details.data?.service_request.status ?? null;
  const reload = useRef(details.reload);
  reload.current = details.reload;
  const reloadSoon = useRef(throttled(() => reload.current(), 500)).current;
  /** @type {{current: ReturnType<typeof setTimeout> | undefined}} */
  const later = useRef(undefined);
  useEffect(() => () => {
    reloadSoon.cancel();
    clearTimeout(later.current);
  }, []);

  // Many events in one piece of the stream are one rendering.
  const pending = useRef({ transitions: /** @type {Transition[]} */ ([]), logs: /** @type {[string, string[]][]} */ ([]), isQueued: false });
  const flush = useCallback(() => {
    const { transitions: more, logs: lines } = pending.current;
    pending.current = { transitions: [], logs: [], isQueued: false };
    if (more.length > 0) setTransitions((before) => merge(before, more));
    if (lines.length > 0) {
      setLogs((before) => {
        const next = new Map(before);
        for (const [key, added] of lines) next.set(key, [...next.get(key) ?? [], ...added]);
        return next;
      });
    }
  }, []);
  const queue = () => {
    if (pending.current.isQueued) return;
    pending.current.isQueued = true;
    setTimeout(flush, 30);
  };

  const readHistory = useCallback(async () => {
    for (;;) {
      const last = known.current[known.current.length - 1];
      const page = await api.get(`${path}/history`, { page_size: 200, after: last ? last.seq : 0 });
      if (page.transitions.length > 0) {
        known.current = merge(known.current, page.transitions);
        setTransitions(known.current);
      }
      if (!page.has_later || page.transitions.length === 0) return;
    }
  }, [path]);
  const readLog = useCallback(async (/** @type {string} */ step, /** @type {number | null} */ run) => {
    const log = await api.get(`${path}/logs/${encodeURIComponent(step)}`, run === null ? {} : { run });
    setLogs((before) => new Map(before).set(logKey(run ?? 1, step), log.logs));
  }, [path]);

  const poll = async () => {
    const isAtRest = status !== null && hasEnded(status) && polls.current++ % POLLS_AT_REST !== 0;
    if (isAtRest) return;
    try {
      await Promise.all([reload.current(), readHistory(), shown.step && shown.run ? readLog(shown.step, shown.run) : null]);
      setError(null);
    } catch (caught) {
      if (!(caught instanceof SignedOutError)) setError(/** @type {Error} */ (caught));
    }
  };
  const isGone = details.error instanceof ApiError && (details.error.status === 403 || details.error.status === 404);
  const state = useLive(isGone ? null : `${path}/events`, (type, data) => {
    if (type === 'poll') {
      hasPolled.current = true;
      poll();
    } else if (type === 'transition') {
      setError(null);
      pending.current.transitions.push(data);
      details.setData((/** @type {any} */ before) => before && data.request_status ? { ...before, service_request: { ...before.service_request, status: data.request_status } } : before);
      reloadSoon();
      clearTimeout(later.current);
      if (data.request_status === 'Running') later.current = setTimeout(reloadSoon, WAITING_KNOWN_MS);
      queue();
    } else if (type === 'log') {
      if (hasPolled.current) setLogs(new Map());
      hasPolled.current = false;
      pending.current.logs.push([logKey(data.run ?? 1, data.step_name), data.lines ?? []]);
      queue();
    } else if (type === 'reset') {
      // The stream begins at the beginning, as after a restore of the database.
      pending.current = { transitions: [], logs: [], isQueued: pending.current.isQueued };
      setTransitions([]);
      setLogs(new Map());
      reloadSoon();
    } else if (type === 'end') {
      reloadSoon();
    }
  }, { again });

  // A request that has ended can go on if somebody retries it; whoever comes back to the page sees that.
  useListener(document, 'visibilitychange', () => {
    if (state === 'ended' && !document.hidden) reloadSoon();
  });
  useEffect(() => {
    if (state === 'ended' && status !== null && !hasEnded(status)) setAgain((before) => before + 1);
  }, [state, status]);

  // Without a stream the log is read when somebody looks at it.
  const key = shown.step && shown.run ? logKey(shown.run, shown.step) : null;
  useEffect(() => {
    if (state !== 'polling' || !shown.step || !shown.run) return;
    readLog(shown.step, shown.run).catch((caught) => {
      if (!(caught instanceof SignedOutError)) setError(caught);
    });
  }, [state === 'polling', key]);

  const runs = useMemo(() => transitions.reduce((most, each) => Math.max(most, each.run), 1), [transitions]);
  return {
    details: details.data,
    loading: details.loading,
    error: details.error ?? error,
    /** Whether there is no such request for this person. */
    isGone,
    transitions,
    logs,
    runs,
    state,
    /** Reads all anew after an action of the person, and follows again if the stream had ended. */
    refresh: async () => {
      polls.current = 0;
      if (state === 'ended') setAgain((before) => before + 1);
      else if (state === 'polling') await poll();
      await reload.current();
    },
  };
}
