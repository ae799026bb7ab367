// @ts-check
/** The members of an organization and their roles. */
import { api } from '../lib/api.js';
import { html, useMemo, useState } from '../lib/dom.js';
import { plural } from '../lib/format.js';
import { useApi, useMe, useOrganization } from '../lib/hooks.js';
import { Link, navigate } from '../lib/router.js';
import { Button, Confirm, Dialog, Empty, ErrorBox, Field, Icon, List, Note, Page, Segments, Skeleton, Time, toast } from '../ui/index.js';

/** @typedef {{user_id: string, name: string, identity_provider: string, created_on: string, deleted: boolean, role: 'Owner' | 'Admin' | 'Member', joined_on: string}} Member */
/** @typedef {{total_count: number, ids: string[]}} OpenRequests */

/** The maximum number of people whom the dialog offers at a time. */
const MAX_OFFERED = 50;
const ORDER = { Owner: 0, Admin: 1, Member: 2 };

export default function MembersPage() {
  const { org, role, isAdmin, orgs, choose, reload: reloadOrganizations } = useOrganization();
  const { user: me } = useMe();
  const { data, error, loading, reload } = useApi(org ? `/organization/${org.org_id}/members` : null);
  const [search, setSearch] = useState('');
  const [isAdding, setAdding] = useState(false);
  const [changing, setChanging] = useState(/** @type {{member: Member, role: 'Admin' | 'Member'} | null} */ (null));
  const [removing, setRemoving] = useState(/** @type {Member | null} */ (null));
  const [isLeaving, setLeaving] = useState(false);
  const [left, setLeft] = useState(/** @type {{name: string, requests: OpenRequests} | null} */ (null));
  const members = useMemo(() => /** @type {Member[]} */ ([...data?.members ?? []]).sort((a, b) => ORDER[a.role] - ORDER[b.role] || a.name.localeCompare(b.name)), [data]);
  const wanted = search.trim().toLowerCase();
  const shown = members.filter((member) => `${member.name}\n${member.user_id}`.toLowerCase().includes(wanted));
  if (!org) return null;

  /** Whether the person may change a member: not themselves, and never the Owner. @param {Member} member */
  const mayChange = (member) => isAdmin && member.user_id !== me?.user_id && member.role !== 'Owner';
  const columns = [
    { title: 'Name', class: 'cell-person', cell: (/** @type {Member} */ member) => html`<span class="cell-name">${member.name}${member.user_id === me?.user_id ? html` <span class="badge">you</span>` : null}</span><span class="cell-sub">${member.user_id}</span>` },
    { title: 'Role', cell: (/** @type {Member} */ member) => mayChange(member)
      ? html`<select class="select select-role" aria-label=${`Role of ${member.name}`} value=${member.role} onChange=${(/** @type {any} */ event) => {
          const chosen = event.target.value;
          event.target.value = member.role;
          setChanging({ member, role: chosen });
        }}><option value="Admin" selected=${member.role === 'Admin'}>Admin</option><option value="Member" selected=${member.role === 'Member'}>Member</option></select>`
      : html`<span class="role">${member.role}</span>` },
    { title: 'Member since', class: 'nowrap', hideBelow: /** @type {const} */ ('medium'), cell: (/** @type {Member} */ member) => html`<${Time} at=${member.joined_on} />` },
    { title: html`<span class="sr-only">Actions</span>`, class: 'end', cell: (/** @type {Member} */ member) => mayChange(member) ? html`<${Button} kind="quiet" small icon="trash" label=${`Remove ${member.name}`} onClick=${() => setRemoving(member)} />`
      : member.user_id === me?.user_id && member.role !== 'Owner' ? html`<${Button} small onClick=${() => setLeaving(true)}>Leave…<//>` : null },
  ];
  return html`<${Page} title="Members" lead=${html`People in ${org.name}. Admins make pipelines, set secrets, and approve requests; Members ask for services.`}
      actions=${isAdmin ? html`<${Button} kind="primary" icon="plus" onClick=${() => setAdding(true)}>Add a member<//>` : null}>
    ${left ? html`<${Note} icon="info" action=${html`<${Button} kind="quiet" small icon="x" label="Dismiss" onClick=${() => setLeft(null)} />`}>
      <p>${left.name} is no member any more, but ${left.requests.total_count === 1 ? 'a request goes on' : `${plural(left.requests.total_count, 'request')} go on`}: ${left.requests.ids.map((id, i) => html`${i > 0 ? ', ' : ''}<${Link} key=${id} href=${`/requests/${id}`}><code>${id.slice(-8)}</code><//>`)}${left.requests.total_count > left.requests.ids.length ? ' and more' : ''}. Cancel what is not wanted.</p><//>` : null}
    ${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : null}
    ${loading ? html`<${Skeleton} />` : null}
    ${!data ? null : html`
      ${members.length > 8 ? html`<div class="toolbar"><div class="search"><${Icon} name="search" /><input class="input" type="search" data-search placeholder="Search" aria-label="Search members" value=${search} onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} /><kbd>/</kbd></div></div>` : null}
      ${shown.length === 0 ? html`<${Empty} icon="search" title="Nobody found" hint=${`No member has “${search.trim()}” in their name or id.`} action=${html`<${Button} onClick=${() => setSearch('')}>Show all<//>`} />`
      : html`<${List} label="Members" columns=${columns} rows=${shown} keyOf=${(/** @type {Member} */ member) => member.user_id} />`}
      <p class="muted table-foot">${plural(members.length, 'member')}${role === 'Owner' ? html` · You are the Owner. <${Link} href="/organization">Transfer the ownership<//> before you leave.` : null}</p>`}
    ${isAdding ? html`<${AddMember} org=${org} members=${members} onClose=${() => setAdding(false)} onAdded=${reload} />` : null}
    ${changing ? html`<${Confirm} kind="primary" title=${changing.role === 'Admin' ? `Make ${changing.member.name} an Admin?` : `Make ${changing.member.name} a Member?`} action=${`Make ${changing.role}`} onClose=${() => setChanging(null)}
      onConfirm=${async () => { await api.patch('/membership', { user_id: changing.member.user_id, org_id: org.org_id, role: changing.role }); toast(`${changing.member.name} is ${changing.role === 'Admin' ? 'an Admin' : 'a Member'} now.`); await reload(); }}>
      <p>${changing.role === 'Admin' ? 'An Admin sees all requests of the organization, approves them, makes pipelines, sets secrets, and manages members.' : 'A Member asks for services, and sees their own requests only.'}</p><//>` : null}
    ${removing ? html`<${Confirm} title=${`Remove ${removing.name}?`} action="Remove" onClose=${() => setRemoving(null)}
      onConfirm=${async () => {
        const { open_requests } = await api.delete('/membership', { user_id: removing.user_id, org_id: org.org_id });
        if (open_requests.total_count > 0) setLeft({ name: removing.name, requests: open_requests });
        else toast(`${removing.name} is removed.`);
        await reload();
      }}>
      <p>${removing.name} loses every right in ${org.name} at once. Open requests of theirs go on until somebody cancels them. You can add them again.</p><//>` : null}
    ${isLeaving ? html`<${Confirm} title=${`Leave ${org.name}?`} action="Leave" onClose=${() => setLeaving(false)}
      onConfirm=${async () => {
        await api.delete(`/organization/${org.org_id}/membership`);
        toast(`You have left ${org.name}.`);
        const next = orgs.find((each) => each.org_id !== org.org_id);
        await reloadOrganizations();
        if (next) choose(next.org_id);
        navigate(next ? `/requests?org=${next.org_id}` : '/organization', { replace: true });
      }}>
      <p>You lose every right in it at once. Your open requests go on until an admin cancels them. Only an admin can add you again.</p><//>` : null}
  <//>`;
}

/** @param {{org: {org_id: number, name: string}, members: Member[], onClose: () => void, onAdded: () => Promise<void>}} props */
function AddMember({ org, members, onClose, onAdded }) {
  const { data, error, reload } = useApi('/user');
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState('');
  const [role, setRole] = useState('Member');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState(/** @type {unknown} */ (null));
  const [needsChoice, setNeedsChoice] = useState(false);
  const ids = new Set(members.map((member) => member.user_id));
  const wanted = search.trim().toLowerCase();
  /** @type {any[]} */
  const others = (data ?? []).filter((/** @type {any} */ user) => !user.deleted && !ids.has(user.user_id));
  const found = others.filter((user) => `${user.name}\n${user.user_id}`.toLowerCase().includes(wanted)).sort((a, b) => a.name.localeCompare(b.name));
  const person = others.find((user) => user.user_id === chosen);
  const add = async () => {
    if (isBusy) return;
    if (!person) {
      setNeedsChoice(true);
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await api.post('/membership', { user_id: person.user_id, org_id: org.org_id, role });
      toast(`${person.name} is ${role === 'Admin' ? 'an Admin' : 'a Member'} of ${org.name} now.`);
      await onAdded();
      onClose();
    } catch (caught) {
      setFailure(caught);
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${`Add a member to ${org.name}`} onClose=${onClose} actions=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="primary" busy=${isBusy} onClick=${add}>${person ? `Add ${person.name}` : 'Add'}<//>`}>
    ${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : null}
    ${!data && !error ? html`<${Skeleton} lines=${4} />` : null}
    ${data && others.length === 0 ? html`<p>Everybody who has signed in is a member already. Ask the person to sign in here once; then you find them in this list.</p>` : null}
    ${others.length === 0 ? null : html`
      <${Field} label="Person" hint="People appear here once they have signed in.">${(/** @type {any} */ attributes) => html`<input ...${attributes} class="input" type="search" autocomplete="off" placeholder="Search by name or id" value=${search} onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} />`}<//>
      <div class="people" role="radiogroup" aria-label="People who can be added">
        ${found.slice(0, MAX_OFFERED).map((user) => html`<label class="person" key=${user.user_id}><input type="radio" name="person" checked=${user.user_id === chosen} onChange=${() => { setChosen(user.user_id); setNeedsChoice(false); }} /><span><span class="cell-name">${user.name}</span><span class="cell-sub">${user.user_id}</span></span></label>`)}
        ${found.length === 0 ? html`<p class="muted">Nobody has “${search.trim()}” in their name or id.</p>` : null}
        ${found.length > MAX_OFFERED ? html`<p class="muted">${found.length - MAX_OFFERED} more; search to narrow this down.</p>` : null}
      </div>
      ${needsChoice ? html`<p class="field-error" role="alert"><${Icon} name="warning" size=${14} /> Choose a person.</p>` : null}
      <div class="field"><span class="field-label">Role</span><${Segments} label="Role" value=${role} onChange=${setRole} options=${[{ value: 'Member', title: 'Member' }, { value: 'Admin', title: 'Admin' }]} />
        <span class="field-hint">${role === 'Admin' ? 'Sees all requests, approves them, makes pipelines, sets secrets, and manages members.' : 'Asks for services, and sees their own requests only.'}</span></div>`}
    ${failure ? html`<${ErrorBox} error=${failure} />` : null}
  <//>`;
}
