/**
 * The root key: 32 bytes that wrap the data keys of all tenants and never leave the process. From the environment, from a
 * file, or, with the embedded database, made once and kept in the data directory. Everything else that needs a secret of the
 * installation derives it here. Called by the composition root and the CLI.
 */
import { createHash, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { chownSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../contract/errors.ts';

/** One root key, ready for use. */
export interface RootKey {
  /** First 8 bytes of its sha256, in hex: tells keys apart, says nothing about them. */
  readonly id: string;
  /** Wraps data keys. Derived, so that the root key itself is never used with a cipher. */
  readonly wrapping: KeyObject;
  readonly secret: Buffer;
}

export interface RootKeys {
  /** Wraps new data keys. */
  readonly current: RootKey;
  /** While the root key is being changed: still opens what it wrapped. */
  readonly previous: RootKey | undefined;
}

export interface RootKeyOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dataDir: string;
  /** With the embedded database a key is made on first use; otherwise one must be given. */
  readonly embedded: boolean;
}

const keyBytes = 32;
const keyFile = 'root.key';
const howTo =
  'Make one with `openssl rand -hex 32`, and keep it as safe as the database: without it nothing sealed can be read.';

/**
 * PLUGBOARD_ROOT_KEY or PLUGBOARD_ROOT_KEY_FILE: 32 bytes as hex or base64. PLUGBOARD_ROOT_KEY_PREVIOUS (or _FILE): the key
 * before, while `plugboard keys rotate --root` is under way. Throws invalid_request when one is missing or malformed.
 */
export function loadRootKey({ env, dataDir, embedded }: RootKeyOptions): RootKeys {
  const given = fromEnvironment(env, 'PLUGBOARD_ROOT_KEY');
  const previous = fromEnvironment(env, 'PLUGBOARD_ROOT_KEY_PREVIOUS');
  if (given !== undefined) return { current: given, previous };
  if (!embedded) throw fail('invalid_request', `PLUGBOARD_ROOT_KEY (or PLUGBOARD_ROOT_KEY_FILE) is not set. ${howTo}`);
  return { current: fromDataDirectory(dataDir), previous };
}

/** A root key from its 32 bytes. */
export function rootKey(secret: Buffer): RootKey {
  if (secret.length !== keyBytes) throw new Error(`a root key has ${keyBytes} bytes`);
  return {
    id: createHash('sha256').update(secret).digest('hex').slice(0, 16),
    wrapping: createSecretKey(derive(secret, 'data key wrapping')),
    secret,
  };
}

/** Password of the application's database role: follows from the root key, so that nobody has to keep another secret. */
export function appPassword(keys: RootKeys): string {
  // While the root key is being changed the role still has the password it was given; the next `migrate` with the new key alone changes it.
  return passwordFrom(keys.previous ?? keys.current);
}

/** The password it gets when the change is over; undefined when there is none under way. */
export function nextAppPassword({ current, previous }: RootKeys): string | undefined {
  return previous === undefined ? undefined : passwordFrom(current);
}

function passwordFrom({ secret }: RootKey): string {
  return derive(secret, 'application role password').toString('base64url');
}

/** The same for all processes of an installation, told to everybody who asks: nothing can be learned from it. */
export function installationId({ secret }: RootKey): string {
  return derive(secret, 'installation id').toString('hex').slice(0, 16);
}

function derive(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `plugboard ${purpose}`, keyBytes));
}

function fromEnvironment(env: RootKeyOptions['env'], name: string): RootKey | undefined {
  const text = env[name];
  const file = env[`${name}_FILE`];
  if (text) {
    if (file) throw fail('invalid_request', `Both ${name} and ${name}_FILE are set; set one of them.`);
    return parse(text, name);
  }
  if (!file) return undefined;
  return parse(read(file, `${name}_FILE`), `The file of ${name}_FILE`);
}

function read(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fail('invalid_request', `${name} names ${file}, which cannot be read.`, { cause: error });
  }
}

function parse(text: string, source: string): RootKey {
  const trimmed = text.trim();
  // Base64 would also "decode" 64 hex digits, to 48 bytes: hex is looked for first.
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return rootKey(Buffer.from(trimmed, 'hex'));
  if (/^[\w+/-]{43}=?$/.test(trimmed)) return rootKey(Buffer.from(trimmed, 'base64'));
  throw fail('invalid_request', `${source} is not a root key: 32 bytes as 64 hex digits or as base64. ${howTo}`);
}

/** Reads the directory's key, or makes it. Two processes that start together end with the same key. */
function fromDataDirectory(dataDir: string): RootKey {
  const path = join(dataDir, keyFile);
  const found = readIfThere(path);
  if (found !== undefined) return parse(found, path);
  const draft = join(dataDir, `${keyFile}.${process.pid}.${randomBytes(4).toString('hex')}`);
  writeFileSync(draft, `${randomBytes(keyBytes).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // What root makes in somebody's checkout must stay usable for that somebody.
    if (process.getuid?.() === 0) {
      const owner = statSync(dataDir);
      chownSync(draft, owner.uid, owner.gid);
    }
    // A link appears whole or not at all, and never replaces a key that is there.
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return parse(readFileSync(path, 'utf8'), path);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw fail('invalid_request', `The root key ${path} cannot be read.`, { cause: error });
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
