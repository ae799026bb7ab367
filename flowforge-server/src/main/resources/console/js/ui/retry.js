// @ts-check
import { api } from '../lib/api.js';
import { html, useState } from '../lib/dom.js';
import { useApi } from '../lib/hooks.js';
import { resumePoints } from '../lib/timeline.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { ErrorBox, toast } from './feedback.js';
import { Field } from './field.js';

/**
 * Asks from which step, and with which version, a failed request goes on.
 * @param {{request: any, steps: import('../lib/timeline.js').StepView[], onClose: () => void, onRetried: () => unknown}} props
 */
export function RetryDialog({ request, steps, onClose, onRetried }) {
  const points = resumePoints(steps);
  const [from, setFrom] = useState(points[points.length - 1] ?? '');
  const [usesNewest, setUsesNewest] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const pipeline = useApi(`/pipeline/${encodeURIComponent(request.pipeline_id)}`, { org_id: request.org_id });
  const newest = pipeline.data?.newest_version_id ?? null;
  const retry = async () => {
    setBusy(true);
    setError(null);
    try {
      const run = await api.put(`/service_request/${request.id}/retry`, { from_step: from || null, pipeline_id: usesNewest ? newest : null });
      toast(`Run ${run.run} goes on from “${run.from_step}”.`);
      onClose();
      await onRetried();
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return html`<${Dialog} title="Retry this request" onClose=${onClose} actions=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="primary" busy=${isBusy} onClick=${retry}>Retry<//>`}>
    <p>This begins another run. The steps before the chosen one stay completed; it and all behind it are executed again, and approvals among them are asked for again.</p>
    ${points.length > 0 ? html`<${Field} label="Go on from">${(/** @type {any} */ attributes) => html`<select ...${attributes} class="select" onChange=${(/** @type {any} */ event) => setFrom(event.target.value)}>
      ${points.map((name, index) => html`<option key=${name} value=${name} selected=${name === from}>${name}${index === points.length - 1 ? ' (failed)' : ''}</option>`)}</select>`}<//>` : null}
    ${newest ? html`<label class="choice"><input type="checkbox" checked=${usesNewest} onChange=${(/** @type {any} */ event) => setUsesNewest(event.target.checked)} /><span>Use the newest version of the service. The form data must fit it, and approvals are asked for again where something behind them has changed.</span></label>` : null}
    ${error ? html`<${ErrorBox} error=${error} />` : null}
  <//>`;
}
