// @ts-check
/** The format of server-sent events (HTML Living Standard, section 9.2.6), as a parser that is fed pieces of text. */

/** @typedef {{type: string, data: string, id: string}} StreamEvent */

/** A line or an event that is longer is an error of the server, not something to collect. */
const MAX_LENGTH = 4_000_000;

/**
 * Returns a parser.
 * @param {{onEvent: (event: StreamEvent) => void, onRetry?: (milliseconds: number) => void, onComment?: () => void}} listener
 * @returns {{push: (text: string) => void}}
 */
export function createParser({ onEvent, onRetry = () => {}, onComment = () => {} }) {
  let rest = '';
  let hasStarted = false;
  let type = '';
  let id = '';
  /** @type {string[]} */
  let data = [];
  let length = 0;

  /** @param {string} line */
  const take = (line) => {
    if (line === '') {
      if (data.length > 0) onEvent({ type: type || 'message', data: data.join('\n'), id });
      type = '';
      data = [];
      length = 0;
      return;
    }
    if (line.startsWith(':')) {
      onComment();
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const after = colon < 0 ? '' : line.slice(colon + 1);
    const value = after.startsWith(' ') ? after.slice(1) : after;
    if (name === 'data') {
      length += value.length;
      if (length > MAX_LENGTH) throw new Error('an event of the stream is too long');
      data.push(value);
    } else if (name === 'event') {
      type = value;
    } else if (name === 'id' && !value.includes('\0')) {
      id = value;
    } else if (name === 'retry' && /^\d+$/.test(value)) {
      onRetry(Number(value));
    }
  };

  return {
    push(text) {
      let buffer = rest + text;
      if (!hasStarted && buffer !== '') {
        hasStarted = true;
        if (buffer.startsWith('\uFEFF')) buffer = buffer.slice(1);
      }
      let from = 0;
      for (;;) {
        const end = lineEnd(buffer, from);
        if (end < 0) break;
        take(buffer.slice(from, end));
        from = end + (buffer[end] === '\r' && buffer[end + 1] === '\n' ? 2 : 1);
      }
      rest = buffer.slice(from);
      if (rest.length > MAX_LENGTH) throw new Error('a line of the stream is too long');
    },
  };
}

/**
 * Returns where the line ends, or -1. A CR at the end of what is there may be half of a CRLF, so it waits for the next piece.
 * @param {string} text
 * @param {number} from
 */
function lineEnd(text, from) {
  for (let index = from; index < text.length; index++) {
    if (text[index] === '\n') return index;
    if (text[index] === '\r') return index + 1 < text.length ? index : -1;
  }
  return -1;
}
