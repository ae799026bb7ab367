// @ts-check
/**
 * The console begins here. `lib/` has what needs no markup: the session, the API and its streams, the router, pure logic with tests in
 * `src/test/console`. `ui/` has components, `pages/` one page a file, and `pages.js` says at which address each page is. Pages import
 * components, and components import `lib/`. What everybody loads first (this file, the shell, the list of requests) imports components by their own
 * files and not by `ui/index.js`, so that it stays small.
 */
import { html, render, useEffect, useState } from './lib/dom.js';
import { useMe } from './lib/people.js';
import { findPage, navigate } from './lib/router.js';
import { parse } from './lib/routes.js';
import { sessionStore, signIn, signOut, start } from './lib/session.js';
import { useStore } from './lib/store.js';
import { PAGES } from './pages.js';
import SignInPage from './pages/sign-in.js';
import { Button } from './ui/button.js';
import { ErrorBox } from './ui/feedback.js';
import { Logo } from './ui/icon.js';
import { Lazy } from './ui/lazy.js';
import { Shell } from './ui/shell.js';

const WELCOME = () => import('./pages/welcome.js');

/** All of the console: what is shown depends on who is signed in. */
function App() {
  const { status, problem } = useStore(sessionStore);
  const me = useMe();
  if (status === 'signed-out') return html`<${SignInPage} />`;
  if (status === 'starting' || status === 'leaving' || me.status === 'loading') return html`<${Splash} />`;
  if (me.status === 'unknown') return html`<${Lazy} load=${WELCOME}><${Splash} /><//>`;
  if (me.status === 'refused') {
    const again = () => signIn(location.pathname + location.search);
    return html`<${Failure} title="You could not be signed in"><${ErrorBox} error=${problem ? { message: problem } : me.error} /><${Button} kind="primary" class="gate-button" onClick=${again}>Sign in again<//><//>`;
  }
  if (me.status === 'failed') return html`<${Failure} title="Flowforge does not answer"><${ErrorBox} error=${me.error} onRetry=${me.reload} /><//>`;
  return html`<${Shell} />`;
}

/**
 * What is shown instead of the pages.
 * @param {{title: string, children?: any}} props
 */
function Failure({ title, children }) {
  return html`<main class="gate" id="main"><div class="gate-card"><${Logo} size=${40} /><h1>${title}</h1>${children}<${Button} kind="quiet" onClick=${signOut}>Sign out<//></div></main>`;
}

/** What is shown for a moment; words come only if the moment is long. */
function Splash() {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 600);
    return () => clearTimeout(timer);
  }, []);
  return html`<main class="gate" id="main">${isLong ? html`<div class="splash" role="status"><${Logo} size=${40} /><p>One moment…</p></div>` : null}</main>`;
}

// Back from the issuer, or after a sign-out, the browser may show the page as it was left.
addEventListener('pageshow', (event) => {
  if (event.persisted && sessionStore.get().status !== 'signed-in') location.reload();
});
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById('app')));
const returned = await start();
if (returned) {
  // The page and the facts about the person come at the same time.
  findPage(PAGES, parse(returned.returnTo).path)?.row[1]().catch(() => {});
  navigate(returned.returnTo, { replace: true });
}
