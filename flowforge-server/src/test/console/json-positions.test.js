// Run with: node --test flowforge-server/src/test/console/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lines, MAX_LENGTH, inexactNumbers, isExact, locate, parse, print } from '../../main/resources/console/js/lib/json-positions.js';

const PIPELINE = `{
  "pipeline_name": "A",
  "steps": [
    {"step_name": "one", "parameters": {"url": "https://example.com", "a/b": 1, "c~d": 2}},
    {
      "step_name": "two"
    }
  ]
}
`;

/** What stands at the pointer, and its line and column. */
function at(text, pointer) {
  const { root } = parse(text);
  const place = locate(root, pointer);
  const { line, column } = new Lines(text).position(place.start);
  return { text: text.slice(place.start, place.end), line, column, exact: place.exact };
}

/** The first mistake of a text, with its line and column. */
function mistake(text) {
  const { root, mistake: found } = parse(text);
  assert.equal(root, null, `no mistake in ${text}`);
  assert.ok(found.cure.length > 0);
  return { ...new Lines(text).position(found.offset), message: found.message };
}

test('a pointer leads to the name and the value of a member', () => {
  assert.deepEqual(at(PIPELINE, '/pipeline_name'), { text: '"pipeline_name": "A"', line: 2, column: 3, exact: true });
  assert.deepEqual(at(PIPELINE, '/steps/0/parameters/url'), { text: '"url": "https://example.com"', line: 4, column: 41, exact: true });
});

test('a pointer to an object or an array leads to where it begins', () => {
  assert.deepEqual(at(PIPELINE, ''), { text: '{', line: 1, column: 1, exact: true });
  assert.deepEqual(at(PIPELINE, '/steps'), { text: '"steps"', line: 3, column: 3, exact: true });
  assert.deepEqual(at(PIPELINE, '/steps/1'), { text: '{', line: 5, column: 5, exact: true });
});

test('names with a slash or a tilde are escaped in pointers', () => {
  assert.equal(at(PIPELINE, '/steps/0/parameters/a~1b').text, '"a/b": 1');
  assert.equal(at(PIPELINE, '/steps/0/parameters/c~0d').text, '"c~d": 2');
});

test('what is missing is found at what should hold it', () => {
  assert.deepEqual(at(PIPELINE, '/steps/1/step_type'), { text: '{', line: 5, column: 5, exact: false });
  assert.deepEqual(at(PIPELINE, '/steps/1/parameters/url'), { text: '{', line: 5, column: 5, exact: false });
  assert.deepEqual(at(PIPELINE, '/steps/7'), { text: '"steps"', line: 3, column: 3, exact: false });
  assert.deepEqual(at(PIPELINE, '/first_step_name'), { text: '{', line: 1, column: 1, exact: false });
  assert.deepEqual(at(PIPELINE, '/pipeline_name/0'), { text: '"pipeline_name": "A"', line: 2, column: 3, exact: false });
});

test('an index is a decimal number without zeros before it', () => {
  for (const token of ['01', '-1', '1e0', 'x', '']) assert.equal(at(PIPELINE, `/steps/${token}`).exact, false, token);
});

test('of a name that is there twice the last one counts, and both are reported', () => {
  const text = '{"a": 1, "b": {"a": 2}, "\\u0061": 3}';
  assert.deepEqual(at(text, '/a').text, '"\\u0061": 3');
  assert.deepEqual(parse(text).repeated.map(each => each.offset), [24]);
});

test('values are those of JSON.parse', () => {
  for (const text of ['0', '-0', '1.5e-3', '"a\\u00e9\\n\\"\\/"', '[]', '{}', ' [ 1 , [ ] , { "a" : null } ] ', 'true', '"\u2028 \ud83d\ude00"']) {
    assert.ok(parse(text).root, text);
    JSON.parse(text);
  }
});

test('exactly the texts that JSON.parse refuses are mistakes', () => {
  const wrong = ['', ' ', '{', '[', '[1', '[1,', '[1,]', '{"a"}', '{"a":}', '{"a":1,}', '{a:1}', "{'a':1}", '01', '1.', '.5', '+1', '-', '1e', 'nul', 'True', 'NaN', '"a',
    '"a\n"', '"\t"', '"\\x"', '"\\u12g4"', '[1 2]', '{"a":1 "b":2}', '1 2', '[1}', '{"a":1]', '// x\n1', '[1,/*x*/2]', '\ufeff1', '0x10', '1a', ',', '[,1]', '{,}', '\u00a01', '1_000'];
  for (const text of wrong) {
    assert.throws(() => JSON.parse(text), undefined, text);
    mistake(text);
  }
});

test('a mistake has the place where somebody has to write', () => {
  assert.deepEqual(mistake('{\n  "a": 1\n  "b": 2\n}'), { line: 2, column: 9, message: "',' is missing after this value" });
  assert.deepEqual(mistake('{\n  "a": [1, 2,\n  ]\n}'), { line: 2, column: 13, message: "no value follows this ','" });
  assert.deepEqual(mistake('{\n  "a": 1,\n}'), { line: 2, column: 9, message: "no value follows this ','" });
  assert.deepEqual(mistake('{\n  "a": [1\n}'), { line: 3, column: 1, message: "'}' closes what '[' has opened" });
  assert.deepEqual(mistake('{\n  "a": {"b": 1'), { line: 2, column: 8, message: "'{' is never closed" });
  assert.deepEqual(mistake('{"a": "b\n}'), { line: 1, column: 7, message: 'the text in quotes does not end on its line' });
  assert.deepEqual(mistake('{"a": 1 // why\n}').message, "',' is missing after this value");
  assert.deepEqual(mistake('{\n  // why\n}'), { line: 2, column: 3, message: 'JSON has no comments' });
});

test('depth and length have bounds', () => {
  assert.ok(parse('['.repeat(80) + ']'.repeat(80)).root);
  assert.match(mistake('['.repeat(81) + ']'.repeat(81)).message, /more than 80 levels/);
  assert.match(mistake('['.repeat(500_000)).message, /more than 80 levels/);
  assert.match(mistake(' '.repeat(MAX_LENGTH + 1)).message, /more than 1,048,576 characters/);
});

test('lines end with a line feed, and the text after the last one is a line, too', () => {
  const lines = new Lines('a\nbc\r\n\nd');
  assert.equal(lines.count, 4);
  assert.deepEqual([0, 1, 2, 4, 6, 7, 8].map(offset => lines.position(offset)).map(({ line, column }) => `${line}:${column}`), ['1:1', '1:2', '2:1', '2:3', '3:1', '4:1', '4:2']);
  assert.deepEqual([0, 1, 2, 4, 9].map(line => lines.start(line)), [0, 0, 2, 7, 7]);
});

test('printing puts on a line what fits there, and keeps digits and escapes', () => {
  const text = '{"a":[1,2.50],"b":{"c":"\\u00e9","d":12345678901234567890},"long":["' + 'x'.repeat(60) + '","' + 'y'.repeat(60) + '"],"e":{},"f":[]}';
  const printed = print(text, parse(text).root);
  assert.equal(printed, `{
  "a": [1, 2.50],
  "b": {"c": "\\u00e9", "d": 12345678901234567890},
  "long": [
    "${'x'.repeat(60)}",
    "${'y'.repeat(60)}"
  ],
  "e": {},
  "f": []
}
`);
  assert.equal(print(printed, parse(printed).root), printed);
  assert.deepEqual(JSON.parse(printed), JSON.parse(text));
});

test('no line of several values is longer than the width', () => {
  for (let length = 1; length < 60; length++) {
    const text = JSON.stringify({ name: 'a'.repeat(length), list: ['b'.repeat(length), { c: 'd' }], last: 1 });
    for (const line of print(text, parse(text).root, 60).split('\n')) {
      assert.ok(line.length <= 60 || !line.includes(', '), line);
    }
  }
});

test('numbers that a browser would change are found', () => {
  for (const digits of ['0', '-0', '5', '1.50', '1e3', '100', '0.1', '12345678901234567000', '1E+2', '0.000001', '1e-7', '1e21']) {
    assert.equal(isExact(digits), true, digits);
  }
  for (const digits of ['9007199254740993', '9007199254740993.0e-1', '1e-400', '0.1234567890123456789', '1e400', '12345678901234567890']) assert.equal(isExact(digits), false, digits);
  const text = '{"a": [1, 9007199254740993]}';
  assert.deepEqual(inexactNumbers(text, parse(text).root).map(each => each.offset), [10]);
});
