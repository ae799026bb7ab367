// @ts-check
import { api } from '../lib/api.js';
import { html, useState } from '../lib/dom.js';
import { useOrganization } from '../lib/hooks.js';
import { countAgain } from '../lib/inbox.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { ErrorBox, toast } from './feedback.js';
import { Field } from './field.js';

/**
 * Approve and reject, for admins of the organization while a request waits for approval. Nothing for others.
 * @param {{request: {id: string, org_id: number, status: string}, onDecided?: () => unknown}} props
 */
export function Decision({ request, onDecided = () => {} }) {
  const { roles } = useOrganization();
  const [busy, setBusy] = useState('');
  const [isRejecting, setRejecting] = useState(false);
  const [remarks, setRemarks] = useState('');
  const [error, setError] = useState(/** @type {unknown} */ (null));
  if (request.status !== 'Pending' || !['Owner', 'Admin'].includes(roles.get(request.org_id) ?? '')) return null;

  /**
   * @param {'approve' | 'reject'} action
   * @param {object} [body]
   */
  const decide = async (action, body) => {
    setBusy(action);
    setError(null);
    try {
      await api.put(`/service_request/${request.id}/${action}`, body);
      toast(action === 'approve' ? 'Approved; the request continues.' : 'Rejected.');
      setRejecting(false);
      countAgain();
      await onDecided();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy('');
    }
  };
  return html`<section class="decision" aria-label="Decision">
    <p class="decision-text">This request waits for your decision.</p>
    <div class="decision-actions">
      <${Button} kind="primary" icon="check" busy=${busy === 'approve'} onClick=${() => decide('approve')}>Approve<//>
      <${Button} icon="x" onClick=${() => setRejecting(true)}>Reject…<//>
    </div>
    ${error && !isRejecting ? html`<${ErrorBox} error=${error} />` : null}
    ${isRejecting ? html`<${Dialog} title="Reject this request?" onClose=${() => setRejecting(false)} actions=${html`
        <${Button} onClick=${() => setRejecting(false)}>Cancel<//>
        <${Button} kind="danger" busy=${busy === 'reject'} onClick=${() => decide('reject', remarks ? { remarks } : {})}>Reject<//>`}>
      <${Field} label="Reason" hint="The requester reads it in the log of the step." optionalWord>${(/** @type {any} */ attributes) => html`
        <textarea ...${attributes} class="input textarea" rows="4" value=${remarks} onInput=${(/** @type {any} */ event) => setRemarks(event.target.value)}></textarea>`}<//>
      ${error ? html`<${ErrorBox} error=${error} />` : null}
    <//>` : null}
  </section>`;
}
