// @ts-check
import { html } from '../lib/dom.js';

/** Shapes in a square of 16, as paths that are drawn with a line of 1.5. @type {Record<string, string>} */
const SHAPES = {
  check: 'M3 8.5l3.2 3.2L13 5',
  'check-circle': 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM5.2 8.2l2 2 3.6-4',
  'x-circle': 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  'slash-circle': 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM3.7 12.3l8.6-8.6',
  circle: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4z',
  spinner: 'M8 1.8a6.2 6.2 0 1 1-6.2 6.2',
  clock: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.6V8l2.3 1.5',
  hand: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM6.4 5.6v4.8M9.6 5.6v4.8',
  skip: 'M3 4l5 4-5 4zM8 4l5 4-5 4z',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7L14 14',
  plus: 'M8 3v10M3 8h10',
  x: 'M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4',
  copy: 'M6 5.5h6.5a1 1 0 0 1 1 1V13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V6.500a1 1 0 0 1 1-1zM2.500 10V3a1 1 0 0 1 1-1H10.500',
  download: 'M8 2v8M4.800 7L8 10.200 11.200 7M2.500 13.500h11',
  'chevron-right': 'M6 3.500L10.500 8 6 12.500',
  'chevron-left': 'M10 3.500L5.500 8 10 12.500',
  'chevron-down': 'M3.500 6L8 10.500 12.500 6',
  menu: 'M2 4h12M2 8h12M2 12h12',
  user: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.500 14.200c.5-2.800 2.700-4.200 5.500-4.200s5 1.400 5.500 4.200',
  users: 'M6 7.500a2.600 2.600 0 1 0 0-5.200 2.600 2.600 0 0 0 0 5.200zM1.200 13.500c.4-2.600 2.300-3.800 4.800-3.800s4.400 1.200 4.800 3.800M10.800 2.600a2.500 2.500 0 0 1 0 4.700M12.400 10.200c1.400.5 2.200 1.600 2.400 3.300',
  inbox: 'M2 9l2-6h8l2 6v4H2zM2 9h3.500l1 2h3l1-2H14',
  list: 'M5.500 4H14M5.500 8H14M5.500 12H14M2.200 4h.1M2.200 8h.1M2.200 12h.1',
  grid: 'M2.500 2.500h4.500v4.500H2.500zM9 2.500h4.500v4.500H9zM2.500 9h4.500v4.500H2.500zM9 9h4.500v4.500H9z',
  pipeline: 'M4 5.500a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600zM4 14.100a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600zM12 9.800a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600zM4 5.500v5M4 6.500c.5 1.200 2 1.500 3.500 1.500h2.700',
  key: 'M10.500 9a3.500 3.500 0 1 0-3.300-2.300L2 12v2h2.500v-1.800h1.800v-1.800L7.900 8.800c.7.2 1.600.2 2.600.2zM11 5.200h.1',
  building: 'M3 14V2.500h7V14M10 6.500h3V14M1.500 14h13M5.200 5h.1M7.700 5h.1M5.200 8h.1M7.700 8h.1M5.200 11h.1M7.700 11h.1',
  book: 'M2.500 3h4A1.500 1.500 0 0 1 8 4.500V13a1.500 1.500 0 0 0-1.500-1h-4zM13.500 3h-4A1.500 1.500 0 0 0 8 4.500V13a1.500 1.500 0 0 1 1.500-1h4z',
  code: 'M5.500 4.500L2 8l3.500 3.500M10.500 4.500L14 8l-3.500 3.500',
  external: 'M9 2.500h4.500V7M13.500 2.500L7.500 8.500M6.500 3.500H3a.5.5 0 0 0-.5.5v9a.5.5 0 0 0 .5.5h9a.5.5 0 0 0 .5-.5V9.500',
  'sign-out': 'M6.500 14h-3a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1h3M10.500 11l3-3-3-3M13.500 8H6',
  warning: 'M8 2L14.500 13.500h-13zM8 6.500v3M8 11.500h.1',
  info: 'M8 14.200A6.200 6.200 0 1 0 8 1.800a6.200 6.200 0 0 0 0 12.400zM8 7.500v3.500M8 5h.1',
  refresh: 'M13.500 8a5.500 5.500 0 1 1-1.700-4M13.500 1.800V4.500h-2.700',
  edit: 'M11 2.500l2.500 2.500L5.500 13l-3 .500.500-3z',
  play: 'M4.500 2.800L13 8l-8.500 5.200z',
  stop: 'M3.500 3.500h9v9h-9z',
  trash: 'M2.500 4h11M6 4V2.500h4V4M4 4l.7 10h6.600L12 4M6.700 7v4.500M9.300 7v4.500',
  archive: 'M2 3h12v3H2zM3 6v7.500h10V6M6.500 9h3',
  history: 'M2.500 8a5.500 5.500 0 1 0 1.700-4M2.500 1.800V4.500h2.700M8 5v3l2 1.500',
  'arrow-down': 'M8 2.500v11M3.500 9L8 13.500 12.500 9',
  'arrow-right': 'M2.500 8h11M9 3.500L13.500 8 9 12.500',
  lock: 'M3.500 7.500h9V14h-9zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500',
  bolt: 'M9 1.500L3.500 9H8l-1 5.500L12.500 7H8z',
  keyboard: 'M1.500 4h13v8.500h-13zM4 6.500h.1M6.700 6.500h.1M9.300 6.500h.1M12 6.500h.1M4.500 10h7',
  dot: 'M8 10.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z',
};

/**
 * A picture beside a word. It is hidden from assistive technology, so the word must be there.
 * @param {{name: string, size?: number, class?: string}} props
 */
export function Icon({ name, size = 16, class: more = '' }) {
  const isSpinning = name === 'spinner';
  return html`<svg class=${`icon ${isSpinning ? 'icon-spin' : ''} ${more}`} width=${size} height=${size} viewBox="0 0 16 16" aria-hidden="true" focusable="false"
    fill=${name === 'dot' ? 'currentColor' : 'none'} stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><path d=${SHAPES[name] ?? SHAPES.circle} /></svg>`;
}

/** The mark of the product. @param {{size?: number}} props */
export function Logo({ size = 22 }) {
  return html`<svg class="logo" width=${size} height=${size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect class="logo-ground" width="32" height="32" rx="7" />
    <g fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"><path d="M9 9.5h8.500M9 9.500v13M9 16h6" /><path d="M17 22.500l2.800 2.800 5-6.200" /></g>
    <circle cx="20.600" cy="9.500" r="2.600" fill="#fff" />
  </svg>`;
}
