import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rootKey } from '../../store/root-key.ts';
import { checkRightKey, checkRootKey } from './root-key.ts';

const [secret, other] = ['aa'.repeat(32), 'bb'.repeat(32)];
const [current, previous] = [rootKey(Buffer.from(secret, 'hex')), rootKey(Buffer.from(other, 'hex'))];
let dataDir: string;
beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'plugboard-key-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const look = (environment: Record<string, string>, embedded = true) => checkRootKey({ environment, dataDir, embedded });
function keyFile(name: string, mode: number): string {
  const path = join(dataDir, name);
  writeFileSync(path, secret);
  chmodSync(path, mode);
  return path;
}

describe('the root key', () => {
  it('is not made by looking', () => {
    expect(look({})).toMatchObject({ keys: undefined, findings: [{ state: 'ok' }] });
    expect(look({}).findings[0]?.found).toContain('None yet');
  });

  it('that is gone is told as such', () => {
    mkdirSync(join(dataDir, 'postgres'));
    expect(look({})).toMatchObject({
      keys: undefined,
      findings: [{ state: 'failed', found: expect.stringContaining('is gone') }],
    });
  });

  it('is shown by its id, never by itself', () => {
    keyFile('root.key', 0o600);
    const from = (environment: Record<string, string>) => look(environment).findings;
    expect(from({})[0]).toMatchObject({ state: 'ok', found: `Key ${current.id} from ${join(dataDir, 'root.key')}.` });
    expect(from({ PLUGBOARD_ROOT_KEY: secret })[0]?.found).toBe(`Key ${current.id} from PLUGBOARD_ROOT_KEY.`);
    const both = from({ PLUGBOARD_ROOT_KEY: secret, PLUGBOARD_ROOT_KEY_PREVIOUS: other });
    expect(both[0]?.found).toContain(`and the key before (${previous.id})`);
    expect(JSON.stringify([from({}), both])).not.toMatch(/(aa|bb){4}/);
  });

  it.each([
    ['is missing where it is required', {}, 'is not set'],
    ['is no key', { PLUGBOARD_ROOT_KEY: 'hush' }, 'is not a root key'],
    ['is given twice', { PLUGBOARD_ROOT_KEY: secret, PLUGBOARD_ROOT_KEY_FILE: '/x' }, 'Both'],
    ['is in a file that is not there', { PLUGBOARD_ROOT_KEY_FILE: '/nowhere/key' }, 'cannot be read'],
  ])('that %s is told', (_what, environment, found) => {
    const { keys, findings } = look(environment, false);
    expect(keys).toBeUndefined();
    expect(findings).toMatchObject([{ state: 'failed', found: expect.stringContaining(found) }]);
    expect(findings[0]?.mend).toContain('PLUGBOARD_ROOT_KEY');
    expect(JSON.stringify(findings)).not.toMatch(/hush|aaaa/);
  });

  it.each([
    [0o600, 'ok'],
    [0o440, 'ok'],
    [0o644, 'warning'],
    [0o660, 'warning'],
  ])('in a file of mode %o is %s', (mode, state) => {
    const path = keyFile('mine', mode);
    const { keys, findings } = look({ PLUGBOARD_ROOT_KEY_FILE: path }, false);
    expect(keys?.current.id).toBe(current.id);
    expect(findings).toMatchObject([{ state }]);
    expect(findings[0]?.mend ?? null).toBe(state === 'ok' ? null : `Run \`chmod 600 ${path}\`.`);
  });
});

describe('held against the database', () => {
  const wrapped = (...rootIds: string[]) => ({ tenant: 't', version: 1, rootIds });
  const both = { current, previous };

  it('is right', () => {
    expect(checkRightKey({ current, previous: undefined }, [])).toMatchObject({ state: 'ok' });
    expect(checkRightKey({ current, previous: undefined }, [wrapped(current.id)])).toMatchObject({ state: 'ok' });
    expect(checkRightKey({ current, previous: undefined }, [wrapped(previous.id, current.id)])).toMatchObject({
      state: 'ok',
    });
  });

  it('is wrong, by the name of the one that is needed', () => {
    const wrong = checkRightKey({ current, previous: undefined }, [wrapped(current.id), wrapped(previous.id)]);
    expect(wrong).toMatchObject({
      state: 'failed',
      found: expect.stringContaining(`sealed with root key ${previous.id}`),
    });
    expect(checkRightKey(both, [wrapped('cc')])).toMatchObject({ state: 'failed' });
  });

  it('still needs the key before', () => {
    expect(checkRightKey(both, [wrapped(previous.id), wrapped(current.id)])).toMatchObject({
      state: 'warning',
      found: '1 of 2 data keys still need the key before.',
    });
  });
});
