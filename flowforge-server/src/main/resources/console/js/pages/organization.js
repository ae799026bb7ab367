// @ts-check
/** The settings of an organization, and how another one is created. */
import { api } from '../lib/api.js';
import { html, useState } from '../lib/dom.js';
import { useApi, useDraft, useMe, useOrganization } from '../lib/hooks.js';
import { Link, navigate } from '../lib/router.js';
import { Button, Dialog, ErrorBox, Field, Page, Skeleton, Time, UserName, toast } from '../ui/index.js';
import { JoinOrCreate } from '../ui/join-or-create.js';
import { TypedConfirm } from '../ui/typed-confirm.js';

export default function OrganizationPage() {
  const { org, orgs, role, choose, reload } = useOrganization();
  const [newName, setNewName, { clear }] = useDraft('new-organization', '');
  // After a reload or a new sign-in, the dialog is there again with what was entered.
  const [isCreating, setCreating] = useState(newName !== '');
  const [isTransferring, setTransferring] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  if (!org) return html`<${Page} title="Organization"><${JoinOrCreate} /><//>`;
  const isOwner = role === 'Owner';
  return html`<${Page} title="Organization" lead=${org.name} actions=${html`<${Button} icon="plus" onClick=${() => setCreating(true)}>New organization<//>`}>
    <div class="settings">
      <section class="card"><h2>About</h2>
        <dl class="facts">
          <dt>Id</dt><dd><code>${org.org_id}</code></dd>
          <dt>Owner</dt><dd><${UserName} id=${org.owner} /></dd>
          <dt>Created</dt><dd><${Time} at=${org.created_on} /></dd>
          <dt>Your role</dt><dd>${role}</dd>
          <dt>Members</dt><dd><${Link} href="/members">Members and roles<//></dd>
        </dl>
        ${isOwner ? null : html`<p class="muted">Only the Owner renames, transfers or deletes an organization.</p>`}
      </section>
      ${isOwner ? html`
        <${Rename} key=${org.org_id} org=${org} onRenamed=${reload} />
        <section class="card card-danger"><h2>Danger zone</h2>
          <div class="danger-row"><div><h3>Transfer the ownership</h3><p class="muted">Another member becomes the Owner; you become an Admin.</p></div><${Button} onClick=${() => setTransferring(true)}>Transfer…<//></div>
          <div class="danger-row"><div><h3>Delete the organization</h3><p class="muted">No step begins any more, and all open requests are cancelled. Nobody can undo this.</p></div><${Button} kind="danger" onClick=${() => setDeleting(true)}>Delete…<//></div>
        </section>` : null}
    </div>
    ${isCreating ? html`<${Create} name=${newName} setName=${setNewName} onClose=${() => { setCreating(false); setNewName(''); clear(); }} onCreated=${async (/** @type {any} */ created) => { await reload(); choose(created.org_id); }} />` : null}
    ${isTransferring ? html`<${Transfer} org=${org} onClose=${() => setTransferring(false)} onTransferred=${reload} />` : null}
    ${isDeleting ? html`<${TypedConfirm} title=${`Delete ${org.name}?`} expected=${org.name} label="To delete it, type its name:" action="Delete for ever" onClose=${() => setDeleting(false)}
      onConfirm=${async () => {
        await api.delete('/organization', { org_id: org.org_id });
        toast(`${org.name} is deleted.`);
        const next = orgs.find((each) => each.org_id !== org.org_id);
        await reload();
        if (next) choose(next.org_id);
        navigate(next ? `/requests?org=${next.org_id}` : '/organization', { replace: true });
      }}>
      <p>All of its requests that have not ended are cancelled. Its members, pipelines and secrets are out of reach for everybody, at once.</p><//>` : null}
  <//>`;
}

/** @param {{org: {org_id: number, name: string}, onRenamed: () => Promise<void>}} props */
function Rename({ org, onRenamed }) {
  const [draft, setDraft, { clear }] = useDraft(`rename.${org.org_id}`, /** @type {string | null} */ (null));
  const name = draft ?? org.name;
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const isChanged = name.trim() !== org.name && name.trim() !== '';
  /** @param {Event} event */
  const rename = async (event) => {
    event.preventDefault();
    if (!isChanged || isBusy) return;
    setBusy(true);
    setError(null);
    try {
      await api.patch('/organization', { org_id: org.org_id, name: name.trim() });
      toast(`It is called ${name.trim()} now.`);
      await onRenamed();
      setDraft(null);
      clear();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return html`<form class="card" novalidate onSubmit=${rename}><h2>Name</h2>
    <${Field} label="Name of the organization" hint="All members see it.">${(/** @type {any} */ attributes) => html`<input ...${attributes} class="input" maxlength="200" value=${name} onInput=${(/** @type {any} */ event) => setDraft(event.target.value)} />`}<//>
    ${error ? html`<${ErrorBox} error=${error} />` : null}
    <div><${Button} type="submit" kind="primary" busy=${isBusy} disabled=${!isChanged}>Rename<//></div>
  </form>`;
}

/** @param {{name: string, setName: (name: string) => void, onClose: () => void, onCreated: (created: any) => Promise<void>}} props */
function Create({ name, setName, onClose, onCreated }) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  /** @param {Event} [event] */
  const create = async (event) => {
    event?.preventDefault();
    if (isBusy || name.trim() === '') return;
    setBusy(true);
    setError(null);
    try {
      const created = await api.post('/organization', { name: name.trim() });
      toast(`${created.name} is created; you are its Owner.`);
      onClose();
      await onCreated(created);
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return html`<${Dialog} title="New organization" onClose=${onClose} actions=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="primary" busy=${isBusy} disabled=${name.trim() === ''} onClick=${create}>Create<//>`}>
    <form novalidate onSubmit=${create}><${Field} label="Name" hint="You become its Owner, and can add members and pipelines.">${(/** @type {any} */ attributes) => html`<input ...${attributes} class="input" maxlength="200" value=${name} onInput=${(/** @type {any} */ event) => setName(event.target.value)} />`}<//></form>
    ${error ? html`<${ErrorBox} error=${error} />` : null}
  <//>`;
}

/** @param {{org: {org_id: number, name: string}, onClose: () => void, onTransferred: () => Promise<void>}} props */
function Transfer({ org, onClose, onTransferred }) {
  const { user: me } = useMe();
  const { data, error, reload } = useApi(`/organization/${org.org_id}/members`);
  const [chosen, setChosen] = useState('');
  const [isSure, setSure] = useState(false);
  /** @type {any[]} */
  const others = (data?.members ?? []).filter((/** @type {any} */ member) => member.user_id !== me?.user_id).sort((/** @type {any} */ a, /** @type {any} */ b) => a.name.localeCompare(b.name));
  const person = others.find((member) => member.user_id === chosen);
  if (isSure && person) {
    return html`<${TypedConfirm} title=${`Transfer ${org.name} to ${person.name}?`} expected=${org.name} label="To transfer it, type its name:" action="Transfer the ownership" onClose=${onClose}
      onConfirm=${async () => { await api.post('/membership/ownership_transfer', { user_id: person.user_id, org_id: org.org_id }); toast(`${person.name} is the Owner now; you are an Admin.`); await onTransferred(); }}>
      <p>${person.name} (<code>${person.user_id}</code>) becomes the Owner, and you become an Admin. Only the new Owner can give the ownership back.</p><//>`;
  }
  return html`<${Dialog} title="Transfer the ownership" onClose=${onClose} actions=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="primary" disabled=${!person} onClick=${() => person && setSure(true)}>Go on<//>`}>
    ${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : !data ? html`<${Skeleton} lines=${3} />`
    : others.length === 0 ? html`<p>You are the only member. <${Link} href="/members">Add somebody<//> first.</p>`
    : html`<${Field} label="New Owner">${(/** @type {any} */ attributes) => html`<select ...${attributes} class="select" value=${chosen} onChange=${(/** @type {any} */ event) => setChosen(event.target.value)}>
        <option value="">Choose a member</option>${others.map((member) => html`<option key=${member.user_id} value=${member.user_id}>${member.name} (${member.role}, ${member.user_id})</option>`)}</select>`}<//>`}
  <//>`;
}
