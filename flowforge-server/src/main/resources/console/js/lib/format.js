// @ts-check
/** How times, durations and numbers are written. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A duration as a person would say it: `420 ms`, `3.4 s`, `2 min 5 s`, `3 h 20 min`, `4 d 2 h`.
 * @param {number | null | undefined} milliseconds
 * @returns {string}
 */
export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds)) return '';
  const value = Math.max(0, Math.round(milliseconds));
  if (value < 1000) return `${value} ms`;
  if (value < 10_000) return `${(Math.floor(value / 100) / 10).toFixed(1)} s`;
  if (value < MINUTE) return `${Math.floor(value / 1000)} s`;
  if (value < HOUR) return twoUnits(value, MINUTE, 'min', 1000, 's');
  if (value < DAY) return twoUnits(value, HOUR, 'h', MINUTE, 'min');
  return twoUnits(value, DAY, 'd', HOUR, 'h');
}

/**
 * @param {number} value
 * @param {number} large
 * @param {string} largeName
 * @param {number} small
 * @param {string} smallName
 */
function twoUnits(value, large, largeName, small, smallName) {
  const rest = Math.floor((value % large) / small);
  return `${Math.floor(value / large)} ${largeName}${rest ? ` ${rest} ${smallName}` : ''}`;
}

/**
 * A point in time seen from now: `just now`, `5 min ago`, `in 3 h`, or a date if it is a week away or more.
 * @param {string | number | Date | null | undefined} at
 * @param {number} [now]
 * @returns {string}
 */
export function relativeTime(at, now = Date.now()) {
  const then = toMillis(at);
  if (then === null) return '';
  const distance = Math.abs(now - then);
  if (distance < 45_000) return then > now + 5_000 ? 'in a moment' : 'just now';
  if (distance >= 7 * DAY) return date(then);
  const text = distance < 59.5 * MINUTE ? `${Math.round(distance / MINUTE)} min`
    : distance < 23.5 * HOUR ? `${Math.round(distance / HOUR)} h`
    : `${Math.round(distance / DAY)} d`;
  return then > now ? `in ${text}` : `${text} ago`;
}

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const SHORT_DATE = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/**
 * The day, in the language of the browser.
 * @param {string | number | Date | null | undefined} at
 */
export function date(at) {
  const then = toMillis(at);
  return then === null ? '' : DATE.format(then);
}

/**
 * Day and time, in the language and the zone of the browser.
 * @param {string | number | Date | null | undefined} at
 */
export function time(at) {
  const then = toMillis(at);
  return then === null ? '' : TIME.format(then);
}

/**
 * The time of the day.
 * @param {string | number | Date | null | undefined} at
 */
export function clock(at) {
  const then = toMillis(at);
  return then === null ? '' : CLOCK.format(then);
}

/**
 * The time of the day, with the day if it is not today.
 * @param {string | number | Date | null | undefined} at
 * @param {number} [now]
 */
export function shortTime(at, now = Date.now()) {
  const then = toMillis(at);
  if (then === null) return '';
  return DATE.format(then) === DATE.format(now) ? CLOCK.format(then) : `${now - then < 300 * DAY ? SHORT_DATE.format(then) : DATE.format(then)}, ${CLOCK.format(then)}`;
}

/**
 * A number with its noun: `1 request`, `3 requests`, `2 entries`.
 * @param {number} count
 * @param {string} one
 * @param {string} [many] the plural, if it is more than an `s`
 */
export function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/**
 * The end of an id, which tells ids of the same day apart.
 * @param {string} id
 */
export function shortId(id) {
  return id.length > 10 ? id.slice(-8) : id;
}

/**
 * A text as a sentence: with a capital letter, and a full stop unless it ends with a mark of its own.
 * @param {string} text
 */
export function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text === '' || /[.!?…:]$/.test(text) ? '' : '.'}`;
}

/** @param {string | number | Date | null | undefined} at */
function toMillis(at) {
  if (at === null || at === undefined || at === '') return null;
  const value = new Date(at).getTime();
  return Number.isNaN(value) ? null : value;
}
