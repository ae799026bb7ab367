// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, isInternal, match, parse } from '../../main/resources/console/js/lib/routes.js';

test('matches paths with parameters', () => {
  assert.deepEqual(match('/requests/:id', '/requests/5f2c'), { id: '5f2c' });
  assert.deepEqual(match('/requests/:id', '/requests/a%20b%2Fc'), { id: 'a b/c' });
  assert.deepEqual(match('/', '/'), {});
  assert.deepEqual(match('/services', '/services/'), {});
});

test('matches nothing else', () => {
  assert.equal(match('/requests/:id', '/requests'), null);
  assert.equal(match('/requests/:id', '/requests/1/2'), null);
  assert.equal(match('/requests', '/services'), null);
  assert.equal(match('/requests/:id', '/requests/%E0%A4%A'), null);
});

test('takes a location apart and puts it together', () => {
  assert.deepEqual(parse('/requests?status=Not+Started&org=2#top'), { path: '/requests', query: { status: 'Not Started', org: '2' } });
  assert.deepEqual(parse('?a=1'), { path: '/', query: { a: '1' } });
  assert.equal(format('/requests', { status: 'Running,Pending', page: null, org: 2, q: '' }), '/requests?status=Running%2CPending&org=2');
  assert.equal(format('/requests'), '/requests');
});

test('goes nowhere but to pages of its own', () => {
  for (const inside of ['/', '/requests?org=1', '/services/%2F']) assert.equal(isInternal(inside), true, inside);
  for (const outside of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', null, '/a\nb', '/a\\b']) assert.equal(isInternal(outside), false, String(outside));
});
