// @ts-check
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

/** What the modules need of a browser: an address, and a history that can go back. */
const browser = new EventTarget();
/** @type {string[]} */
let entries = ['/requests'];
const location = {
  get pathname() { return entries[entries.length - 1].split('?')[0]; },
  get search() { return entries[entries.length - 1].slice(this.pathname.length); },
};
const history = {
  pushState: (/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ target) => { entries.push(target); },
  replaceState: (/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ target) => { entries[entries.length - 1] = target; },
};
/** @type {string[]} */
let asked = [];
let answer = true;
const confirm = (/** @type {string} */ question) => {
  asked.push(question);
  return answer;
};
Object.assign(globalThis, {
  location,
  history,
  confirm,
  document: { body: null, activeElement: null },
  addEventListener: browser.addEventListener.bind(browser),
  removeEventListener: browser.removeEventListener.bind(browser),
});
const { navigate, setQuery } = await import('../../main/resources/console/js/lib/router.js');
const { askBeforeLeaving, mayLeaveSite, stays } = await import('../../main/resources/console/js/lib/leave.js');

/** @type {() => void} */
let end = () => {};
beforeEach(() => {
  navigate('/requests', { replace: true });
  navigate('/pipelines/new');
  end = askBeforeLeaving('Leave it?');
  asked = [];
});
afterEach(() => {
  end();
  entries = ['/requests'];
  browser.dispatchEvent(new Event('popstate'));
});

function back() {
  entries.pop();
  browser.dispatchEvent(new Event('popstate'));
}

/** Whether the browser would ask before the site is left. */
function asksTheBrowser() {
  return !browser.dispatchEvent(new Event('beforeunload', { cancelable: true }));
}

test('who does not leave a page by Back is still there', () => {
  answer = false;
  back();
  assert.deepEqual(asked, ['Leave it?']);
  assert.deepEqual(entries, ['/requests', '/pipelines/new']);
  // It is asked again at the next time, because nothing has been lost yet.
  back();
  assert.equal(asked.length, 2);
  assert.deepEqual(entries, ['/requests', '/pipelines/new']);
});

test('who leaves a page by Back has left it', () => {
  answer = true;
  back();
  assert.deepEqual(asked, ['Leave it?']);
  assert.deepEqual(entries, ['/requests']);
});

test('a link asks as Back does', () => {
  answer = false;
  navigate('/services');
  assert.deepEqual(asked, ['Leave it?']);
  assert.deepEqual(entries, ['/requests', '/pipelines/new']);
});

test('who stays after a change of the query returns to the address with it', () => {
  setQuery({ tab: 'form' });
  answer = false;
  back();
  assert.deepEqual(entries, ['/requests', '/pipelines/new?tab=form']);
});

test('nothing is asked when nothing would be lost', () => {
  end();
  answer = false;
  back();
  assert.deepEqual(asked, []);
  assert.deepEqual(entries, ['/requests']);
  assert.equal(asksTheBrowser(), false);
});

test('the browser asks before the site is left, but not those who have just agreed', () => {
  assert.equal(asksTheBrowser(), true);
  answer = false;
  assert.equal(mayLeaveSite(), false);
  assert.equal(asksTheBrowser(), true);
  answer = true;
  assert.equal(mayLeaveSite(), true);
  assert.equal(asksTheBrowser(), false);
  stays();
  assert.equal(asksTheBrowser(), true);
});
