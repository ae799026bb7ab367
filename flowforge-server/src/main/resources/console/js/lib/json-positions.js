// @ts-check
/** JSON with the places of its values: reads a text, finds what a JSON Pointer names, and prints with the digits that were written. */

/** The maximum depth that the server accepts, too. */
const MAX_DEPTH = 80;
/** The maximum length of a text in characters; the server takes bodies of at most 1 MiB. */
export const MAX_LENGTH = 1_048_576;

/** @typedef {{line: number, column: number}} Position a line and a column, both from 1 */
/** @typedef {{key: string, keyStart: number, keyEnd: number, value: Node}} Entry a member of an object */
/**
 * @typedef {{type: 'object', start: number, end: number, entries: Entry[]}
 *   | {type: 'array', start: number, end: number, items: Node[]}
 *   | {type: 'string' | 'number' | 'boolean' | 'null', start: number, end: number}} Node
 */
/** @typedef {{offset: number, message: string, cure: string}} Mistake */
/** @typedef {{start: number, end: number, exact: boolean, value: Node}} Place what to point at, whether the pointer leads to something that is there, and the nearest value */

class Malformed extends Error {
  /** @param {number} offset @param {string} message @param {string} cure */
  constructor(offset, message, cure) {
    super(message);
    this.offset = offset;
    this.cure = cure;
  }
}

/**
 * Reads a JSON text. Either `root` or `mistake` is there; `repeated` are names that an object has twice, where the last one counts.
 * @param {string} text
 * @returns {{root: Node | null, mistake: Mistake | null, repeated: Mistake[]}}
 */
export function parse(text) {
  if (text.length > MAX_LENGTH) {
    return { root: null, repeated: [], mistake: { offset: 0, message: 'the text has more than 1,048,576 characters', cure: 'shorten it' } };
  }
  const reader = new Reader(text);
  try {
    return { root: reader.document(), mistake: null, repeated: reader.repeated };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { root: null, mistake: { offset: error.offset, message: error.message, cure: error.cure }, repeated: reader.repeated };
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /[A-Za-z_$][A-Za-z0-9_$]*/y;
const BLANKS = /[ \t\r\n]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

class Reader {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.at = 0;
    /** @type {Mistake[]} */
    this.repeated = [];
  }

  /** @returns {Node} */
  document() {
    this.blanks();
    if (this.at === this.text.length) throw new Malformed(0, 'the text is empty', 'write an object, which begins with {');
    const root = this.value(1);
    this.blanks();
    if (this.at < this.text.length) throw new Malformed(this.at, 'something follows the end of the value', 'remove it, or check the brackets before it');
    return root;
  }

  /** @param {number} depth @returns {Node} */
  value(depth) {
    if (depth > MAX_DEPTH) throw new Malformed(this.at, `the text is nested more than ${MAX_DEPTH} levels deep`, 'flatten it');
    const c = this.text[this.at];
    if (c === '{') return this.object(depth);
    if (c === '[') return this.array(depth);
    if (c === '"') {
      const start = this.at;
      this.string();
      return { type: 'string', start, end: this.at };
    }
    return this.literal();
  }

  /** @param {number} depth @returns {Node} */
  object(depth) {
    const start = this.at++;
    /** @type {Entry[]} */
    const entries = [];
    const keys = new Set();
    this.blanks();
    if (this.text[this.at] === '}') return { type: 'object', start, end: ++this.at, entries };
    for (;;) {
      const keyStart = this.at;
      if (this.text[this.at] !== '"') throw this.noName(start, entries.length > 0);
      const key = this.string();
      const keyEnd = this.at;
      if (keys.has(key)) this.repeated.push({ offset: keyStart, message: `the name ${JSON.stringify(key)} is there twice`, cure: 'remove one of them' });
      keys.add(key);
      this.blanks();
      if (this.text[this.at] !== ':') throw new Malformed(this.at, `':' is missing after the name ${JSON.stringify(key)}`, "write ':' and a value");
      this.at++;
      this.blanks();
      entries.push({ key, keyStart, keyEnd, value: this.value(depth + 1) });
      if (this.separator(start, '}')) return { type: 'object', start, end: this.at, entries };
    }
  }

  /** @param {number} depth @returns {Node} */
  array(depth) {
    const start = this.at++;
    /** @type {Node[]} */
    const items = [];
    this.blanks();
    if (this.text[this.at] === ']') return { type: 'array', start, end: ++this.at, items };
    for (;;) {
      if (items.length > 0 && this.text[this.at] === ']') throw this.commaTooMany();
      items.push(this.value(depth + 1));
      if (this.separator(start, ']')) return { type: 'array', start, end: this.at, items };
    }
  }

  /** Reads a comma, or the closing bracket; returns whether it was the bracket. @param {number} start @param {string} close */
  separator(start, close) {
    const end = this.at;
    this.blanks();
    const c = this.text[this.at];
    if (c === close) {
      this.at++;
      return true;
    }
    if (c === ',') {
      this.at++;
      this.blanks();
      return false;
    }
    if (c === undefined) throw this.open(start, close);
    if (c === '}' || c === ']') throw new Malformed(this.at, `'${c}' closes what '${this.text[start]}' has opened`, `write '${close}'`);
    throw new Malformed(end, "',' is missing after this value", `write ',' or '${close}'`);
  }

  /** @param {number} start @param {boolean} afterComma */
  noName(start, afterComma) {
    const c = this.text[this.at];
    if (c === undefined) return this.open(start, '}');
    if (c === '}' && afterComma) return this.commaTooMany();
    if (c === '/' || c === '#') return new Malformed(this.at, 'JSON has no comments', 'remove the comment');
    return new Malformed(this.at, 'a name must be here', 'write it in double quotes');
  }

  commaTooMany() {
    return new Malformed(this.text.lastIndexOf(',', this.at), "no value follows this ','", "remove the ','");
  }

  /** @param {number} start @param {string} close */
  open(start, close) {
    return new Malformed(start, `'${this.text[start]}' is never closed`, `write '${close}'`);
  }

  /** Reads a string and returns what it stands for. */
  string() {
    const start = this.at++;
    for (;;) {
      PLAIN.lastIndex = this.at;
      PLAIN.exec(this.text);
      this.at = PLAIN.lastIndex;
      const c = this.text[this.at];
      if (c === '"') {
        this.at++;
        return /** @type {string} */ (JSON.parse(this.text.slice(start, this.at)));
      }
      if (c === '\\') {
        ESCAPE.lastIndex = this.at;
        if (!ESCAPE.test(this.text)) throw new Malformed(this.at, 'no such escape sequence', 'write \\\\ for a backslash');
        this.at = ESCAPE.lastIndex;
      } else if (c === undefined || c === '\n' || c === '\r') {
        throw new Malformed(start, 'the text in quotes does not end on its line', 'write ", and \\n for a line break');
      } else {
        throw new Malformed(this.at, c === '\t' ? 'a tab stands in quotes' : 'a control character stands in quotes', c === '\t' ? 'write \\t' : 'remove it');
      }
    }
  }

  /** @returns {Node} */
  literal() {
    const start = this.at;
    const c = this.text[start];
    if (c === undefined) throw new Malformed(start, 'a value is missing at the end', 'write a value');
    if (c === "'") throw new Malformed(start, "text stands in single quotes", 'write it in double quotes');
    if (c === '/' || c === '#') throw new Malformed(start, 'JSON has no comments', 'remove the comment');
    NUMBER.lastIndex = start;
    if (NUMBER.test(this.text)) {
      this.at = NUMBER.lastIndex;
      if (/[0-9A-Za-z_.]/.test(this.text[this.at] ?? '')) throw new Malformed(start, 'this is no number of JSON', 'write digits, or the text in double quotes');
      return { type: 'number', start, end: this.at };
    }
    WORD.lastIndex = start;
    const word = WORD.exec(this.text)?.[0];
    if (word === undefined) throw new Malformed(start, `a value must be here, not '${c}'`, 'write a value');
    this.at += word.length;
    if (word === 'true' || word === 'false') return { type: 'boolean', start, end: this.at };
    if (word === 'null') return { type: 'null', start, end: this.at };
    throw new Malformed(start, `'${word.slice(0, 40)}' is no value of JSON`, 'write text in double quotes; others are true, false and null');
  }

  blanks() {
    BLANKS.lastIndex = this.at;
    BLANKS.exec(this.text);
    this.at = BLANKS.lastIndex;
  }
}

/**
 * Finds what a JSON Pointer (RFC 6901) names: the name and the value of a member, or an item of an array. Where nothing is, it finds the
 * nearest thing around it that is there.
 * @param {Node} root
 * @param {string} pointer
 * @returns {Place}
 */
export function locate(root, pointer) {
  const tokens = pointer === '' ? [] : pointer.split('/').slice(1).map(token => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  /** @type {Node} */
  let node = root;
  /** @type {Place} */
  let place = { start: root.start, end: root.start + 1, exact: tokens.length === 0, value: root };
  for (const [i, token] of tokens.entries()) {
    const last = i === tokens.length - 1;
    if (node.type === 'object') {
      const entry = node.entries.findLast(member => member.key === token);
      if (!entry) return { ...place, exact: false };
      node = entry.value;
      place = { start: entry.keyStart, end: isContainer(node) ? entry.keyEnd : node.end, exact: last, value: node };
    } else if (node.type === 'array') {
      const item = /^(0|[1-9][0-9]*)$/.test(token) ? node.items[Number(token)] : undefined;
      if (!item) return { ...place, exact: false };
      node = item;
      place = { start: node.start, end: isContainer(node) ? node.start + 1 : node.end, exact: last, value: node };
    } else {
      return { ...place, exact: false };
    }
  }
  return place;
}

/** @param {Node} node */
function isContainer(node) {
  return node.type === 'object' || node.type === 'array';
}

/** The lines of a text, to turn offsets into positions and back. */
export class Lines {
  /** @param {string} text */
  constructor(text) {
    this.starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
    this.count = this.starts.length;
    this.length = text.length;
  }

  /** @param {number} offset @returns {Position} */
  position(offset) {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (/** @type {number} */ (this.starts[middle]) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - /** @type {number} */ (this.starts[low]) + 1 };
  }

  /** The offset at which a line begins, from 1; a line that is not there counts as the nearest. @param {number} line */
  start(line) {
    return /** @type {number} */ (this.starts[Math.min(Math.max(line, 1), this.count) - 1]);
  }
}

/**
 * Prints a value with an indentation of two blanks. What fits on a line stands on one; numbers and escapes stay as they were written.
 * @param {string} text the text that was read
 * @param {Node} root
 * @param {number} width the maximum number of characters of a line that holds several values
 */
export function print(text, root, width = 72) {
  /** @type {string[]} */
  const out = [];
  /** @param {Node} node @param {string} indentation @param {number} used */
  const write = (node, indentation, used) => {
    const flat = inline(text, node, width - used);
    if (flat !== null) {
      out.push(flat);
      return;
    }
    const inner = indentation + '  ';
    if (node.type === 'object') {
      out.push('{\n');
      node.entries.forEach((entry, i) => {
        const key = text.slice(entry.keyStart, entry.keyEnd);
        out.push(inner, key, ': ');
        write(entry.value, inner, inner.length + key.length + 3);
        out.push(i < node.entries.length - 1 ? ',\n' : '\n');
      });
      out.push(indentation, '}');
    } else if (node.type === 'array') {
      out.push('[\n');
      node.items.forEach((item, i) => {
        out.push(inner);
        write(item, inner, inner.length + 1);
        out.push(i < node.items.length - 1 ? ',\n' : '\n');
      });
      out.push(indentation, ']');
    }
  };
  write(root, '', 0);
  return out.join('') + '\n';
}

/** A value on one line, or null if it is longer than `room`. A container holds at most one more level then. @param {string} text @param {Node} node @param {number} room @param {number} depth @returns {string | null} */
function inline(text, node, room, depth = 0) {
  if (!isContainer(node)) return text.slice(node.start, node.end);
  if (node.type === 'object' ? node.entries.length === 0 : node.type === 'array' && node.items.length === 0) return node.type === 'object' ? '{}' : '[]';
  if (depth > 1 || room < 4) return null;
  const parts = [];
  let left = room - 2;
  const children = node.type === 'object' ? node.entries : node.type === 'array' ? node.items : [];
  for (const child of children) {
    const key = 'key' in child ? text.slice(child.keyStart, child.keyEnd) + ': ' : '';
    const value = inline(text, 'key' in child ? child.value : child, left - key.length, depth + 1);
    if (value === null) return null;
    left -= key.length + value.length + 2;
    if (left < -2) return null;
    parts.push(key + value);
  }
  return node.type === 'object' ? `{${parts.join(', ')}}` : `[${parts.join(', ')}]`;
}

/** Whether a number of JSON means the same to JavaScript, so that it can be sent as it was written. @param {string} digits */
export function isExact(digits) {
  const plain = (/** @type {string} */ number) => {
    const [, sign, whole = '', fraction = '', exponent = '0'] = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(number) ?? [];
    const significant = (whole + fraction).replace(/^0+/, '');
    const trimmed = significant.replace(/0+$/, '');
    return trimmed === '' ? '0' : `${sign}${trimmed}e${Number(exponent) - fraction.length + significant.length - trimmed.length}`;
  };
  const value = Number(digits);
  return Number.isFinite(value) && plain(digits) === plain(String(value));
}

/** The numbers of a value that JavaScript cannot hold exactly. @param {string} text @param {Node} node @returns {Mistake[]} */
export function inexactNumbers(text, node) {
  if (node.type === 'object') return node.entries.flatMap(entry => inexactNumbers(text, entry.value));
  if (node.type === 'array') return node.items.flatMap(item => inexactNumbers(text, item));
  if (node.type !== 'number' || isExact(text.slice(node.start, node.end))) return [];
  return [{ offset: node.start, message: 'a browser cannot send this number with all of its digits', cure: 'write it in double quotes, or use the command line' }];
}
