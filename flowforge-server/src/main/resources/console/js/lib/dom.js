// @ts-check
/** The vendored view library, and the few hooks that it lacks. */
import { useEffect, useMemo, useRef, useState } from '../../vendor/preact.js';

export {
  html, render, Component, useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback,
} from '../../vendor/preact.js';

let ids = 0;

/**
 * Returns an id for an element, the same at every rendering.
 * @param {string} [prefix]
 * @returns {string}
 */
export function useId(prefix = 'id') {
  const ref = useRef(/** @type {string | null} */ (null));
  ref.current ??= `${prefix}-${++ids}`;
  return ref.current;
}

/**
 * Returns a reference that always holds the latest value, for handlers that outlive a rendering.
 * @template T
 * @param {T} value
 * @returns {{current: T}}
 */
export function useLatest(value) {
  const ref = useRef(value);
  ref.current = value;
  return ref;
}

/**
 * Listens to an event of the document or the window while the component is shown.
 * @param {EventTarget} target
 * @param {string} type
 * @param {(event: any) => void} listener
 */
export function useListener(target, type, listener) {
  const latest = useLatest(listener);
  useEffect(() => {
    /** @param {Event} event */
    const call = (event) => latest.current(event);
    target.addEventListener(type, call);
    return () => target.removeEventListener(type, call);
  }, [target, type]);
}

/**
 * Whether a media query matches now.
 * @param {string} query
 * @returns {boolean}
 */
export function useMedia(query) {
  const list = useMemo(() => matchMedia(query), [query]);
  const [matches, setMatches] = useState(list.matches);
  useListener(list, 'change', () => setMatches(list.matches));
  return matches;
}

/**
 * Joins the names of classes that apply.
 * @param {...(string | false | null | undefined)} names
 * @returns {string}
 */
export function classes(...names) {
  return names.filter(Boolean).join(' ');
}
