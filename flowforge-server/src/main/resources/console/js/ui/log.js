// @ts-check
import { classes, html, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from '../lib/dom.js';
import { clock, plural } from '../lib/format.js';
import { hits, parseLine } from '../lib/log.js';
import { Button } from './button.js';
import { toast } from './feedback.js';
import { Icon } from './icon.js';

/** So many lines are drawn as one part, which the browser can leave out while nobody sees it. */
const PART = 200;
/** At the beginning so many of the last lines are drawn. */
const SHOWN = 2_000;

/**
 * The log of a step: follows its end, searches, copies, downloads.
 * @param {{lines: string[], step: string, file: string, isOpen: boolean, isLoading?: boolean, title?: any}} props `isOpen`: more lines may come
 */
export function LogViewer({ lines, step, file, isOpen, isLoading = false, title }) {
  const [follows, setFollows] = useState(true);
  const [word, setWord] = useState('');
  const [hit, setHit] = useState(0);
  const [shown, setShown] = useState(SHOWN);
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  const searchId = useId('log-search');
  const places = useMemo(() => word === '' ? [] : lines.flatMap((line, index) => line.toLowerCase().includes(word.toLowerCase()) ? [index] : []), [lines, word]);
  const first = Math.max(0, lines.length - shown);
  /** The hit that has been scrolled to; more lines do not lead back to it. */
  const reached = useRef('');
  const current = places.length > 0 ? places[Math.min(hit, places.length - 1)] : -1;

  useEffect(() => {
    setShown(SHOWN);
    setFollows(true);
  }, [step, file]);
  useLayoutEffect(() => {
    if (follows && frame.current) frame.current.scrollTop = frame.current.scrollHeight;
  }, [lines, follows]);
  useEffect(() => {
    const place = current < 0 ? '' : JSON.stringify([file, current, word]);
    if (current >= 0 && current < first) {
      setShown(lines.length - current + PART);
    } else if (place !== reached.current) {
      reached.current = place;
      if (current < 0) return;
      setFollows(false);
      frame.current?.querySelector(`[data-line="${current}"]`)?.scrollIntoView({ block: 'center' });
    }
  }, [current, word, first, file]);

  const scroll = () => {
    const element = frame.current;
    if (element) setFollows(element.scrollHeight - element.scrollTop - element.clientHeight < 24);
  };
  /** @param {any} event */
  const search = (event) => {
    setWord(event.target.value);
    setHit(0);
  };
  const go = (/** @type {number} */ by) => setHit((before) => places.length === 0 ? 0 : (before + by + places.length) % places.length);
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(lines.join('\n'));
      toast(`${plural(lines.length, 'line')} copied.`);
    } catch {
      toast('The browser does not allow copying here; download the log instead.', 'error');
    }
  };
  const download = () => {
    const url = URL.createObjectURL(new Blob([`${lines.join('\n')}\n`], { type: 'text/plain;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };

  const parts = [];
  for (let from = first - (first % PART); from < lines.length; from += PART) parts.push(from);
  return html`<div class="log">
    <div class="log-bar">
      ${title ? html`<div class="log-title">${title}</div>` : null}
      <div class="search log-search"><${Icon} name="search" /><label class="sr-only" for=${searchId}>Search in the log</label>
        <input id=${searchId} class="input" type="search" placeholder="Search" autocomplete="off" value=${word} onInput=${search} onKeyDown=${press} /></div>
      ${word === '' ? null : html`<span class="log-hits" role="status">${places.length === 0 ? 'not found' : `${Math.min(hit, places.length - 1) + 1} of ${places.length}`}</span>
        <${Button} kind="quiet" small icon="chevron-left" label="Previous hit" onClick=${() => go(-1)} /><${Button} kind="quiet" small icon="chevron-right" label="Next hit" onClick=${() => go(1)} />`}
      <div class="log-tools">
        ${isOpen ? html`<button type="button" class="button button-quiet button-small" aria-pressed=${follows ? 'true' : 'false'} onClick=${() => setFollows(!follows)}><${Icon} name="arrow-down" /><span>Follow</span></button>` : null}
        <${Button} kind="quiet" small icon="copy" label="Copy the log" onClick=${copy} />
        <${Button} kind="quiet" small icon="download" label="Download the log" onClick=${download} />
      </div>
    </div>
    <div class="log-lines" ref=${frame} tabindex="0" role="log" aria-live="off" aria-label=${`Log of ${step}`} onScroll=${scroll}>
      ${lines.length === 0 ? html`<p class="log-empty">${isLoading ? 'Loading…' : isOpen ? 'Nothing has been logged yet.' : 'This step has no log.'}</p>` : null}
      ${first > 0 ? html`<p class="log-empty"><${Button} small onClick=${() => setShown(shown + SHOWN)}>Show earlier lines (${first.toLocaleString()})<//></p>` : null}
      ${parts.map((from) => html`<${LogPart} key=${from} from=${from} lines=${lines} step=${step} word=${word} current=${current} count=${Math.min(lines.length, from + PART)} />`)}
    </div>
  </div>`;
}

/**
 * Some lines of the log. `count` tells that there are more now.
 * @param {{from: number, count: number, lines: string[], step: string, word: string, current: number}} props
 */
function LogPart({ from, count, lines, step, word, current }) {
  const isTouched = current >= from && current < count;
  // A part that nobody sees is left out by the browser, with about the height that it would have.
  const far = lines.length > PART ? { class: 'log-part-far', style: { containIntrinsicSize: `auto ${(count - from) * 20}px` } } : {};
  return useMemo(() => html`<div ...${far}>${lines.slice(from, count).map((line, index) => {
    const { time, level, text } = parseLine(line, step);
    const number = from + index;
    return html`<div key=${number} class="log-line" data-line=${number}><span class="log-number" aria-hidden="true">${number + 1}</span><span class=${classes('log-text',
      level === 'ERROR' && 'log-error', level.startsWith('WARN') && 'log-warn')}>${time ? html`<span class="log-time" title=${`${time} UTC`}>${clock(`${time.replace(' ', 'T')}Z`)} </span>` : null}${level && level !== 'INFO' ? `${level} ` : ''}${
      hits(text, word).map((part, place) => part.isHit ? html`<mark key=${place} class=${classes('log-hit', number === current && 'log-hit-current')}>${part.text}</mark>` : part.text)}</span></div>`;
  })}</div>`, [from, count, lines.length > PART, lines[from], step, word, isTouched ? current : -1]);
}
