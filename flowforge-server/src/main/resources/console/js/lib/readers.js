// @ts-check
import { throttled } from './throttle.js';

/**
 * Keeps several things that are read under keys, such as one list of each organization. Each is read at most once in an interval, and never twice at once.
 * What was read before a change that is shown already is not taken, because it is older; it is read again.
 * @template K, V
 * @param {{read: (key: K) => Promise<V>, take: (key: K, value: V) => void, fail: (key: K, error: any) => void}} source
 * @param {number} milliseconds the interval
 * @param {import('./throttle.js').Clock} [clock]
 */
export function createReaders({ read, take, fail }, milliseconds, clock) {
  /** @type {Map<K, ReturnType<typeof throttled>>} */
  const calls = new Map();
  /** How often something was changed here. @type {Map<K, number>} */
  const changes = new Map();

  /** @param {K} key */
  const readOne = async (key) => {
    const change = changes.get(key);
    try {
      const value = await read(key);
      if (changes.get(key) === change) take(key, value);
    } catch (error) {
      fail(key, error);
    }
  };
  /** @param {K} key */
  const of = (key) => {
    let call = calls.get(key);
    if (!call) calls.set(key, call = throttled(() => readOne(key), milliseconds, clock));
    return call;
  };
  return {
    /** Reads as soon as the interval allows it. @param {K} key */
    now: (key) => of(key).now(),
    /** Reads in a moment: several calls are one reading. @param {K} key */
    soon: (key) => of(key)(),
    /** Tells of a change that is shown already, and reads again. @param {K} key */
    changed: (key) => {
      changes.set(key, (changes.get(key) ?? 0) + 1);
      of(key)();
    },
    stop: () => {
      for (const call of calls.values()) call.cancel();
    },
  };
}
