// @ts-check
import { html } from '../lib/dom.js';
import { LinkButton } from '../ui/button.js';
import { Empty } from '../ui/feedback.js';
import { Page } from '../ui/page.js';

/** What is shown for an address that the console does not have. */
export default function NotFoundPage() {
  return html`<${Page} title="Page not found">
    <${Empty} icon="search" title="There is no page at this address." hint="Check the address, or start from your requests." action=${html`<${LinkButton} href="/requests" kind="primary">My requests<//>`} />
  <//>`;
}
