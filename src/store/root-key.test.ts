import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appPassword, loadRootKey, rootKey } from './root-key.ts';

const secret = randomBytes(32);
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'root-key-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const load = (env: Record<string, string>, embedded = false) => loadRootKey({ env, dataDir, embedded });

describe('given by the environment', () => {
  test.each([
    ['hex', secret.toString('hex')],
    ['upper-case hex', secret.toString('hex').toUpperCase()],
    ['base64', secret.toString('base64')],
    ['base64url', secret.toString('base64url')],
    ['with a line end', `${secret.toString('hex')}\n`],
  ])('%s', (_form, text) => {
    expect(load({ PLUGBOARD_ROOT_KEY: text }).current.secret).toEqual(secret);
  });

  test('in a file', () => {
    const file = join(dataDir, 'key');
    writeFileSync(file, secret.toString('base64'));
    expect(load({ PLUGBOARD_ROOT_KEY_FILE: file }).current.secret).toEqual(secret);
  });

  test('with the key before', () => {
    const keys = load({ PLUGBOARD_ROOT_KEY: secret.toString('hex'), PLUGBOARD_ROOT_KEY_PREVIOUS: 'ab'.repeat(32) });
    expect(keys.current.secret).toEqual(secret);
    expect(keys.previous?.secret).toEqual(Buffer.alloc(32, 0xab));
  });

  test.each([
    ['is not set', {}],
    ['64 hex digits', { PLUGBOARD_ROOT_KEY: 'secret' }],
    ['64 hex digits', { PLUGBOARD_ROOT_KEY: secret.toString('hex').slice(2) }],
    ['64 hex digits', { PLUGBOARD_ROOT_KEY: randomBytes(48).toString('base64') }],
    ['cannot be read', { PLUGBOARD_ROOT_KEY_FILE: '/nowhere/key' }],
    ['Both', { PLUGBOARD_ROOT_KEY: secret.toString('hex'), PLUGBOARD_ROOT_KEY_FILE: '/nowhere/key' }],
  ])('refused: %s', (message, env) => {
    expect(() => load(env)).toThrow(
      expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining(message) }),
    );
  });

  test('a malformed key is not repeated in the message', () => {
    expect(() => load({ PLUGBOARD_ROOT_KEY: 'hunter2hunter2' })).toThrow(/^((?!hunter2).)*$/s);
  });
});

describe('with the embedded database', () => {
  test('made once, for this user only, and found again', () => {
    const made = load({}, true);
    expect(load({}, true).current.secret).toEqual(made.current.secret);
    expect(statSync(join(dataDir, 'root.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['root.key']);
  });

  test('the environment goes first', () => {
    load({}, true);
    expect(load({ PLUGBOARD_ROOT_KEY: secret.toString('hex') }, true).current.secret).toEqual(secret);
  });

  test('a damaged file is refused, never replaced', () => {
    writeFileSync(join(dataDir, 'root.key'), 'half a k');
    expect(() => load({}, true)).toThrow('is not a root key');
    writeFileSync(join(dataDir, 'root.key'), '');
    expect(() => load({}, true)).toThrow('is not a root key');
  });
});

test('what is derived differs by key and purpose, and does not show the key', () => {
  const one = rootKey(secret);
  const other = rootKey(randomBytes(32));
  const password = appPassword({ current: one, previous: undefined });
  expect(password).toBe(appPassword({ current: rootKey(secret), previous: undefined }));
  expect(password).not.toBe(appPassword({ current: other, previous: undefined }));
  expect(Buffer.from(password, 'base64url')).not.toEqual(secret);
  expect(one.wrapping.export()).not.toEqual(secret);
  expect(one.id).toMatch(/^[0-9a-f]{16}$/);
});

test('while the root key is being changed the database role keeps the password it has', () => {
  const before = rootKey(secret);
  const after = rootKey(randomBytes(32));
  expect(appPassword({ current: after, previous: before })).toBe(appPassword({ current: before, previous: undefined }));
});
