// @ts-check
/** Whether a pipeline's text may hold literal secrets: such a text is never kept in the browser's storage. */

const SECRET_NAME = /authori[sz]ation|cookie|token|password|passwd|pwd|passphrase|secret|api[-_ ]?key|access[-_ ]?key|private[-_ ]?key|credential|session[-_ ]?id/i;
const PUBLIC_HEADER = /^(accept(-.*)?|cache-control|content-.*|date|if-.*|origin|prefer|range|user-agent|idempotency-key|x-request-id|x-correlation-id|traceparent|tracestate)$/i;
const TOKEN = /"(?:[^"\\\n]|\\.)*"?|[{}[\]:,]|[^\s"{}[\]:,]+/g;
const NO_SECRET = /^(|true|false|null|bearer|basic|token)$/i;
const PLACEHOLDER = /\$\{[^}]*\}/g;
const USER_INFO = /\/\/[^/?#\s"@]*:[^/?#\s"@]+@/;
const ASSIGNMENT = new RegExp(`(?:${SECRET_NAME.source})[\\w-]*(?:\\\\?["'])?\\s*[=:>]\\s*(?:\\\\?["'])?[^\\s&"'\\\\<,;}]`, 'i');

/**
 * Whether the text has a value that looks secret in the parameters of a step: one of a header that is not known to be public, one under a
 * secret name, or user and password in a URL. Placeholders such as `${secret.NAME}` are none. The text need not be valid JSON, because it
 * is what somebody is typing: where brackets do not match, all of it counts as parameters.
 * @param {string} text
 */
export function mayHoldSecret(text) {
  return scan(text, false) || !isBalanced(text) && scan(text, true);
}

/** @param {string} text */
function isBalanced(text) {
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth++;
    else if ((token === '}' || token === ']') && --depth < 0) return false;
  }
  return depth === 0;
}

/** @param {string} text @param {boolean} everywhere whether all of the text counts as parameters */
function scan(text, everywhere) {
  /** @type {{parameters: boolean, headers: boolean, secret: boolean}[]} */
  const open = [];
  // What stands outside of all brackets is broken, and may be anything.
  const outermost = { parameters: true, headers: false, secret: false };
  let key = '';
  let previous = '';
  let isValue = false;
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    const around = open.at(-1) ?? outermost;
    if (token === '{' || token === '[') {
      const name = isValue ? key : '';
      const parameters = everywhere || around !== outermost && around.parameters || name === 'parameters';
      open.push({ parameters, headers: parameters && name.toLowerCase() === 'headers', secret: around.secret || parameters && SECRET_NAME.test(name) });
      isValue = false;
    } else if (token === '}' || token === ']') {
      open.pop();
      isValue = false;
    } else if (token === ':') {
      key = unquoted(previous);
      isValue = true;
    } else if (token === ',') {
      isValue = false;
    } else if (around.parameters) {
      const isName = !isValue && /^\s*:/.test(text.slice(match.index + token.length, match.index + token.length + 200));
      const literal = unquoted(token).replace(PLACEHOLDER, '').trim();
      const isNamedSecret = around.secret || isValue && (SECRET_NAME.test(key) || around.headers && !PUBLIC_HEADER.test(key));
      if (!isName && isNamedSecret && !NO_SECRET.test(literal)) return true;
      if (USER_INFO.test(literal) || ASSIGNMENT.test(literal)) return true;
    }
    previous = token;
  }
  return false;
}

/** @param {string} token */
function unquoted(token) {
  return token.replace(/^"|"$/g, '');
}
