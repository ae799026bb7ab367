// @ts-check
/** @typedef {{setTimeout: (call: () => void, milliseconds: number) => any, clearTimeout: (timer: any) => void, now: () => number}} Clock */

/** @type {Clock} */
const CLOCK = {
  setTimeout: (call, milliseconds) => setTimeout(call, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer),
  now: () => Date.now(),
};

/**
 * Returns a function that calls at most once in an interval: soon after the first request, and once more at the end for those that came meanwhile. A call
 * that takes longer ends before the next one begins. `now` calls at once if the interval allows it.
 * @param {() => unknown} call
 * @param {number} milliseconds
 * @param {Clock} [clock]
 * @returns {(() => void) & {now: () => void, cancel: () => void}}
 */
export function throttled(call, milliseconds, clock = CLOCK) {
  /** @type {any} */
  let timer;
  let last = -Infinity;
  let isRunning = false;
  let isAsked = false;
  const begin = () => {
    timer = undefined;
    last = clock.now();
    const result = call();
    if (!(result instanceof Promise)) return;
    isRunning = true;
    void result.finally(() => {
      isRunning = false;
      if (isAsked) request();
    });
  };
  const within = (/** @type {number} */ least) => {
    isAsked = isRunning;
    if (isRunning || timer !== undefined) return;
    const wait = Math.max(least, last + milliseconds - clock.now());
    if (wait > 0) timer = clock.setTimeout(begin, wait);
    else begin();
  };
  const request = () => within(Math.min(100, milliseconds));
  request.now = () => within(0);
  request.cancel = () => {
    clock.clearTimeout(timer);
    timer = undefined;
    isAsked = false;
  };
  return request;
}
