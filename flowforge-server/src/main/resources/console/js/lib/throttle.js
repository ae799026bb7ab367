// @ts-check
/**
 * Returns a function that calls at most once in an interval: soon after the first request, and once more at the end for those that came meanwhile.
 * @param {() => unknown} call
 * @param {number} milliseconds
 * @param {{setTimeout: Function, clearTimeout: Function, now: () => number}} [clock]
 * @returns {(() => void) & {cancel: () => void}}
 */
export function throttled(call, milliseconds, clock = { setTimeout: globalThis.setTimeout.bind(globalThis), clearTimeout: globalThis.clearTimeout.bind(globalThis), now: Date.now }) {
  /** @type {any} */
  let timer;
  let last = -Infinity;
  const request = () => {
    if (timer !== undefined) return;
    timer = clock.setTimeout(() => {
      timer = undefined;
      last = clock.now();
      call();
    }, Math.max(Math.min(100, milliseconds), last + milliseconds - clock.now()));
  };
  request.cancel = () => {
    clock.clearTimeout(timer);
    timer = undefined;
  };
  return request;
}
