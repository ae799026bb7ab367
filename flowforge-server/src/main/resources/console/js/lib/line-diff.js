// @ts-check
/** What differs between two texts, line by line. */

/** The maximum product of the numbers of lines that are compared; longer texts count as replaced. */
const MAX_CELLS = 4_000_000;

/** @typedef {{kind: 'same' | 'removed' | 'added', text: string}} Line */

/**
 * Compares two texts by their lines: the longest lines that both have in the same order stay.
 * @param {string} before
 * @param {string} after
 * @returns {Line[]}
 */
export function diffLines(before, after) {
  const a = before === '' ? [] : before.split('\n');
  const b = after === '' ? [] : after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  /** @type {(kind: Line['kind']) => (text: string) => Line} */
  const line = kind => text => ({ kind, text });
  return [
    ...a.slice(0, start).map(line('same')),
    ...changed(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(line('same')),
  ];
}

/** @param {string[]} a @param {string[]} b @returns {Line[]} */
function changed(a, b) {
  if (a.length === 0 || b.length === 0 || a.length * b.length > MAX_CELLS) {
    return [...a.map(text => /** @type {Line} */ ({ kind: 'removed', text })), ...b.map(text => /** @type {Line} */ ({ kind: 'added', text }))];
  }
  // common[i * width + j]: the length of the longest common subsequence of a from i on, and b from j on
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (/** @type {number} */ i, /** @type {number} */ j) => /** @type {number} */ (common[i * width + j]);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  /** @type {Line[]} */
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: /** @type {string} */ (a[i]) });
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'removed', text: /** @type {string} */ (a[i++]) });
    } else {
      lines.push({ kind: 'added', text: /** @type {string} */ (b[j++]) });
    }
  }
  return lines;
}

/** A value as text of several lines: strings as they are, everything else as JSON. @param {unknown} value */
export function asText(value) {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
