/**
 * The root key: is there one, can only we read it, and is it the one this database was sealed with? Shows ids of keys (store/root-key.ts),
 * which tell keys apart and say nothing about them. Called by index.ts.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../cli/installation.ts';
import { loadRootKey, type RootKeys } from '../../store/root-key.ts';
import type { Environment } from '../config.ts';
import { failed, ok, refused, some, warning } from './finding.ts';

const check = 'root_key';

export interface RootKeyPlace {
  readonly environment: Environment;
  readonly dataDir: string;
  readonly embedded: boolean;
}

/** `keys` is undefined when there is none (yet). Makes none. */
export function checkRootKey(place: RootKeyPlace): {
  readonly keys: RootKeys | undefined;
  readonly findings: readonly Finding[];
} {
  const { environment, dataDir, embedded } = place;
  const own = join(dataDir, 'root.key');
  const given = ['PLUGBOARD_ROOT_KEY', 'PLUGBOARD_ROOT_KEY_FILE'].filter((name) => (environment[name] ?? '') !== '');
  if (given.length === 0 && embedded && !existsSync(own)) {
    if (!existsSync(join(dataDir, 'postgres')))
      return { keys: undefined, findings: [ok(check, `None yet: one is made in ${own} with the database.`)] };
    const mend =
      'Put the file back from a backup, or set PLUGBOARD_ROOT_KEY: without that key nothing sealed in this database can be read again.';
    return { keys: undefined, findings: [failed(check, `${own} is gone, and there is a database.`, mend)] };
  }
  try {
    const keys = loadRootKey({ env: environment, dataDir, embedded });
    const from = given[0] ?? own;
    const also = keys.previous === undefined ? '' : `, and the key before (${keys.previous.id})`;
    const open = filesOf(place, given.length === 0 ? own : undefined).flatMap(openToOthers);
    const present = ok(check, `Key ${keys.current.id} from ${from}${also}.`);
    return { keys, findings: [...(open.length === 0 ? [present] : []), ...open] };
  } catch (error) {
    return {
      keys: undefined,
      findings: [refused(check, error, 'Set PLUGBOARD_ROOT_KEY, or PLUGBOARD_ROOT_KEY_FILE to a file that holds it.')],
    };
  }
}

function filesOf({ environment }: RootKeyPlace, own: string | undefined): readonly string[] {
  const named = ['PLUGBOARD_ROOT_KEY_FILE', 'PLUGBOARD_ROOT_KEY_PREVIOUS_FILE'].map((name) => environment[name] ?? '');
  return [...(own === undefined ? [] : [own]), ...named].filter((file) => file !== '');
}

/** A group may read it, which is how containers hand secrets to a service. */
function openToOthers(file: string): readonly Finding[] {
  if (process.platform === 'win32') return [];
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o027) === 0) return [];
  const found = `${file} holds the key to all secrets, and others on this machine may read or change it (mode ${mode.toString(8)}).`;
  return [warning(check, found, `Run \`chmod 600 ${file}\`.`)];
}

/** One data key as the database has it: the root keys that open it. */
export interface Wrapped {
  readonly tenant: string;
  readonly version: number;
  readonly rootIds: readonly string[];
}

/** Holds the key against what it has to open. */
export function checkRightKey({ current, previous }: RootKeys, wrapped: readonly Wrapped[]): Finding {
  if (wrapped.length === 0) return ok(check, 'Nothing is sealed in this database yet.');
  const foreign = wrapped.filter(
    ({ rootIds }) => !rootIds.includes(current.id) && !rootIds.includes(previous?.id ?? ''),
  );
  const tenants = new Set(foreign.map(({ tenant }) => tenant)).size;
  if (tenants > 0) {
    const needed = some([...new Set(foreign.flatMap(({ rootIds }) => rootIds))].toSorted());
    const found = `Wrong key: this database is sealed with root key ${needed}, and the one given is ${current.id} (data keys of ${tenants} ${tenants === 1 ? 'owner' : 'owners'} do not open).`;
    const mend =
      'Set PLUGBOARD_ROOT_KEY (or _FILE) to the key the database was started with; while the root key is being changed, the old one as PLUGBOARD_ROOT_KEY_PREVIOUS (or _FILE).';
    return failed(check, found, mend);
  }
  const old = wrapped.filter(({ rootIds }) => !rootIds.includes(current.id)).length;
  if (old > 0) {
    const found = `${old} of ${wrapped.length} data keys still need the key before.`;
    return warning(
      check,
      found,
      'Run `plugboard keys rotate --root` before you take PLUGBOARD_ROOT_KEY_PREVIOUS away.',
    );
  }
  return ok(check, `It opens the ${wrapped.length} data keys that were looked at.`);
}
