// @ts-check
import { api } from '../lib/api.js';
import { html, useState } from '../lib/dom.js';
import { useDraft, useMe, useOrganization } from '../lib/hooks.js';
import { choose } from '../lib/people.js';
import { Button } from './button.js';
import { ErrorBox, toast } from './feedback.js';
import { Field } from './field.js';

/** What somebody without an organization can do: be added to one, or create one. */
export function JoinOrCreate() {
  const { user } = useMe();
  const { reload } = useOrganization();
  const [name, setName, { clear }] = useDraft('first-organization', '');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setError(null);
    try {
      const org = await api.post('/organization', { name: name.trim() });
      clear();
      await reload();
      choose(org.org_id);
      toast(`${org.name} was created; you are its Owner.`);
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return html`<div class="columns">
    <section class="card"><h2>Join an organization</h2>
      <p>Services and requests belong to an organization. You are a member of none yet. Ask an admin to add you, and tell them your name or this id:</p>
      <p><code class="code-block">${user?.user_id}</code></p>
      <p><${Button} icon="refresh" onClick=${reload}>I have been added<//></p>
    </section>
    <form class="card" novalidate onSubmit=${submit}><h2>Create an organization</h2>
      <p>You become its Owner, and can add members and pipelines.</p>
      <${Field} label="Name of the organization" required>${(/** @type {any} */ attributes) => html`<input ...${attributes} class="input" value=${name} onInput=${(/** @type {any} */ event) => setName(event.target.value)} />`}<//>
      ${error ? html`<${ErrorBox} error=${error} />` : null}
      <${Button} type="submit" kind="primary" busy=${isBusy} disabled=${!name.trim()}>Create<//>
    </form>
  </div>`;
}

export default JoinOrCreate;
