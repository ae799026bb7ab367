// @ts-check
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

/** What the module needs of a browser: a storage, whose own properties are its entries. */
class Storage {
  /** @type {Record<string, string>} */
  #entries = /** @type {any} */ (this);
  getItem(/** @type {string} */ name) { return Object.hasOwn(this, name) ? this.#entries[name] : null; }
  setItem(/** @type {string} */ name, /** @type {string} */ value) { this.#entries[name] = value; }
  removeItem(/** @type {string} */ name) { delete this.#entries[name]; }
}
const sessionStorage = new Storage();
const localStorage = new Storage();
const ORIGIN = 'https://flowforge.example.com';
const location = { href: '', assign(/** @type {string} */ to) { this.href = new URL(to, ORIGIN).href; }, get pathname() { return new URL(this.href).pathname; }, get search() { return new URL(this.href).search; }, origin: ORIGIN };
const history = { replaceState: (/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ path) => { location.href = ORIGIN + path; } };
/** The messages to other tabs. @type {unknown[]} */
const posted = [];
/** @type {BroadcastChannel[]} */
const channels = [];
class BroadcastChannel extends EventTarget {
  constructor() {
    super();
    channels.push(this);
  }
  postMessage(/** @type {unknown} */ message) { posted.push(message); }
}
/** The calls of the issuer. @type {string[]} */
const called = [];
const fetch = async (/** @type {string | URL} */ url, /** @type {RequestInit} */ { body }) => {
  called.push(`${new URL(url).pathname} ${new URLSearchParams(String(body)).get('token') ?? ''}`);
  return Response.json({ access_token: 'an-access-token', refresh_token: 'a-refresh-token', token_type: 'bearer', expires_in: 600 });
};
Object.assign(globalThis, { sessionStorage, localStorage, location, history, BroadcastChannel, fetch });
const { accessToken, isSignInExpected, sessionStore, signOut, SignedOutError, start } = await import('../../main/resources/console/js/lib/session.js');

const FLOW = JSON.stringify({
  state: 'our-state',
  nonce: 'our-nonce',
  verifier: 'our-verifier',
  returnTo: '/services',
  isSilent: false,
  server: { issuer: 'https://issuer.example.com', token_endpoint: 'https://issuer.example.com/token', revocation_endpoint: 'https://issuer.example.com/revoke' },
  configuration: { issuer: 'https://issuer.example.com', audience: 'flowforge', console_client_id: 'console', scope: 'openid', version: '1' },
});

beforeEach(() => {
  for (const name of Object.keys(sessionStorage)) sessionStorage.removeItem(name);
  for (const name of Object.keys(localStorage)) localStorage.removeItem(name);
  sessionStorage.setItem('flowforge.sign-in', FLOW);
  posted.length = 0;
  called.length = 0;
});

/** Comes back from the issuer, and enters something. */
async function signIn() {
  location.href = `${ORIGIN}/sign-in?code=a-code&state=our-state`;
  assert.deepEqual(await start(), { returnTo: '/services' });
  assert.equal(await accessToken(), 'an-access-token');
  sessionStorage.setItem('flowforge.draft.mike.service', '{}');
  sessionStorage.setItem('of-others', 'stays');
}

test('at a first visit the issuer is not asked', async () => {
  location.href = `${ORIGIN}/requests`;
  assert.equal(isSignInExpected(), false);
  assert.equal(await start(), null);
  assert.deepEqual(sessionStore.get(), { status: 'signed-out', problem: null });
  assert.equal(location.href, `${ORIGIN}/requests`);
  assert.deepEqual(called, []);
});

test('where somebody was signed in, the issuer is asked again, until it says that nobody is, or they sign out', async () => {
  const isAsked = () => {
    location.href = `${ORIGIN}/requests`;
    return isSignInExpected();
  };
  await signIn();
  assert.equal(isAsked(), true);
  sessionStorage.setItem('flowforge.sign-in', JSON.stringify({ ...JSON.parse(FLOW), isSilent: true }));
  location.href = `${ORIGIN}/sign-in?error=login_required&state=our-state`;
  await start();
  assert.deepEqual(sessionStore.get(), { status: 'signed-out', problem: null });
  assert.equal(isAsked(), false);

  sessionStorage.setItem('flowforge.sign-in', FLOW);
  await signIn();
  assert.equal(isAsked(), true);
  await signOut();
  sessionStorage.removeItem('flowforge.signed-out');
  assert.equal(isAsked(), false, 'another tab');
});

test('a browser that forbids storage gets a page that says so', async (t) => {
  t.mock.method(Storage.prototype, 'getItem', () => { throw new Error('Access is denied for this document.'); });
  for (const path of ['/requests', '/sign-in?code=a-code&state=our-state']) {
    location.href = ORIGIN + path;
    assert.equal(await start(), null);
    assert.deepEqual(sessionStore.get(), { status: 'signed-out', problem: 'Access is denied for this document.' });
  }
});

test('without an answer of the issuer, a sign-in that has begun is forgotten', async () => {
  location.href = `${ORIGIN}/sign-in`;
  assert.equal(await start(), null);
  assert.deepEqual(sessionStore.get(), { status: 'signed-out', problem: null });
  assert.equal(sessionStorage.getItem('flowforge.sign-in'), null);
});

test('an answer to another question is told in words, and is not in the address any more', async (t) => {
  t.mock.method(console, 'warn', () => {});
  location.href = `${ORIGIN}/sign-in?code=another-code&state=another-state`;
  await start();
  assert.deepEqual(sessionStore.get(), { status: 'signed-out', problem: 'The answer of the issuer does not fit this sign-in. Sign in again.' });
  assert.equal(location.href, `${ORIGIN}/sign-in`);
});

test('an answer that nobody has asked for is too old', async () => {
  sessionStorage.removeItem('flowforge.sign-in');
  location.href = `${ORIGIN}/sign-in?code=another-code&state=another-state`;
  await start();
  assert.equal(sessionStore.get().problem, 'This sign-in began in another tab, or it is too old. Sign in again.');
  assert.equal(location.href, `${ORIGIN}/sign-in`);
});

test('what the issuer refuses has its words', async () => {
  location.href = `${ORIGIN}/sign-in?error=access_denied&error_description=The%20person%20declined&state=our-state`;
  await start();
  assert.equal(sessionStore.get().problem, 'The issuer refused the sign-in: The person declined');
});

test('who signs out in another tab is signed out here, and leaves nothing', async () => {
  await signIn();
  channels.at(-1)?.dispatchEvent(new MessageEvent('message', { data: 'signed-out' }));
  assert.deepEqual(sessionStore.get(), { status: 'signed-out', problem: null });
  assert.deepEqual(Object.keys(sessionStorage).sort(), ['flowforge.signed-out', 'of-others']);
  await assert.rejects(accessToken(), SignedOutError);
  assert.deepEqual(called, ['/token ', '/revoke a-refresh-token']);
  assert.deepEqual(posted, []);
});

test('who signs out here is signed out in the other tabs', async () => {
  await signIn();
  await signOut();
  assert.deepEqual(posted, ['signed-out']);
  assert.deepEqual(Object.keys(sessionStorage).sort(), ['flowforge.signed-out', 'of-others']);
  assert.deepEqual(called, ['/token ', '/revoke a-refresh-token']);
  assert.equal(location.href, `${ORIGIN}/sign-in`);
});
