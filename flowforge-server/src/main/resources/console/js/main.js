// @ts-check
/**
 * The console begins here. `lib/` has what needs no markup: the session, the API and its streams, the router, pure logic with tests in
 * `src/test/console`. `ui/` has components, `pages/` one page a file, and `pages.js` says at which address each page is. Pages import
 * components, and components import `lib/`. What somebody sees who is not signed in comes with this file; `signed-in.js` has the rest. Both import
 * components by their own files and not by `ui/index.js`, so that they stay small.
 */
import { html, render } from './lib/dom.js';
import { navigate } from './lib/router.js';
import { sessionStore, start } from './lib/session.js';
import { useStore } from './lib/store.js';
import SignInPage from './pages/sign-in.js';
import { Splash } from './ui/feedback.js';
import { Lazy } from './ui/lazy.js';

const SIGNED_IN = () => import('./signed-in.js');

/** All of the console: what is shown depends on who is signed in. */
function App() {
  const { status } = useStore(sessionStore);
  if (status === 'signed-out') return html`<${SignInPage} />`;
  if (status === 'starting' || status === 'leaving') return html`<${Splash} />`;
  return html`<${Lazy} load=${SIGNED_IN}><${Splash} /><//>`;
}

/**
 * Loads what is shown to somebody who is signed in. If that fails, `Lazy` says so when it is needed.
 * @param {string} path the page that they will see
 */
function prepare(path) {
  SIGNED_IN().then((module) => module.prepare(path), () => {});
}

/**
 * Waits until there is something to read, from which nothing else is to take time.
 * @param {() => void} next
 */
function afterFirstContent(next) {
  new PerformanceObserver((painted, observer) => {
    if (painted.getEntriesByName('first-contentful-paint').length === 0) return;
    observer.disconnect();
    next();
  }).observe({ type: 'paint', buffered: true });
}

// Back from the issuer, or after a sign-out, the browser may show the page as it was left.
addEventListener('pageshow', (event) => {
  if (event.persisted && sessionStore.get().status !== 'signed-in') location.reload();
});
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById('app')));
const returned = await start(() => prepare(location.pathname));
if (returned) {
  prepare(returned.returnTo);
  navigate(returned.returnTo, { replace: true });
} else {
  afterFirstContent(() => prepare(location.pathname));
}
