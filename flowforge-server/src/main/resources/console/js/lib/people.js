// @ts-check
/** Who the person is, which organizations they are in, and the names of others. */
import { api, ApiError, forbiddenCalls } from './api.js';
import { onChange, sessionStore, SignedOutError } from './session.js';
import { namesOrganization, navigate, setQuery, useRoute } from './router.js';
import { useEffect, useState } from './dom.js';
import { leaveQuestions } from './leave.js';
import { limited } from './limit.js';
import { createStore, useStore } from './store.js';

/** @typedef {{user_id: string, email: string, name: string, identity_provider: string, created_on: string, deleted: boolean}} User */
/** @typedef {{org_id: number, name: string, owner: string, created_on: string, deleted: boolean}} Organization */
/** @typedef {'Owner' | 'Admin' | 'Member'} Role */
/**
 * - `unknown`: the token is valid, but the person has not signed up yet
 * - `refused`: the server accepts no token that the issuer has just granted
 * @typedef {{status: 'loading' | 'known' | 'unknown' | 'refused' | 'failed', user: User | null, error: Error | null}} Me
 */
/** @typedef {{status: 'loading' | 'known' | 'failed', orgs: Organization[], roles: Map<number, Role>, error: Error | null}} Organizations */

const REFUSED = 'The server does not accept the token of the issuer. Check that issuer and audience are the same at both.';

/** Roles that are older are read again when there is a reason. */
const ROLES_MS = 60_000;
let rolesReadAt = 0;

const me = createStore(/** @type {Me} */ ({ status: 'loading', user: null, error: null }));
const organizations = createStore(/** @type {Organizations} */ ({ status: 'loading', orgs: [], roles: new Map(), error: null }));
const remembered = createStore(/** @type {number | null} */ (null));

onChange(loadAtFirst);
loadAtFirst();
forbiddenCalls.subscribe(refreshRoles);
globalThis.document?.addEventListener('visibilitychange', () => { if (!document.hidden) refreshRoles(); });
namesOrganization(() => chosen()?.org_id ?? null);

/** As soon as somebody is signed in, before or after this module was loaded. */
function loadAtFirst() {
  if (sessionStore.get().status !== 'signed-in' || me.get().status !== 'loading') return;
  loadMe();
  loadOrganizations();
}

/** Asks who the person is. */
export async function loadMe() {
  try {
    became(await api.get('/login'));
  } catch (error) {
    if (error instanceof SignedOutError) {
      if (me.get().status === 'loading') me.set({ status: 'refused', user: null, error: new Error(REFUSED) });
      return;
    }
    const isUnknown = error instanceof ApiError && error.status === 404;
    me.set({ status: isUnknown ? 'unknown' : 'failed', user: null, error: isUnknown ? null : /** @type {Error} */ (error) });
  }
}

/**
 * Signs the person up.
 * @param {string} name
 */
export async function signUp(name) {
  became(await api.post('/user', { name }));
  organizations.set({ status: 'loading', orgs: [], roles: new Map(), error: null });
  await loadOrganizations();
}

/** @param {User} user */
function became(user) {
  remembered.set(readRemembered(user.user_id));
  me.set({ status: 'known', user, error: null });
  names.set(user.user_id, Promise.resolve(user.name));
}

/** Reads the person's organizations and roles anew, as after a change of them. */
export async function loadOrganizations() {
  rolesReadAt = Date.now();
  try {
    const [orgs, { memberships }] = await Promise.all([api.get('/organization'), api.get('/membership')]);
    const roles = new Map(memberships.map((/** @type {{org_id: number, role: Role}} */ row) => [row.org_id, row.role]));
    const sorted = orgs.filter((/** @type {Organization} */ org) => !org.deleted && roles.has(org.org_id))
      .sort((/** @type {Organization} */ a, /** @type {Organization} */ b) => a.name.localeCompare(b.name));
    organizations.set({ status: 'known', orgs: sorted, roles, error: null });
  } catch (error) {
    if (error instanceof SignedOutError) return;
    const before = organizations.get();
    organizations.set({ ...before, status: before.status === 'known' ? 'known' : 'failed', error: /** @type {Error} */ (error) });
  }
}

/**
 * Others may have changed the roles of the person: reads them again, at most once a minute. A page with input that would be lost stays, even if it is
 * for admins only.
 */
function refreshRoles() {
  const isOld = organizations.get().status === 'known' && Date.now() - rolesReadAt >= ROLES_MS;
  if (isOld && leaveQuestions.get().length === 0) void loadOrganizations();
}

/**
 * The person who is signed in.
 * @returns {Me & {reload: () => Promise<void>}}
 */
export function useMe() {
  return { ...useStore(me), reload: loadMe };
}

/**
 * The chosen organization: that of the address, else the last one that was chosen, else the first. `missing` is the id in the address if the
 * person is in no such organization.
 * @returns {{org: Organization | null, orgs: Organization[], role: Role | null, roles: Map<number, Role>, isAdmin: boolean,
 *     isAdminOf: (orgId: number) => boolean, missing: string | null, loading: boolean, error: Error | null, choose: (id: number) => void, reload: () => Promise<void>}}
 */
export function useOrganization() {
  const { query } = useRoute();
  const known = useStore(organizations);
  const last = useStore(remembered);
  const org = choice(known.orgs, query.org, last);
  const role = org ? known.roles.get(org.org_id) ?? null : null;
  const isAdminOf = (/** @type {number} */ orgId) => known.roles.get(orgId) === 'Owner' || known.roles.get(orgId) === 'Admin';
  useEffect(() => {
    if (org && query.org === String(org.org_id)) remember(org.org_id);
  }, [org?.org_id, query.org]);
  return {
    org,
    orgs: known.orgs,
    role,
    roles: known.roles,
    isAdmin: org !== null && isAdminOf(org.org_id),
    isAdminOf,
    missing: query.org && !org && known.status === 'known' ? query.org : null,
    loading: known.status === 'loading',
    error: known.status === 'failed' ? known.error : null,
    choose,
    reload: loadOrganizations,
  };
}

/**
 * Chooses an organization for this page and the next ones. A page about one thing of the last organization gives way to the list of such things.
 * @param {number} id
 */
export function choose(id) {
  remember(id);
  const [, area, thing] = location.pathname.split('/');
  if (thing) navigate(`/${area}?org=${id}`);
  else setQuery({ org: id, page: null, before: null }, { replace: false });
}

/**
 * @param {Organization[]} orgs
 * @param {string | undefined} wanted
 * @param {number | null} last
 */
function choice(orgs, wanted, last) {
  if (wanted) return orgs.find((org) => String(org.org_id) === wanted) ?? null;
  return orgs.find((org) => org.org_id === last) ?? orgs[0] ?? null;
}

function chosen() {
  const wanted = new URLSearchParams(location.search).get('org') ?? undefined;
  const { orgs } = organizations.get();
  return choice(orgs, wanted, remembered.get()) ?? choice(orgs, undefined, remembered.get());
}

/** @param {number} id */
function remember(id) {
  remembered.set(id);
  const user = me.get().user;
  if (user) localStorage.setItem(`flowforge.organization.${user.user_id}`, String(id));
}

/** @param {string} userId */
function readRemembered(userId) {
  const stored = Number(localStorage.getItem(`flowforge.organization.${userId}`));
  return Number.isInteger(stored) && stored > 0 ? stored : null;
}

/** The names of users that have been asked for. @type {Map<string, Promise<string>>} */
const names = new Map();
/** The names of the members of organizations, by the id of the user. @type {Map<number, Promise<Map<string, string>>>} */
const membersOf = new Map();
/** Most users on a page are members of the organization. The names of the others are read one by one, a few at a time. */
const oneByOne = limited(4);

/**
 * The name of a user, or their id until it is known.
 * @param {string} id
 * @returns {string}
 */
export function useUserName(id) {
  const [name, setName] = useState('');
  useEffect(() => {
    let isWanted = true;
    setName('');
    if (id) nameOf(id).then((found) => isWanted && setName(found));
    return () => { isWanted = false; };
  }, [id]);
  return name || id;
}

/**
 * @param {string} id
 * @returns {Promise<string>}
 */
export function nameOf(id) {
  let name = names.get(id);
  if (!name) {
    name = lookUp(id).catch(() => {
      names.delete(id);
      return id;
    });
    names.set(id, name);
  }
  return name;
}

/** @param {string} id */
async function lookUp(id) {
  const org = chosen();
  const known = org ? (await namesIn(org.org_id)).get(id) : undefined;
  if (known) return known;
  const user = await oneByOne(() => api.get(`/user/${encodeURIComponent(id)}`));
  return user.name || id;
}

/**
 * The names of the members of an organization, none if they cannot be read now.
 * @param {number} orgId
 * @returns {Promise<Map<string, string>>}
 */
function namesIn(orgId) {
  let found = membersOf.get(orgId);
  if (!found) {
    found = api.get(`/organization/${orgId}/members`).then(
      ({ members }) => new Map(members.map((/** @type {User} */ member) => [member.user_id, member.name])),
      () => {
        membersOf.delete(orgId);
        return new Map();
      },
    );
    membersOf.set(orgId, found);
  }
  return found;
}
