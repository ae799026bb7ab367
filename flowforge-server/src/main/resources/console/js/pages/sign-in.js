// @ts-check
import { html, useEffect, useState } from '../lib/dom.js';
import { hasSignedOut, sessionStore, signIn } from '../lib/session.js';
import { useStore } from '../lib/store.js';
import { setTitle } from '../lib/title.js';
import { Button } from '../ui/button.js';
import { ErrorBox } from '../ui/feedback.js';
import { Logo } from '../ui/icon.js';

/** The page of those who are not signed in. It stands at the address where the person wants to go. */
export default function SignInPage() {
  const { problem } = useStore(sessionStore);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setTitle('Sign in'), []);
  const go = async () => {
    setBusy(true);
    await signIn(location.pathname === '/sign-in' ? '/' : location.pathname + location.search);
    setBusy(false);
  };
  return html`<main class="gate" id="main">
    <div class="gate-card">
      <${Logo} size=${40} />
      <h1>Flowforge</h1>
      <p class="gate-lead">Request what you need. A pipeline does the work, and somebody approves it where that is necessary.</p>
      ${problem ? html`<${ErrorBox} error=${{ message: problem }} />` : hasSignedOut() ? html`<p class="muted" role="status">You have signed out.</p>` : null}
      <${Button} kind="primary" class="gate-button" busy=${isBusy} onClick=${go}>Sign in<//>
      <p class="gate-links"><a href="/docs">API documentation</a></p>
    </div>
  </main>`;
}
