// @ts-check
/** The secrets of an organization: their names and hosts. Nobody reads a value again, and no value is kept in the browser. */
import { api } from '../lib/api.js';
import { html, useState } from '../lib/dom.js';
import { plural } from '../lib/format.js';
import { useApi, useOrganization } from '../lib/hooks.js';
import { useLeaveQuestion } from '../lib/leave.js';
import { Button, Confirm, Dialog, Empty, ErrorBox, Field, List, Page, Skeleton, Time, UserName, toast } from '../ui/index.js';

/** @typedef {{name: string, hosts: string[], version: number, created_on: string, updated_by: string, updated_on: string, last_used_on: string | null}} Secret */

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const MIN_LENGTH = 8;
const MAX_BYTES = 8192;

export default function SecretsPage() {
  const { org } = useOrganization();
  const path = org ? `/organization/${org.org_id}/secrets` : null;
  const { data, error, loading, reload } = useApi(path);
  const [setting, setSetting] = useState(/** @type {Secret | 'new' | null} */ (null));
  const [deleting, setDeleting] = useState(/** @type {Secret | null} */ (null));
  /** @type {Secret[]} */
  const secrets = data?.secrets ?? [];
  const add = html`<${Button} kind="primary" icon="plus" onClick=${() => setSetting('new')}>New secret<//>`;
  const copy = async (/** @type {Secret} */ secret) => {
    try {
      await navigator.clipboard.writeText(`\${secret.${secret.name}}`);
      toast(`\${secret.${secret.name}} is copied.`);
    } catch {
      toast('The browser does not allow copying here.', 'error');
    }
  };
  const columns = [
    { title: 'Name', class: 'cell-person', cell: (/** @type {Secret} */ secret) => html`<span class="cell-name mono">${secret.name}</span><span class="cell-sub">${secret.hosts.join(', ')}</span>` },
    { title: 'Version', class: 'numeric', hideBelow: /** @type {const} */ ('medium'), cell: (/** @type {Secret} */ secret) => secret.version },
    { title: 'Value set', class: 'cell-when', hideBelow: /** @type {const} */ ('medium'), cell: (/** @type {Secret} */ secret) => html`<${Time} at=${secret.updated_on} />${secret.updated_by ? html` <span class="muted">by <${UserName} id=${secret.updated_by} /></span>` : html` <span class="muted">by an operator</span>`}` },
    { title: 'Last used', class: 'nowrap', hideBelow: /** @type {const} */ ('small'), cell: (/** @type {Secret} */ secret) => secret.last_used_on ? html`<${Time} at=${secret.last_used_on} />` : html`<span class="muted">never</span>` },
    { title: html`<span class="sr-only">Actions</span>`, class: 'cell-buttons', cell: (/** @type {Secret} */ secret) => html`
      <${Button} kind="quiet" small icon="copy" label=${`Copy the placeholder of ${secret.name}`} onClick=${() => copy(secret)} />
      <${Button} kind="quiet" small icon="edit" label=${`Set another value of ${secret.name}`} onClick=${() => setSetting(secret)} />
      <${Button} kind="quiet" small icon="trash" label=${`Delete ${secret.name}`} onClick=${() => setDeleting(secret)} />` },
  ];
  return html`<${Page} title="Secrets" actions=${secrets.length > 0 ? add : null} lead=${html`Steps use a secret as <code>${'${secret.NAME}'}</code>, in headers and in data. It is sent to its hosts only, and nobody can read its value again.`}>
    ${error ? html`<${ErrorBox} error=${error} onRetry=${reload} />` : null}
    ${loading ? html`<${Skeleton} />` : null}
    ${!data ? null : secrets.length === 0 ? html`<${Empty} icon="key" title="No secret yet" hint="Keep the API key of a service here instead of in a pipeline. It is encrypted, and hidden in logs." action=${add} />`
    : html`<${List} label="Secrets" columns=${columns} rows=${secrets} keyOf=${(/** @type {Secret} */ secret) => secret.name} />
      <p class="muted table-foot">${plural(secrets.length, 'secret')} of at most 200</p>`}
    ${setting && path ? html`<${SetSecret} path=${path} secret=${setting === 'new' ? null : setting} known=${secrets.map((secret) => secret.name)} onClose=${() => setSetting(null)} onSet=${reload} />` : null}
    ${deleting && path ? html`<${Confirm} title=${`Delete ${deleting.name}?`} action="Delete" onClose=${() => setDeleting(null)}
      onConfirm=${async () => { await api.delete(`${path}/${encodeURIComponent(deleting.name)}`); toast(`${deleting.name} is deleted.`); await reload(); }}>
      <p>Its value is lost. Requests that still run on an older version of a pipeline fail where they need it. The server refuses while a current pipeline refers to it.</p><//>` : null}
  <//>`;
}

/**
 * Asks for a value. It is in this component only, and gone when the dialog closes.
 * @param {{path: string, secret: Secret | null, known: string[], onClose: () => void, onSet: () => Promise<void>}} props
 */
function SetSecret({ path, secret, known, onClose, onSet }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [isShown, setShown] = useState(false);
  const [hosts, setHosts] = useState(secret ? secret.hosts.join('\n') : '');
  const [isBusy, setBusy] = useState(false);
  const [problems, setProblems] = useState(/** @type {{name?: string, value?: string, hosts?: string}} */ ({}));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  useLeaveQuestion(value === '' ? null : 'The value of the secret is not saved, and no draft of it is kept. Leave without saving?');
  const list = [...new Set(hosts.split(/[\s,]+/).filter(Boolean))];

  /** @param {Event} [event] */
  const set = async (event) => {
    event?.preventDefault();
    if (isBusy) return;
    const found = {
      ...secret ? {} : !NAME.test(name) ? { name: 'Begin with a letter; then letters, digits and _, at most 64 characters.' }
        : known.includes(name) ? { name: 'There is a secret of this name. Set another value of that one, or choose another name.' } : {},
      ...value.length < MIN_LENGTH ? { value: `At least ${MIN_LENGTH} characters: shorter values cannot be hidden in logs.` }
        : new TextEncoder().encode(value).length > MAX_BYTES ? { value: 'At most 8,192 bytes.' } : {},
      ...list.length === 0 ? { hosts: 'Name at least one host.' } : list.length > 20 ? { hosts: 'At most 20 hosts.' } : {},
    };
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    setError(null);
    try {
      const saved = await api.put(`${path}/${encodeURIComponent(secret?.name ?? name)}`, { value, hosts: list });
      setValue('');
      toast(secret ? `${saved.name} has a new value, version ${saved.version}.` : `${saved.name} is saved.`);
      await onSet();
      onClose();
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${secret ? `Set another value of ${secret.name}` : 'New secret'} onClose=${onClose} actions=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="primary" busy=${isBusy} onClick=${set}>${secret ? 'Save value' : 'Save secret'}<//>`}>
    <form class="stack" autocomplete="off" novalidate onSubmit=${set}>
      ${secret ? null : html`<${Field} label="Name" required hint=${name && NAME.test(name) ? html`Steps write <code>${`\${secret.${name}}`}</code>.` : 'Such as GITHUB_TOKEN.'} error=${problems.name}>${(/** @type {any} */ attributes) => html`<input ...${attributes} class="input mono" autocomplete="off" autocapitalize="off" spellcheck=${false} maxlength="64" value=${name} onInput=${(/** @type {any} */ event) => setName(event.target.value)} />`}<//>`}
      <${Field} label=${secret ? 'New value' : 'Value'} required error=${problems.value} hint=${secret ? 'Steps that begin later use it; no pipeline has to be changed.' : null}>${(/** @type {any} */ attributes) => isShown
        ? html`<textarea ...${attributes} class="input textarea mono" rows="4" autocomplete="off" autocapitalize="off" spellcheck=${false} value=${value} onInput=${(/** @type {any} */ event) => setValue(event.target.value)}></textarea>`
        : html`<input ...${attributes} class="input mono" type="password" autocomplete="new-password" spellcheck=${false} value=${value} onInput=${(/** @type {any} */ event) => setValue(event.target.value)} />`}<//>
      <label class="choice"><input type="checkbox" checked=${isShown} disabled=${isShown && value.includes('\n')} onChange=${(/** @type {any} */ event) => setShown(event.target.checked)} /><span>Show the value, and allow several lines</span></label>
      <${Field} label="Hosts that may receive it" required error=${problems.hosts} hint="One on each line: api.github.com for all ports, or host:port. No wildcards.">${(/** @type {any} */ attributes) => html`<textarea ...${attributes} class="input textarea mono" rows="3" autocapitalize="off" spellcheck=${false} value=${hosts} onInput=${(/** @type {any} */ event) => setHosts(event.target.value)}></textarea>`}<//>
      <button type="submit" hidden></button>
    </form>
    ${error ? html`<${ErrorBox} error=${error} />` : null}
  <//>`;
}
