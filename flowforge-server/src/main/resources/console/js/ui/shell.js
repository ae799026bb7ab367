// @ts-check
import { Component, html, useEffect, useState } from '../lib/dom.js';
import { useMe, useOrganization } from '../lib/hooks.js';
import { useInbox, useInboxCount } from '../lib/inbox.js';
import { keysStore, switchKeys, useKeys } from '../lib/keys.js';
import { leaveQuestions } from '../lib/leave.js';
import { Link, findPage, navigate, usePageComponent, useRoute } from '../lib/router.js';
import { sessionStore, signIn, signOut } from '../lib/session.js';
import { useStore } from '../lib/store.js';
import { PAGES } from '../pages.js';
import NotFoundPage from '../pages/not-found.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { Empty, ErrorBox, Note, Skeleton, Toast } from './feedback.js';
import { Icon, Logo } from './icon.js';
import { Lazy } from './lazy.js';
import { Page } from './page.js';

const JOIN_OR_CREATE = () => import('./join-or-create.js');

/** The frame of all pages: navigation, the page, and what comes over it. */
export function Shell() {
  const { path } = useRoute();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [areKeysShown, setKeysShown] = useState(false);
  const { status } = useStore(sessionStore);
  const [isPutOff, setPutOff] = useState(false);
  const isExpired = status === 'expired';
  useInboxCount(path);
  useEffect(() => setMenuOpen(false), [path]);
  useEffect(() => {
    if (isMenuOpen) /** @type {HTMLElement | null} */ (document.querySelector('#side select, #side .nav-link'))?.focus();
  }, [isMenuOpen]);
  useKeys({
    '/': () => /** @type {HTMLElement | null} */ (document.querySelector('#main [data-search]'))?.focus(),
    '?': () => setKeysShown(true),
    'g r': () => navigate('/requests'),
    'g s': () => navigate('/services'),
    'g i': () => navigate('/inbox'),
  });
  return html`<div class=${`shell ${isMenuOpen ? 'shell-menu-open' : ''}`}>
    <a class="skip-link" href="#main" onClick=${skip}>Skip to the page</a>
    <${TopBar} isOpen=${isMenuOpen} onToggle=${() => setMenuOpen(!isMenuOpen)} />
    <${Side} onKeys=${() => setKeysShown(true)} onClose=${() => setMenuOpen(false)} />
    <main class="main" id="main" tabindex="-1">${isExpired && isPutOff ? html`<${SignInBar} />` : null}<${Content} /></main>
    <${Toast} />
    ${areKeysShown ? html`<${KeysDialog} onClose=${() => setKeysShown(false)} />` : null}
    ${isExpired && !isPutOff ? html`<${SignInAgain} onLater=${() => setPutOff(true)} />` : null}
  </div>`;
}

/** @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** The page for the address, or what is in its way. */
function Content() {
  const { path, query } = useRoute();
  const { org, orgs, missing, loading, error, isAdmin, choose, reload } = useOrganization();
  const found = findPage(PAGES, path);
  const { component, error: loadError } = usePageComponent(found?.row ?? null);
  if (!found) return html`<${NotFoundPage} />`;
  const [, , title, needs = {}] = found.row;
  if (error) return html`<${Page} title=${title}><${ErrorBox} error=${error} onRetry=${reload} /><//>`;
  if (loading) return html`<${Page} title=${title}><${Skeleton} /><//>`;
  if (needs.needsOrganization && missing) {
    return html`<${Page} title=${title}><${Empty} icon="building" title=${`You are not a member of organization ${missing}.`}
      hint=${orgs.length > 0 ? 'Ask one of its admins to add you, or go on with another organization.' : 'Ask one of its admins to add you.'}
      action=${orgs.map((other) => html`<${Button} key=${other.org_id} onClick=${() => choose(other.org_id)}>${other.name}<//>`)} /><//>`;
  }
  if (needs.needsOrganization && !org) return html`<${Page} title="Welcome"><${Lazy} load=${JOIN_OR_CREATE}><${Skeleton} /><//><//>`;
  if (needs.needsAdmin && !isAdmin) {
    return html`<${Page} title=${title}><${Empty} icon="lock" title=${`Only admins of ${org?.name} can open this page.`} hint="Ask one of them for the role Admin, or choose another organization." /><//>`;
  }
  if (loadError) {
    return html`<${Page} title=${title}><${ErrorBox} title="This page could not be loaded." error=${{ message: 'Check the connection, and reload. If the server has just been updated, a reload brings the new version.' }} onRetry=${() => location.reload()} /><//>`;
  }
  if (!component) return html`<${Page} title=${title}><${Skeleton} /><//>`;
  // Another organization or another thing is another page: nothing of the one before may stay.
  const identity = `${path} ${needs.needsOrganization ? org?.org_id : ''}`;
  return html`<${ErrorBoundary} key=${identity}><${component} params=${found.params} query=${query} /><//>`;
}

/** Shows a page that has failed, instead of nothing. */
class ErrorBoundary extends Component {
  /** @param {any} props */
  constructor(props) {
    super(props);
    this.state = { error: null };
  }

  /** @param {unknown} error */
  static getDerivedStateFromError(error) {
    return { error };
  }

  /** @param {unknown} error */
  componentDidCatch(error) {
    console.error(error);
  }

  render() {
    const { error } = /** @type {any} */ (this.state);
    if (!error) return /** @type {any} */ (this.props).children;
    return html`<${Page} title="This page has failed"><${ErrorBox} title="An error in the console, not in your request." error=${error} onRetry=${() => location.reload()} /><//>`;
  }
}

/** @param {{isOpen: boolean, onToggle: () => void}} props */
function TopBar({ isOpen, onToggle }) {
  const { count } = useInbox();
  return html`<header class="topbar">
    <${Link} href="/requests" class="brand"><${Logo} /><span>Flowforge</span><//>
    ${count ? html`<${Link} href="/inbox" class="topbar-inbox"><${Icon} name="inbox" /><span class="count count-accent">${count}</span><span class="sr-only"> requests wait for your decision</span><//>` : null}
    <button type="button" class="button button-quiet button-icon" aria-label="Menu" aria-expanded=${isOpen ? 'true' : 'false'} aria-controls="side" onClick=${onToggle}><${Icon} name=${isOpen ? 'x' : 'menu'} size=${18} /></button>
  </header>`;
}

/** @param {{onKeys: () => void, onClose: () => void}} props */
function Side({ onKeys, onClose }) {
  const { path } = useRoute();
  const { user } = useMe();
  const { isAdmin, roles } = useOrganization();
  const { count, error } = useInbox();
  const decides = [...roles.values()].some((role) => role !== 'Member');
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    if (event.key !== 'Escape') return;
    onClose();
    /** @type {HTMLElement | null} */ (document.querySelector('.topbar [aria-controls]'))?.focus();
  };
  return html`<aside class="side" id="side" onKeyDown=${press}>
    <${Link} href="/requests" class="brand side-brand"><${Logo} /><span>Flowforge</span><//>
    <${OrganizationSwitcher} />
    <nav class="nav" aria-label="Main">
      <${NavLink} href="/requests" icon="list" isCurrent=${path === '/' || path.startsWith('/requests')}>${isAdmin ? 'Requests' : 'My requests'}<//>
      <${NavLink} href="/services" icon="grid" isCurrent=${path.startsWith('/services')}>Services<//>
      ${decides ? html`<${NavLink} href="/inbox" icon="inbox" isCurrent=${path === '/inbox'} count=${count}>Inbox<//>` : null}
      ${decides && error ? html`<p class="muted small" role="status">How many requests wait could not be read.</p>` : null}
      ${isAdmin ? html`<p class="nav-head">Administration</p>
      <${NavLink} href="/pipelines" icon="pipeline" isCurrent=${path.startsWith('/pipelines')}>Pipelines<//>
      <${NavLink} href="/members" icon="users" isCurrent=${path === '/members'}>Members<//>
      <${NavLink} href="/secrets" icon="key" isCurrent=${path === '/secrets'}>Secrets<//>
      <${NavLink} href="/organization" icon="building" isCurrent=${path === '/organization'}>Organization<//>` : html`
      <${NavLink} href="/members" icon="users" isCurrent=${path === '/members'}>Members<//>
      <${NavLink} href="/organization" icon="building" isCurrent=${path === '/organization'}>Organization<//>`}
    </nav>
    <div class="side-foot">
      <a class="nav-link" href="/docs"><${Icon} name="book" /><span>API documentation</span></a>
      <a class="nav-link" href="/openapi"><${Icon} name="code" /><span>OpenAPI</span></a>
      <button type="button" class="nav-link" onClick=${onKeys}><${Icon} name="keyboard" /><span>Keyboard</span><kbd class="nav-key">?</kbd></button>
      <div class="side-me">
        <${NavLink} href="/profile" icon="user" isCurrent=${path === '/profile'}>${user?.name || 'Profile'}<//>
        <${Button} kind="quiet" icon="sign-out" label="Sign out" onClick=${signOut} />
      </div>
    </div>
  </aside>`;
}

/** @param {{href: string, icon: string, isCurrent: boolean, count?: number | null, children?: any}} props */
function NavLink({ href, icon, isCurrent, count, children }) {
  return html`<${Link} href=${href} class="nav-link" aria-current=${isCurrent ? 'page' : undefined}><${Icon} name=${icon} /><span class="nav-text">${children}</span>${count ? html`<span class="count count-accent">${count}<span class="sr-only"> waiting</span></span>` : null}<//>`;
}

function OrganizationSwitcher() {
  const { org, orgs, role, choose } = useOrganization();
  if (orgs.length === 0) return null;
  return html`<div class="switcher">
    <label class="sr-only" for="organization">Organization</label>
    <select id="organization" class="select" value=${org?.org_id ?? ''} onChange=${(/** @type {any} */ event) => choose(Number(event.target.value))}>
      ${org ? null : html`<option value="">Choose an organization</option>`}
      ${orgs.map((each) => html`<option key=${each.org_id} value=${each.org_id} selected=${each.org_id === org?.org_id}>${each.name}</option>`)}
    </select>
    ${role ? html`<p class="switcher-role">You are ${role === 'Member' ? 'a Member' : role === 'Admin' ? 'an Admin' : 'the Owner'}</p>` : null}
  </div>`;
}

/** How a new sign-in goes: how to begin it, whether it has begun, and why the last one failed. */
function useSignIn() {
  const { problem } = useStore(sessionStore);
  const [isBusy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    await signIn(location.pathname + location.search);
    setBusy(false);
  };
  return { go, isBusy, problem };
}

/**
 * Asks to sign in again. What has no draft would be lost on the way, so then this can be put off.
 * @param {{onLater: () => void}} props
 */
function SignInAgain({ onLater }) {
  const { go, isBusy, problem } = useSignIn();
  const isLossy = useStore(leaveQuestions).length > 0;
  return html`<${Dialog} title="Sign in again" isClosable=${isLossy} onClose=${onLater} actions=${html`
      ${isLossy ? html`<${Button} onClick=${onLater}>Later<//>` : null}
      <${Button} kind="primary" busy=${isBusy} onClick=${go}>Sign in<//>`}>
    ${isLossy
      ? html`<p>Your session has ended. What you have entered on this page is <strong>not kept</strong> when you sign in, because it may have a secret. Choose Later to copy it first.</p>`
      : html`<p>Your session has ended. What you have entered is kept, and you return to this page.</p>`}
    ${problem ? html`<${ErrorBox} error=${{ message: problem }} />` : null}
  <//>`;
}

/** Stays on the page of somebody who has put off signing in. */
function SignInBar() {
  const { go, isBusy, problem } = useSignIn();
  return html`<div class="session-bar"><${Note} kind="warning" icon="lock" action=${html`<${Button} small busy=${isBusy} onClick=${go}>Sign in<//>`}>
    <p>${problem ?? 'Your session has ended. Nothing can be saved until you sign in again.'}</p><//></div>`;
}

const KEYS = [
  ['/', 'Search'], ['g r', 'Go to the requests'], ['g s', 'Go to the services'], ['g i', 'Go to the inbox'],
  ['j', 'Next row of a list'], ['k', 'Previous row of a list'], ['a', 'Approve (inbox)'], ['r', 'Reject (inbox)'], ['?', 'Show the keys'], ['Esc', 'Close what is open'],
];

/** @param {{onClose: () => void}} props */
function KeysDialog({ onClose }) {
  const areOn = useStore(keysStore);
  return html`<${Dialog} title="Keyboard" onClose=${onClose}><dl class="keys">${KEYS.map(([keys, meaning]) => html`<div key=${keys} class="keys-row"><dt>${keys.split(' ').map((key, index) => html`<kbd key=${index}>${key}</kbd>`)}</dt><dd>${meaning}</dd></div>`)}</dl>
    <label class="choice"><input type="checkbox" checked=${areOn} onChange=${(/** @type {any} */ event) => switchKeys(event.target.checked)} /><span>Single keys do these things</span></label><//>`;
}
