// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOldest } from '../../main/resources/console/js/lib/oldest.js';

const LIMITS = { most: 500, pageSize: 100 };

/**
 * A list as the API has it, newest first, in which the number of a request is its age. `meanwhile` happens after each call.
 * @param {number} count
 * @param {(list: {ids: number[]}, call: number) => void} [meanwhile]
 */
function fakeApi(count, meanwhile = () => {}) {
  const list = { ids: Array.from({ length: count }, (_, index) => count - index) };
  /** @type {any[]} */
  const calls = [];
  const get = async (/** @type {string} */ path, /** @type {any} */ query) => {
    assert.equal(path, '/service_request/admin');
    calls.push(query);
    const after = query.before === undefined ? list.ids : list.ids.filter((id) => id < Number(query.before));
    const from = ((query.page ?? 1) - 1) * query.page_size;
    const answer = { data: after.slice(from, from + query.page_size).map((id) => ({ id: String(id) })), metadata: { total_count: list.ids.length } };
    meanwhile(list, calls.length);
    return answer;
  };
  return { get, calls };
}

/** The numbers of these requests. @param {{requests: {id: string}[]}} found */
const numbers = ({ requests }) => requests.map(({ id }) => Number(id));
/** All numbers from one to another, downwards. @param {number} from @param {number} to */
const down = (from, to) => Array.from({ length: from - to + 1 }, (_, index) => from - index);

test('a short list takes one call', async () => {
  const { get, calls } = fakeApi(99);
  const found = await readOldest(get, 7, LIMITS);
  assert.deepEqual(numbers(found), down(99, 1));
  assert.equal(found.total, 99);
  assert.deepEqual(calls, [{ org_id: 7, status: 'Pending', page_size: 100 }]);
});

test('a list that is not too long is read as a whole', async () => {
  for (const count of [0, 100, 101, 499, 500]) {
    const { get } = fakeApi(count);
    const found = await readOldest(get, 7, LIMITS);
    assert.deepEqual(numbers(found), down(count, 1));
    assert.equal(found.total, count);
  }
});

test('of a longer list the oldest ones are read', async () => {
  for (const count of [501, 600, 1234]) {
    const { get, calls } = fakeApi(count);
    const found = await readOldest(get, 7, LIMITS);
    assert.deepEqual(numbers(found), down(500, 1));
    assert.equal(found.total, count);
    assert.ok(calls.length <= 8, `${calls.length} calls`);
  }
});

test('what comes meanwhile makes no request missed or doubled', async () => {
  let next = 1234;
  const { get } = fakeApi(1234, (list) => {
    for (let i = 0; i < 7; i++) list.ids.unshift(++next);
  });
  assert.deepEqual(numbers(await readOldest(get, 7, LIMITS)), down(500, 1));
});

test('what is decided meanwhile makes no other request missed or doubled', async () => {
  const { get } = fakeApi(1234, (list, call) => {
    list.ids = list.ids.filter((id) => id !== call && id !== 1000 + call && id !== 500 - call);
  });
  const found = numbers(await readOldest(get, 7, LIMITS));
  assert.equal(new Set(found).size, found.length);
  for (const id of down(480, 20)) assert.ok(found.includes(id), String(id));
});

test('a list that grows for ever ends the reading', async () => {
  const { get, calls } = fakeApi(700, (list) => {
    list.ids.push(...Array.from({ length: 100 }, (_, index) => (list.ids.at(-1) ?? 0) - 1 - index));
  });
  assert.equal((await readOldest(get, 7, LIMITS)).requests.length, 500);
  assert.ok(calls.length <= 8, `${calls.length} calls`);
});
