// @ts-check
import { html } from '../lib/dom.js';
import { usePageComponent } from '../lib/router.js';
import { ErrorBox } from './feedback.js';

/**
 * A component whose module is loaded when it is needed; the children are shown until then.
 * @param {{load: () => Promise<{default: Function}>, children?: any}} props `load` must be the same function at every rendering
 */
export function Lazy({ load, children }) {
  const { component, error } = usePageComponent(['', load, '']);
  if (component) return html`<${component} />`;
  return error ? html`<${ErrorBox} error=${{ message: 'This part of the page could not be loaded. Check the connection, and reload.' }} onRetry=${() => location.reload()} />` : children;
}
