// @ts-check
import { html, useEffect, useState } from '../lib/dom.js';
import { signUp } from '../lib/people.js';
import { signOut } from '../lib/session.js';
import { setTitle } from '../lib/title.js';
import { Button, ErrorBox, Field, Logo } from '../ui/index.js';

/** The page of those who sign in for the first time: Flowforge does not know them yet. */
export default function WelcomePage() {
  const [name, setName] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [isMissing, setMissing] = useState(false);
  useEffect(() => setTitle('Welcome'), []);
  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    setMissing(!name.trim());
    if (!name.trim() || isBusy) return;
    setBusy(true);
    setError(null);
    try {
      await signUp(name.trim());
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return html`<main class="gate" id="main">
    <form class="gate-card" novalidate onSubmit=${submit}>
      <${Logo} size=${40} />
      <h1>Welcome to Flowforge</h1>
      <p class="gate-lead">You are signed in for the first time. What is your name? Others see it beside your requests.</p>
      <${Field} label="Name" required error=${isMissing ? 'Fill this in.' : null}>${(/** @type {any} */ attributes) => html`
        <input ...${attributes} class="input" autocomplete="name" value=${name} onInput=${(/** @type {any} */ event) => setName(event.target.value)} />`}<//>
      ${error ? html`<${ErrorBox} error=${error} />` : null}
      <${Button} type="submit" kind="primary" class="gate-button" busy=${isBusy}>Continue<//>
      <${Button} kind="quiet" class="gate-button" onClick=${signOut}>Sign in as somebody else<//>
    </form>
  </main>`;
}
