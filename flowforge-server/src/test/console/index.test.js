// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const HTML = readFileSync(new URL('../../main/resources/console/index.html', import.meta.url), 'utf8');

test('the page has no script or style of its own, and nothing from other hosts', () => {
  assert.doesNotMatch(HTML, /<script(?![^>]* src="\/console\/)/);
  assert.doesNotMatch(HTML, /<style|\sstyle=|\son\w+=|https?:/);
});
