// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const CONSOLE = new URL('../../main/resources/console/', import.meta.url);
const HTML = readFileSync(new URL('index.html', CONSOLE), 'utf8');

/** The modules that a page loads before it can show anything: what the first one imports, and what those import. */
function modules() {
  /** @type {Set<string>} */
  const seen = new Set();
  const visit = (/** @type {URL} */ url) => {
    const path = `/console/${url.href.slice(CONSOLE.href.length)}`;
    if (seen.has(path)) return;
    seen.add(path);
    if (path.startsWith('/console/vendor/')) return;
    for (const [, name] of readFileSync(url, 'utf8').matchAll(/^(?:import|export)\s[^;]*?from '(\.[^']+)';/gms)) visit(new URL(name, url));
  };
  visit(new URL('js/main.js', CONSOLE));
  return [...seen].sort();
}

test('the page names all modules that it needs at first, so that the browser loads them at once', () => {
  const named = [...HTML.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map((match) => match[1]).sort();
  assert.deepEqual(named, modules(), `index.html must have these lines:\n${modules().map((path) => `    <link rel="modulepreload" href="${path}">`).join('\n')}`);
});

test('the page has no script or style of its own, and nothing from other hosts', () => {
  assert.doesNotMatch(HTML, /<script(?![^>]* src="\/console\/)/);
  assert.doesNotMatch(HTML, /<style|\sstyle=|\son\w+=|https?:/);
});
