// @ts-check
/**
 * Returns a function that runs tasks, a few at a time; the others wait for their turn.
 * @param {number} most how many run at once
 * @returns {<T>(task: () => Promise<T>) => Promise<T>}
 */
export function limited(most) {
  let running = 0;
  /** @type {(() => void)[]} */
  const waiting = [];
  return async (task) => {
    // Whoever ends gives the place on, so that nobody takes it in between.
    if (running < most) running++;
    else await new Promise((/** @type {(value?: any) => void} */ resolve) => { waiting.push(resolve); });
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
