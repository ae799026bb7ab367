// @ts-check
/** What is lost when its page is left: whoever leaves is asked first. */
import { useEffect } from './dom.js';
import { createStore } from './store.js';

/** The questions of the page that is shown. */
export const leaveQuestions = createStore(/** @type {readonly {question: string}[]} */ ([]));
/** Whether the person has just agreed to leave the site, so that the browser does not ask again. */
let hasAgreed = false;

/**
 * Asks before the page is left, in any way.
 * @param {string} question
 * @returns {() => void} ends it
 */
export function askBeforeLeaving(question) {
  const entry = { question };
  /** @param {Event} event */
  const unload = (event) => { if (!hasAgreed) event.preventDefault(); };
  leaveQuestions.set([...leaveQuestions.get(), entry]);
  addEventListener('beforeunload', unload);
  return () => {
    leaveQuestions.set(leaveQuestions.get().filter((each) => each !== entry));
    removeEventListener('beforeunload', unload);
  };
}

/**
 * Asks before the page is left while the question is not null.
 * @param {string | null} question
 */
export function useLeaveQuestion(question) {
  useEffect(() => question ? askBeforeLeaving(question) : undefined, [question]);
}

/** Asks whether the page may be left for another one of the console. */
export function mayLeave() {
  return leaveQuestions.get().every(({ question }) => confirm(question));
}

/** Asks whether the page may be left for another site. The browser does not ask once more, until `stays` is called. */
export function mayLeaveSite() {
  hasAgreed = mayLeave();
  return hasAgreed;
}

/** The person is still here. */
export function stays() {
  hasAgreed = false;
}
