// @ts-check
/** Lines of logs, such as `[Create it] 2026/01/31 08:00:00 [INFO] Response status 200`. */

/** @typedef {{time: string, level: string, text: string}} LogLine */

const LINE = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) \[([A-Z]+)\] ?/;

/**
 * Takes a line apart. The name of the step, which is known, is left out; what looks different stays as it is.
 * @param {string} line
 * @param {string} step
 * @returns {LogLine}
 */
export function parseLine(line, step) {
  const begin = `[${step}] `;
  const rest = line.startsWith(begin) ? line.slice(begin.length) : line;
  const match = LINE.exec(rest);
  if (!match) return { time: '', level: '', text: line };
  return { time: match[1].replaceAll('/', '-'), level: match[2], text: rest.slice(match[0].length) };
}

/**
 * Cuts a text where the search word stands, whatever its case.
 * @param {string} text
 * @param {string} word
 * @returns {{text: string, isHit: boolean}[]}
 */
export function hits(text, word) {
  if (word === '') return [{ text, isHit: false }];
  const lower = text.toLowerCase();
  const wanted = word.toLowerCase();
  // Some letters change their length with their case; then places in the one text are not places in the other.
  if (lower.length !== text.length) return [{ text, isHit: false }];
  /** @type {{text: string, isHit: boolean}[]} */
  const parts = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isHit: false });
    parts.push({ text: text.slice(at, at + wanted.length), isHit: true });
    from = at + wanted.length;
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from), isHit: false });
  return parts;
}

/**
 * A name for a file with the log of a step.
 * @param {string} requestId
 * @param {string} step
 * @param {number} run
 */
export function fileName(requestId, step, run) {
  const word = step.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60) || 'step';
  return `${requestId}-${word}${run > 1 ? `-run-${run}` : ''}.log`;
}
