// @ts-check
import { html, useEffect, useState } from '../lib/dom.js';
import { date } from '../lib/format.js';
import { useApi, useMe, useOrganization } from '../lib/hooks.js';
import { choose } from '../lib/people.js';
import { configurationOf, signOut } from '../lib/session.js';
import { Button, ErrorBox, List, Page, Skeleton } from '../ui/index.js';

/** Who is signed in, in which organizations, and where. */
export default function ProfilePage() {
  const { user } = useMe();
  const { org, orgs } = useOrganization();
  const { data, error, loading, reload } = useApi('/membership');
  const [server, setServer] = useState(/** @type {any} */ (null));
  useEffect(() => {
    configurationOf().then(setServer, () => setServer(null));
  }, []);
  const names = new Map(orgs.map((each) => [each.org_id, each.name]));
  const rows = (data?.memberships ?? []).filter((/** @type {any} */ row) => names.has(row.org_id));
  const columns = [
    { title: 'Organization', class: 'wide', cell: (/** @type {any} */ row) => names.get(row.org_id) },
    { title: 'Role', class: 'nowrap', cell: (/** @type {any} */ row) => row.role },
    { title: 'Since', class: 'nowrap', hideBelow: /** @type {const} */ ('small'), cell: (/** @type {any} */ row) => date(row.joined_on) },
    { title: html`<span class="sr-only">Choose</span>`, class: 'nowrap end', cell: (/** @type {any} */ row) => row.org_id === org?.org_id ? html`<span class="badge badge-accent">Chosen</span>` : html`<${Button} small onClick=${() => choose(row.org_id)}>Choose<span class="sr-only"> ${names.get(row.org_id)}</span><//>` },
  ];
  return html`<${Page} title=${user?.name || 'Profile'} windowTitle="Profile" actions=${html`<${Button} icon="sign-out" onClick=${signOut}>Sign out<//>`}>
    <dl class="facts card-facts">
      <dt>E-mail</dt><dd>${user?.email || 'none'}</dd>
      <dt>User id</dt><dd><code>${user?.user_id}</code></dd>
      <dt>Identity provider</dt><dd>${user?.identity_provider}</dd>
      <dt>Since</dt><dd>${date(user?.created_on)}</dd>
    </dl>
    <section class="section"><div class="section-head"><h2>Organizations</h2></div>
      ${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : null}
      ${loading ? html`<${Skeleton} lines=${3} />` : rows.length > 0 ? html`<${List} label="Organizations" columns=${columns} rows=${rows} keyOf=${(/** @type {any} */ row) => String(row.org_id)} />` : html`<p class="muted">You are a member of no organization yet.</p>`}
    </section>
    ${server ? html`<section class="section"><div class="section-head"><h2>This server</h2></div><dl class="facts"><dt>Version</dt><dd>${server.version}</dd><dt>Signs in at</dt><dd>${server.issuer}</dd></dl></section>` : null}
  <//>`;
}
