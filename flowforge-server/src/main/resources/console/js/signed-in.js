// @ts-check
/** What somebody sees who is signed in. */
import { html } from './lib/dom.js';
import { useMe } from './lib/people.js';
import { findPage } from './lib/router.js';
import { parse } from './lib/routes.js';
import { sessionStore, signIn, signOut } from './lib/session.js';
import { useStore } from './lib/store.js';
import { PAGES } from './pages.js';
import { Button } from './ui/button.js';
import { ErrorBox, Splash } from './ui/feedback.js';
import { Logo } from './ui/icon.js';
import { Lazy } from './ui/lazy.js';
import { Shell } from './ui/shell.js';

const WELCOME = () => import('./pages/welcome.js');

/**
 * Loads a page, so that it and the facts about the person come at the same time.
 * @param {string} path
 */
export function prepare(path) {
  findPage(PAGES, parse(path).path)?.row[1]().catch(() => {});
}

/** The pages, or what is in their way. */
export default function SignedIn() {
  const { problem } = useStore(sessionStore);
  const me = useMe();
  if (me.status === 'loading') return html`<${Splash} />`;
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
