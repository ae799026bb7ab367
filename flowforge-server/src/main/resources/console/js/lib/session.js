// @ts-check
/**
 * Who is signed in. Authorization code flow with PKCE (RFC 7636) at any issuer of OpenID Connect. Tokens are in memory only: where somebody was
 * signed in before, a reload or another tab asks the issuer once, without a page of its own (`prompt=none`), and each tab has tokens of its own.
 * Signing out in one tab signs out all. What the flow must remember while
 * the browser is at the issuer is in sessionStorage, and removed at the return.
 */
import * as oauth from '../../vendor/oauth4webapi.js';
import { mayLeaveSite, stays } from './leave.js';
import { isInternal } from './routes.js';
import { createStore } from './store.js';

/** @typedef {{issuer: string, audience: string, console_client_id: string | null, scope: string, version: string}} Configuration */
/**
 * - `starting`: it is not known yet; `leaving`: the browser goes to the issuer
 * - `signed-out`: nobody is signed in; `expired`: somebody was, and the page is still there
 * @typedef {{status: 'starting' | 'leaving' | 'signed-in' | 'signed-out' | 'expired', problem: string | null}} Session
 */
/** @typedef {{state: string, nonce: string, verifier: string, returnTo: string, isSilent: boolean, server: any, configuration: Configuration}} Flow */

const FLOW = 'flowforge.sign-in';
const ASKED_SILENTLY = 'flowforge.asked-silently';
const SIGNED_OUT = 'flowforge.signed-out';
/** In localStorage: the last that is known of this browser is that somebody was signed in. */
const WAS_SIGNED_IN = 'flowforge.was-signed-in';
const CHANNEL = 'flowforge.session';
const HAS_SIGNED_OUT = 'signed-out';
const REDIRECT_PATH = '/sign-in';
/** A token that expires earlier than this is renewed before it is used. */
const MARGIN_MS = 30_000;
const TIMEOUT_MS = 15_000;

/** The state of the session, for components. */
export const sessionStore = createStore(/** @type {Session} */ ({ status: 'starting', problem: null }));

/** @type {Configuration | null} */
let configuration = null;
/** The metadata of the issuer (OpenID Connect Discovery). @type {any} */
let server = null;
/** @type {{access: string, refresh: string | null, idToken: string | null, expiresAt: number} | null} */
let tokens = null;
/** The other tabs of this console, once the session has begun. @type {BroadcastChannel | null} */
let otherTabs = null;
/** The renewal that is under way; callers share it. @type {Promise<boolean> | null} */
let renewal = null;

/** Nobody is signed in, or the session has ended. */
export class SignedOutError extends Error {
  constructor() {
    super('Your session has ended. Sign in again.');
    this.name = 'SignedOutError';
  }
}

/**
 * Follows the session.
 * @param {(session: Session) => void} listener
 * @returns {() => void} ends it
 */
export function onChange(listener) {
  return sessionStore.subscribe(listener);
}

/**
 * Begins: finishes a sign-in that returns, or asks the issuer silently who is there if somebody was. A first visit shows its page at once.
 * @param {() => void} [whenExpected] called first if somebody will probably be signed in without doing anything
 * @returns {Promise<{returnTo: string} | null>} where the person was before a sign-in
 */
export async function start(whenExpected = () => {}) {
  otherTabs = new BroadcastChannel(CHANNEL);
  otherTabs.addEventListener('message', ({ data }) => {
    if (data === HAS_SIGNED_OUT) void signedOutElsewhere();
  });
  try {
    if (isSignInExpected()) whenExpected();
    if (location.pathname === REDIRECT_PATH) {
      if (hasAnswer() && sessionStorage.getItem(FLOW)) return await finish();
      // Without an answer, somebody has come back from the issuer by Back, and begins anew.
      sessionStorage.removeItem(FLOW);
      sessionStore.set({ status: 'signed-out', problem: problemInAddress() });
    } else if (!mayAskSilently()) {
      sessionStorage.removeItem(ASKED_SILENTLY);
      sessionStore.set({ status: 'signed-out', problem: null });
    } else {
      sessionStorage.setItem(ASKED_SILENTLY, 'yes');
      await redirect(location.pathname + location.search, true);
    }
  } catch (error) {
    sessionStore.set({ status: 'signed-out', problem: explain(error) });
  }
  return null;
}

/** Whether somebody will probably be signed in without doing anything. */
export function isSignInExpected() {
  return location.pathname === REDIRECT_PATH ? hasAnswer() : mayAskSilently();
}

/** Whether it makes sense to ask the issuer who is there: somebody was, and this page has not asked already. */
function mayAskSilently() {
  return localStorage.getItem(WAS_SIGNED_IN) !== null && !sessionStorage.getItem(SIGNED_OUT) && !sessionStorage.getItem(ASKED_SILENTLY);
}

/**
 * Sends the browser to the issuer, unless the person stays because of input that would be lost.
 * @param {string} [returnTo] the page to return to
 */
export async function signIn(returnTo = '/') {
  if (!mayLeaveSite()) return;
  const before = sessionStore.get();
  try {
    sessionStore.set({ status: before.status === 'expired' ? 'expired' : 'leaving', problem: null });
    await redirect(returnTo, false);
  } catch (error) {
    stays();
    sessionStore.set({ status: before.status, problem: explain(error) });
  }
}

/**
 * Forgets the tokens, revokes the one that lasts, and ends the session at the issuer where that is possible; nothing, if the person stays because of
 * input that would be lost.
 */
export async function signOut() {
  if (!mayLeaveSite()) return;
  const last = forget();
  sessionStore.set({ status: 'leaving', problem: null });
  otherTabs?.postMessage(HAS_SIGNED_OUT);
  await revoke(last);
  if (server?.end_session_endpoint) {
    const url = new URL(server.end_session_endpoint);
    if (last?.idToken) url.searchParams.set('id_token_hint', last.idToken);
    url.searchParams.set('client_id', client().client_id);
    url.searchParams.set('post_logout_redirect_uri', location.origin + REDIRECT_PATH);
    location.assign(url.href);
  } else {
    location.assign(REDIRECT_PATH);
  }
}

/** Ends the session of this tab, because the person has signed out in another one. Nothing of theirs stays, not even input that has no draft. */
async function signedOutElsewhere() {
  const { status } = sessionStore.get();
  if (status !== 'signed-in' && status !== 'expired') return;
  const last = forget();
  sessionStore.set({ status: 'signed-out', problem: null });
  await revoke(last);
}

/** Forgets the tokens and the drafts. Returns the tokens of before. */
function forget() {
  const last = tokens;
  tokens = null;
  for (const name of Object.keys(sessionStorage)) if (name.startsWith('flowforge.')) sessionStorage.removeItem(name);
  localStorage.removeItem(WAS_SIGNED_IN);
  sessionStorage.setItem(SIGNED_OUT, 'yes');
  return last;
}

/** @param {typeof tokens} last */
async function revoke(last) {
  if (!last?.refresh || !server?.revocation_endpoint) return;
  try {
    await oauth.revocationRequest(server, client(), oauth.None(), last.refresh, options());
  } catch (error) {
    console.warn('The refresh token could not be revoked; it is forgotten.', error);
  }
}

/**
 * Returns a token that is valid now, renewed if necessary.
 * @param {string} [refused] a token that the server has refused, which is not to be used again
 * @returns {Promise<string>}
 */
export async function accessToken(refused) {
  const before = tokens;
  if (!before) {
    expire();
    throw new SignedOutError();
  }
  const isUsable = before.access !== refused && before.expiresAt - MARGIN_MS > Date.now();
  if (isUsable) return before.access;
  await renew();
  // Without a renewal, what is left of the time is used.
  if (tokens && tokens.access !== refused && tokens.expiresAt > Date.now()) return tokens.access;
  expire();
  throw new SignedOutError();
}

/** Shows that somebody has to sign in again; the page stays as it is. */
export function expire() {
  if (sessionStore.get().status === 'signed-in') sessionStore.set({ status: 'expired', problem: null });
}

/** Whether the person has signed out, here or in another tab. */
export function hasSignedOut() {
  return sessionStorage.getItem(SIGNED_OUT) !== null;
}

/** Returns what the server says about signing in. @returns {Promise<Configuration>} */
export async function configurationOf() {
  if (configuration) return configuration;
  const response = await fetch('/.well-known/flowforge', { signal: AbortSignal.timeout(TIMEOUT_MS), headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`Flowforge does not say how to sign in (status ${response.status}). Reload the page in a moment.`);
  configuration = /** @type {Configuration} */ (await response.json());
  return configuration;
}

async function discover() {
  const found = await configurationOf();
  if (!found.console_client_id) {
    throw new Error('This server has no client id for the console. Set OIDC_CONSOLE_CLIENT_ID to a public client of your issuer, and restart the server.');
  }
  if (!server) {
    const issuer = new URL(found.issuer);
    server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options()));
  }
  return found;
}

/**
 * @param {string} returnTo
 * @param {boolean} isSilent
 */
async function redirect(returnTo, isSilent) {
  const found = await discover();
  const verifier = oauth.generateRandomCodeVerifier();
  /** @type {Flow} */
  const flow = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier,
    returnTo: isInternal(returnTo) ? returnTo : '/',
    isSilent,
    server,
    configuration: found,
  };
  const url = new URL(server.authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: client().client_id,
    redirect_uri: location.origin + REDIRECT_PATH,
    scope: found.scope,
    audience: found.audience,
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  if (isSilent) url.searchParams.set('prompt', 'none');
  else if (sessionStorage.getItem(SIGNED_OUT)) url.searchParams.set('prompt', 'login');
  sessionStorage.setItem(FLOW, JSON.stringify(flow));
  // A silent question leaves no entry in the history, so that Back does not ask again.
  if (isSilent) location.replace(url.href);
  else location.assign(url.href);
  // The page is about to be replaced: nothing else is to happen on it, unless it is still there after a while.
  await new Promise((resolve) => { setTimeout(resolve, TIMEOUT_MS); });
  throw new Error('The page of the issuer was not opened. Try again.');
}

/** @returns {Promise<{returnTo: string}>} */
async function finish() {
  /** @type {Flow} */
  const flow = JSON.parse(/** @type {string} */ (sessionStorage.getItem(FLOW)));
  sessionStorage.removeItem(FLOW);
  const address = new URL(location.href);
  // The code must not stay in the history of the browser.
  history.replaceState(null, '', REDIRECT_PATH);
  configuration = flow.configuration;
  server = flow.server;
  const returnTo = isInternal(flow.returnTo) ? flow.returnTo : '/';
  try {
    const parameters = oauth.validateAuthResponse(server, client(), address, flow.state);
    const response = await oauth.authorizationCodeGrantRequest(
      server, client(), oauth.None(), parameters, location.origin + REDIRECT_PATH, flow.verifier, options());
    // An ID token must have our nonce. An issuer that gives none is protected by PKCE alone, which is enough.
    const hasIdToken = response.ok && 'id_token' in (await response.clone().json());
    keep(await oauth.processAuthorizationCodeResponse(server, client(), response, hasIdToken ? { expectedNonce: flow.nonce } : undefined));
  } catch (error) {
    // After a silent question the answer "nobody is there" is no problem to show.
    const isAnswered = flow.isSilent && isNobody(error);
    if (isAnswered) localStorage.removeItem(WAS_SIGNED_IN);
    sessionStore.set({ status: 'signed-out', problem: isAnswered ? null : explainAnswer(error) });
    return { returnTo };
  }
  sessionStorage.removeItem(ASKED_SILENTLY);
  sessionStorage.removeItem(SIGNED_OUT);
  localStorage.setItem(WAS_SIGNED_IN, 'yes');
  sessionStore.set({ status: 'signed-in', problem: null });
  return { returnTo };
}

/** Renews the tokens by rotation; all callers share one renewal. @returns {Promise<boolean>} whether there is a new one */
function renew() {
  renewal ??= renewOnce().finally(() => { renewal = null; });
  return renewal;
}

async function renewOnce() {
  const before = tokens;
  if (!before?.refresh) return false;
  try {
    await discover();
    const response = await oauth.refreshTokenGrantRequest(server, client(), oauth.None(), before.refresh, options());
    const renewed = await oauth.processRefreshTokenResponse(server, client(), response);
    if (tokens === before) keep(renewed, before);
    return true;
  } catch (error) {
    if (isRefused(error)) {
      // The issuer has said no; asking again with the same token can only look like a theft.
      if (tokens === before) tokens = { ...before, refresh: null };
      return false;
    }
    // The issuer cannot be reached: the token of now may still do.
    if (before.expiresAt > Date.now()) return false;
    throw new Error('The issuer that signs people in does not respond. Check the connection; nothing that you have entered is lost.', { cause: error });
  }
}

/**
 * @param {any} response
 * @param {{refresh: string | null, idToken: string | null}} [before]
 */
function keep(response, before) {
  tokens = {
    access: response.access_token,
    refresh: response.refresh_token ?? before?.refresh ?? null,
    idToken: response.id_token ?? before?.idToken ?? null,
    expiresAt: Date.now() + (response.expires_in ?? 3600) * 1000,
  };
}

function client() {
  // Clocks of people's machines are wrong by a minute or two now and then.
  return { client_id: configuration?.console_client_id ?? '', [oauth.clockTolerance]: 120 };
}

/** Options of every call to the issuer. HTTP is for an issuer on this machine only. */
function options() {
  const issuer = new URL(configuration?.issuer ?? location.origin);
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(issuer.hostname);
  return { signal: AbortSignal.timeout(TIMEOUT_MS), [oauth.allowInsecureRequests]: issuer.protocol === 'http:' && isLoopback };
}

/** @param {any} error */
function isNobody(error) {
  return ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'].includes(error?.error);
}

/** @param {any} error */
function isRefused(error) {
  return error?.code === oauth.RESPONSE_BODY_ERROR || error?.code === oauth.WWW_AUTHENTICATE_CHALLENGE;
}

/** Whether the address has an answer of the issuer. */
function hasAnswer() {
  const parameters = new URLSearchParams(location.search);
  return parameters.has('code') || parameters.has('error');
}

function problemInAddress() {
  const wasAnswer = hasAnswer();
  history.replaceState(null, '', REDIRECT_PATH);
  if (!wasAnswer) return null;
  return 'This sign-in began in another tab, or it is too old. Sign in again.';
}

/** Says why the answer of the issuer signs nobody in. @param {unknown} error */
function explainAnswer(error) {
  if (!(error instanceof oauth.OperationProcessingError)) return explain(error);
  console.warn('The answer of the issuer was not accepted.', error);
  return 'The answer of the issuer does not fit this sign-in. Sign in again.';
}

/**
 * Says in plain words why a sign-in failed.
 * @param {any} error
 * @returns {string}
 */
function explain(error) {
  if (error?.code === oauth.AUTHORIZATION_RESPONSE_ERROR || error?.code === oauth.RESPONSE_BODY_ERROR) {
    return `The issuer refused the sign-in: ${error.error_description ?? error.error}`;
  }
  if (error?.name === 'TimeoutError') return 'The issuer that signs people in did not respond within 15 seconds. Try again in a moment.';
  if (error?.name === 'TypeError' && /fetch|network|load/i.test(String(error.message))) {
    return 'The issuer that signs people in cannot be reached from this browser. Check the connection, and that the issuer allows this page (CORS).';
  }
  return error instanceof Error ? error.message : String(error);
}
