// Run with: node --test flowforge-server/src/test/console/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayHoldSecret } from '../../main/resources/console/js/lib/literal-secrets.js';

/** A pipeline with one step of these parameters. */
function withParameters(parameters) {
  return JSON.stringify({ pipeline_name: 'A', steps: [{ step_name: 'one', step_type: 'API', parameters }] }, null, 2);
}

test('values of headers are secret, but not those of public ones', () => {
  assert.equal(mayHoldSecret(withParameters({ headers: { Authorization: 'Bearer abcdefgh' } })), true);
  assert.equal(mayHoldSecret(withParameters({ headers: { 'X-Team': 'blue' } })), true);
  assert.equal(mayHoldSecret(withParameters({ headers: { Accept: 'text/plain', 'Content-Type': 'application/json', 'User-Agent': 'me', 'If-Match': '"1"' } })), false);
});

test('placeholders are no secrets', () => {
  assert.equal(mayHoldSecret(withParameters({ headers: { Authorization: 'Bearer ${secret.GITHUB_TOKEN}', 'X-Key': '${secret.KEY}' }, data: { password: '${password}' } })), false);
  assert.equal(mayHoldSecret(withParameters({ headers: { Authorization: 'Bearer ${secret.GITHUB_TOKEN}x' } })), true);
});

test('values under secret names are secret, at any depth', () => {
  for (const name of ['password', 'clientSecret', 'api_key', 'API-KEY', 'accessKey', 'X-Auth-Token', 'session_id', 'credentials']) {
    assert.equal(mayHoldSecret(withParameters({ data: { [name]: 'abcdefgh' } })), true, name);
    assert.equal(mayHoldSecret(withParameters({ data: { list: [{ [name]: { value: 'abcdefgh' } }] } })), true, name);
    assert.equal(mayHoldSecret(withParameters({ data: { [name]: ['abcdefgh'] } })), true, name);
  }
  assert.equal(mayHoldSecret(withParameters({ data: { password: 12345678 } })), true);
  assert.equal(mayHoldSecret(withParameters({ data: { password: null, secret: true, token: '' } })), false);
});

test('secrets within texts and URLs are found', () => {
  assert.equal(mayHoldSecret(withParameters({ url: 'https://me:abcdefgh@example.com/' })), true);
  assert.equal(mayHoldSecret(withParameters({ url: 'https://example.com/?access_token=abcdefgh' })), true);
  assert.equal(mayHoldSecret(withParameters({ data: 'user=me&password=abcdefgh' })), true);
  assert.equal(mayHoldSecret(withParameters({ data: '{"password": "abcdefgh"}' })), true);
  assert.equal(mayHoldSecret(withParameters({ url: 'https://example.com:8080/a?b=c' })), false);
  assert.equal(mayHoldSecret(withParameters({ url: 'https://example.com/?access_token=${token}' })), false);
});

test('words outside of parameters are none', () => {
  const pipeline = { pipeline_name: 'Reset a password', pipeline_description: 'Token: it is sent by mail.', first_step_name: 'one',
    steps: [{ step_name: 'one', step_type: 'API', parameters: { url: 'https://example.com' }, outputs: { token: { from: '/token', secret: true } }, when: "form.password == 'x'" }],
    form: { fields: [{ name: 'password', title: 'Password', type: 'input', description: 'password: at least 8' }] } };
  assert.equal(mayHoldSecret(JSON.stringify(pipeline)), false);
});

test('a text that is being written counts as parameters', () => {
  const text = withParameters({ headers: { Authorization: 'Bearer abcdefgh' } });
  for (const broken of [text.slice(0, text.indexOf('efgh')), text.replace('}', ''), text.replace('"headers"', '} "headers"'), '{"headers": {"Authorization": "abcdefgh', '"password": "abcdefgh"']) {
    assert.equal(mayHoldSecret(broken), true, broken);
  }
  assert.equal(mayHoldSecret('{"pipeline_name": "A", "steps": ['), false);
});
