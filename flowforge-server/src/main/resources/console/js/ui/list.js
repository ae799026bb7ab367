// @ts-check
import { classes, html, useRef } from '../lib/dom.js';
import { useRowKeys } from '../lib/keys.js';
import { Link } from '../lib/router.js';

/**
 * @typedef {{title: any, cell: (row: any) => any, class?: string, hideBelow?: 'medium' | 'small', primary?: boolean}} Column
 *     `primary`: the cell with the link of the row; `hideBelow`: left out on narrow screens
 */

/**
 * A table of things. The cell of the primary column is the link of the row, and a click anywhere in the row follows it; `j` and `k` go from row to row.
 * @param {{label: string, columns: Column[], rows: any[], keyOf: (row: any) => string, hrefOf?: (row: any) => string | null, class?: string}} props
 */
export function List({ label, columns, rows, keyOf, hrefOf, class: more = '' }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  useRowKeys(frame);
  return html`<div class="table-frame" ref=${frame}><table class=${classes('table', more)} aria-label=${label}>
    <thead><tr>${columns.map((column, index) => html`<th key=${index} scope="col" class=${cellClass(column)}>${column.title}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => {
      const to = hrefOf?.(row) ?? null;
      return html`<tr key=${keyOf(row)} class=${to ? 'row-link' : undefined}>${columns.map((column, index) => html`
        <td key=${index} class=${cellClass(column)}>${column.primary && to ? html`<${Link} href=${to} class="row-anchor">${column.cell(row)}<//>` : column.cell(row)}</td>`)}</tr>`;
    })}</tbody>
  </table></div>`;
}

/** @param {Column} column */
function cellClass(column) {
  return classes(column.class, column.hideBelow && `hide-below-${column.hideBelow}`, column.primary && 'cell-primary');
}
