// @ts-check
/** A text area for JSON with line numbers, quiet colours, and marks at the lines that have problems. */
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from '../lib/dom.js';
import { Lines } from '../lib/json-positions.js';

/** @typedef {{line: number, kind: 'error' | 'warning'}} Mark */
/**
 * What others may do with an editor. Changes can be undone like those of a keyboard.
 * @typedef {{select: (start: number, end: number) => void, insert: (text: string) => void, replace: (start: number, end: number, text: string) => void}} Handle
 */

/** The maximum number of characters of a line that get colours; the rest of it is plain. */
const MAX_COLOURED = 2_000;

/**
 * The text area. Tab indents; Escape and then Tab leaves it.
 * @param {{id: string, label: string, value: string, marks: Mark[], onInput: (text: string) => void, handle: {current: Handle | null}, invalid: boolean}} props
 */
export function JsonEditor({ id, label, value, marks, onInput, handle, invalid }) {
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const leaving = useRef(false);
  const [view, setView] = useState({ top: 0, left: 0, height: 400, line: 20 });
  const [cursor, setCursor] = useState(0);
  const lines = useMemo(() => new Lines(value), [value]);

  const measure = () => {
    const element = area.current;
    if (!element) return;
    const line = parseFloat(getComputedStyle(element).lineHeight) || 20;
    setView({ top: element.scrollTop, left: element.scrollLeft, height: element.clientHeight, line });
  };
  useLayoutEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    if (area.current) observer.observe(area.current);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    /** @param {number} start @param {number} end @param {string} text */
    const replace = (start, end, text) => {
      const element = area.current;
      if (!element) return;
      element.focus();
      element.setSelectionRange(start, end);
      type(element, text);
    };
    handle.current = {
      select(start, end) {
        const element = area.current;
        if (!element) return;
        const line = parseFloat(getComputedStyle(element).lineHeight) || 20;
        const position = new Lines(element.value).position(start);
        const top = (position.line - 1) * line;
        const left = (position.column - 1) * characterWidth(element);
        element.focus();
        element.setSelectionRange(start, end);
        if (top < element.scrollTop || top > element.scrollTop + element.clientHeight - 3 * line) element.scrollTop = Math.max(0, top - element.clientHeight / 3);
        if (left < element.scrollLeft || left > element.scrollLeft + element.clientWidth * 0.8) element.scrollLeft = Math.max(0, left - element.clientWidth / 2);
        setCursor(start);
      },
      insert(text) {
        const element = area.current;
        if (!element) return;
        const line = element.value.slice(element.value.lastIndexOf('\n', element.selectionStart - 1) + 1, element.selectionStart);
        const indentation = /^[ \t]*/.exec(line)?.[0] ?? '';
        replace(element.selectionStart, element.selectionEnd, text.replaceAll('\n', `\n${indentation}`));
      },
      replace,
    };
    return () => {
      handle.current = null;
    };
  }, [handle]);

  /** @param {KeyboardEvent} event */
  const onKeyDown = event => {
    const element = area.current;
    if (!element || event.isComposing) return;
    if (event.key === 'Escape') {
      leaving.current = true;
    } else if (event.key === 'Tab') {
      if (leaving.current || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      if (event.shiftKey) outdent(element);
      else indent(element);
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      newLine(element);
    }
    if (event.key !== 'Escape' && event.key !== 'Shift') leaving.current = false;
  };

  const first = Math.max(0, Math.floor(view.top / view.line) - 5);
  const last = Math.min(lines.count, Math.ceil((view.top + view.height) / view.line) + 5);
  const numbers = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i + 1);
  const kinds = new Map(marks.map(mark => [mark.line, mark.kind]));
  for (const mark of marks) if (mark.kind === 'error') kinds.set(mark.line, 'error');
  const position = lines.position(Math.min(cursor, value.length));
  const shift = first * view.line - view.top;

  return html`
    <div class="json-editor">
      <div class="json-editor-frame">
        <div class="json-editor-gutter" aria-hidden="true">
          <div class="json-editor-rows" style=${{ transform: `translateY(${shift}px)` }}>
            ${numbers.map(number => html`<div key=${number} class=${`json-editor-number ${kinds.get(number) ?? ''} ${number === position.line ? 'current' : ''}`}>
              ${kinds.has(number) ? html`<span class="json-editor-sign">${kinds.get(number) === 'error' ? '✕' : '!'}</span>` : null}${number}
            </div>`)}
          </div>
        </div>
        <div class="json-editor-body">
          <div class="json-editor-paint" aria-hidden="true">
            <div class="json-editor-rows" style=${{ transform: `translate(${-view.left}px, ${shift}px)` }}>
              ${numbers.map(number => html`<div key=${number} class=${`json-editor-line ${kinds.get(number) ?? ''}`}>${coloured(lineOf(value, lines, number))}${'\n'}</div>`)}
            </div>
          </div>
          <textarea id=${id} ref=${area} class="json-editor-area" aria-label=${label} aria-describedby=${`${id}-help`} aria-invalid=${invalid ? 'true' : 'false'}
            value=${value} spellcheck=${false} autocomplete="off" autocapitalize="off" wrap="off"
            onInput=${(/** @type {InputEvent & {currentTarget: HTMLTextAreaElement}} */ event) => { onInput(event.currentTarget.value); setCursor(event.currentTarget.selectionStart); }}
            onKeyDown=${onKeyDown} onScroll=${measure} onBlur=${() => { leaving.current = false; }}
            onSelect=${() => setCursor(area.current?.selectionStart ?? 0)} onClick=${() => setCursor(area.current?.selectionStart ?? 0)}
            onKeyUp=${() => setCursor(area.current?.selectionStart ?? 0)}></textarea>
        </div>
      </div>
      <p class="json-editor-foot" id=${`${id}-help`}>
        <span><kbd>Tab</kbd> indents. Press <kbd>Esc</kbd>, then <kbd>Tab</kbd>, to leave the editor.</span>
        <span class="json-editor-position" aria-hidden="true">line ${position.line}, column ${position.column}</span>
      </p>
    </div>`;
}

/** The width of a character, in pixels. @param {HTMLElement} element */
function characterWidth(element) {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 8;
  const { fontSize, fontFamily } = getComputedStyle(element);
  context.font = `${fontSize} ${fontFamily}`;
  return context.measureText('0').width;
}

/** @param {string} text @param {Lines} lines @param {number} number */
function lineOf(text, lines, number) {
  const end = number < lines.count ? lines.start(number + 1) - 1 : text.length;
  return text.slice(lines.start(number), end);
}

const PART = /("(?:[^"\\]|\\.)*"?)(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

/** A line with its names, texts and placeholders in colours. @param {string} line */
function coloured(line) {
  const out = [];
  const text = line.slice(0, MAX_COLOURED);
  let at = 0;
  for (const match of text.matchAll(PART)) {
    if (match.index > at) out.push(text.slice(at, match.index));
    const [whole, string, colon, number] = match;
    if (string !== undefined && colon !== undefined) out.push(html`<span class="json-name">${string}</span>`, colon);
    else if (string !== undefined) out.push(html`<span class="json-text">${placeholders(string)}</span>`);
    else out.push(html`<span class=${number === undefined ? 'json-word' : 'json-number'}>${whole}</span>`);
    at = match.index + whole.length;
  }
  out.push(text.slice(at), line.slice(MAX_COLOURED));
  return out;
}

/** @param {string} text */
function placeholders(text) {
  return text.split(/(\$\{[^}]*\})/).map((part, i) => i % 2 === 1 ? html`<span class="json-placeholder">${part}</span>` : part);
}

/** Puts text in place of the selection, such that it can be undone. @param {HTMLTextAreaElement} area @param {string} text */
function type(area, text) {
  const done = text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text);
  if (done) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The beginnings of the lines that are selected. @param {HTMLTextAreaElement} area */
function selectedLines(area) {
  const start = area.value.lastIndexOf('\n', area.selectionStart - 1) + 1;
  return { start, end: area.selectionEnd, text: area.value.slice(start, area.selectionEnd) };
}

/** @param {HTMLTextAreaElement} area */
function indent(area) {
  const { start, end, text } = selectedLines(area);
  if (!area.value.slice(area.selectionStart, area.selectionEnd).includes('\n')) {
    type(area, '  ');
    return;
  }
  const indented = text.replace(/^(?=.)/gm, '  ');
  area.setSelectionRange(start, end);
  type(area, indented);
  area.setSelectionRange(start, start + indented.length);
}

/** @param {HTMLTextAreaElement} area */
function outdent(area) {
  const { start, end, text } = selectedLines(area);
  const outdented = text.replace(/^(?: {1,2}|\t)/gm, '');
  if (outdented === text) {
    const spaces = /^(?: {1,2}|\t)/.exec(area.value.slice(start));
    if (!spaces || text.length >= spaces[0].length) return;
  }
  const several = text.includes('\n');
  const cursor = area.selectionEnd - (text.length - outdented.length);
  area.setSelectionRange(start, end);
  type(area, outdented);
  if (several) area.setSelectionRange(start, start + outdented.length);
  else area.setSelectionRange(Math.max(start, cursor), Math.max(start, cursor));
}

/** Begins a line with the indentation of the one before, and one level more after an opening bracket. @param {HTMLTextAreaElement} area */
function newLine(area) {
  const before = area.value.slice(0, area.selectionStart);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const indentation = /^[ \t]*/.exec(line)?.[0] ?? '';
  const opens = /[{[]\s*$/.test(line);
  const closes = /^\s*[}\]]/.test(area.value.slice(area.selectionEnd));
  if (opens && closes) {
    type(area, `\n${indentation}  \n${indentation}`);
    const at = area.selectionStart - indentation.length - 1;
    area.setSelectionRange(at, at);
  } else {
    type(area, `\n${indentation}${opens ? '  ' : ''}`);
  }
}
