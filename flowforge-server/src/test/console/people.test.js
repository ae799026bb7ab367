// @ts-check
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

/** What the modules need of a browser. */
const page = Object.assign(new EventTarget(), { hidden: false, body: null, activeElement: null });
const ORIGIN = 'https://flowforge.example.com';
const location = { href: `${ORIGIN}/sign-in?code=a-code&state=our-state`, get pathname() { return new URL(this.href).pathname; }, get search() { return new URL(this.href).search; }, origin: ORIGIN };
const history = { replaceState: (/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ path) => { location.href = ORIGIN + path; } };
/** @type {Map<string, string>} */
const stored = new Map();
const storage = {
  getItem: (/** @type {string} */ name) => stored.get(name) ?? null,
  setItem: (/** @type {string} */ name, /** @type {string} */ value) => { stored.set(name, value); },
  removeItem: (/** @type {string} */ name) => { stored.delete(name); },
};
class BroadcastChannel extends EventTarget {}

/** The calls of the server. @type {string[]} */
let called = [];
/** How many are under way, and how many were at most. */
let running = 0;
let most = 0;
/** @type {Record<string, [number, any]>} */
const answers = {
  '/token': [200, { access_token: 'an-access-token', token_type: 'bearer', expires_in: 36_000 }],
  '/api/login': [200, { user_id: 'mike', name: 'Mike' }],
  '/api/organization': [200, [{ org_id: 7, name: 'Engineering', deleted: false }]],
  '/api/membership': [200, { memberships: [{ org_id: 7, role: 'Admin' }] }],
  '/api/organization/7/members': [200, { members: [{ user_id: 'ada', name: 'Ada' }, { user_id: 'olga', name: 'Olga' }] }],
};
const fetch = async (/** @type {string | URL} */ url) => {
  const { pathname } = new URL(url, ORIGIN);
  called.push(pathname);
  most = Math.max(most, ++running);
  await settle();
  running--;
  const [status, body] = answers[pathname] ?? [404, { message: 'There is no such thing.' }];
  return Response.json(body, { status });
};
Object.assign(globalThis, {
  document: page, location, history, sessionStorage: storage, localStorage: storage, BroadcastChannel, fetch,
  addEventListener: () => {}, removeEventListener: () => {},
});
const { loadOrganizations, nameOf } = await import('../../main/resources/console/js/lib/people.js');
const { askBeforeLeaving } = await import('../../main/resources/console/js/lib/leave.js');
const { api } = await import('../../main/resources/console/js/lib/api.js');
const { start } = await import('../../main/resources/console/js/lib/session.js');

stored.set('flowforge.sign-in', JSON.stringify({
  state: 'our-state',
  nonce: 'our-nonce',
  verifier: 'our-verifier',
  returnTo: '/requests',
  isSilent: false,
  server: { issuer: 'https://issuer.example.com', token_endpoint: 'https://issuer.example.com/token' },
  configuration: { issuer: 'https://issuer.example.com', audience: 'flowforge', console_client_id: 'console', scope: 'openid', version: '1' },
}));
await start();
await loadOrganizations();

beforeEach(async () => {
  await settle();
  called = [];
  most = 0;
});

/** Lets everything happen that waits for nothing from outside. */
async function settle() {
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve));
}

/** The calls for roles. */
const rolesRead = () => called.filter((path) => path === '/api/membership').length;

test('names of members take one call, and the others one each, four at a time', async () => {
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9]) answers[`/api/user/u${number}`] = [200, { name: `User ${number}` }];
  assert.deepEqual(await Promise.all(['ada', 'olga', 'ada'].map(nameOf)), ['Ada', 'Olga', 'Ada']);
  assert.deepEqual(called, ['/api/organization/7/members']);
  const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `u${number}`);
  assert.deepEqual(await Promise.all(ids.map(nameOf)), ids.map((id) => `User ${id.slice(1)}`));
  assert.equal(called.length, 10);
  assert.equal(most, 4);
  assert.equal(await nameOf('nobody'), 'nobody');
});

test('roles are read again after a call that is forbidden and when the page is seen, at most once a minute', async (t) => {
  answers['/api/secret'] = [403, { message: 'Only admins may do this.' }];
  const forbidden = () => assert.rejects(api.get('/secret'), /Only admins/);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  await forbidden();
  await settle();
  assert.equal(rolesRead(), 0);
  t.mock.timers.tick(60_000);
  await forbidden();
  await forbidden();
  await settle();
  assert.equal(rolesRead(), 1);
  t.mock.timers.tick(60_000);
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.equal(rolesRead(), 1);
  page.hidden = false;
  page.dispatchEvent(new Event('visibilitychange'));
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.equal(rolesRead(), 2);
});

test('roles stay while the page has input that would be lost', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 300_000 });
  const end = askBeforeLeaving('Leave it?');
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.equal(rolesRead(), 0);
  end();
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.equal(rolesRead(), 1);
});
