/**
 * The data directory: where it is, and making it once. A new cluster is made beside its place and renamed into it as the
 * last step, so whatever stands at `<dataDir>/postgres` is whole; a half-made one is thrown away and made again, a whole
 * one is never removed. It does not start the server. Called by index.ts under the start lock.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fail } from '../../contract/errors.ts';
import type { Account } from './account.ts';
import { accountFor, canLiveIn, runAs } from './account.ts';
import type { Binaries } from './binaries.ts';
import { privateRoot } from './binaries.ts';
import { diskIsFull } from './disk.ts';

/** The database superuser of an embedded cluster. */
export const superuser = 'plugboard';

/** Inside the data directory, written as the last file of a new one: completion mark and password in one. */
const passwordFile = 'plugboard.password';

export interface Cluster {
  /** The real data directory, symlinks resolved: what PostgreSQL itself calls `data_directory`. */
  readonly path: string;
  readonly password: string;
  /** As whom the server has to run. */
  readonly account: Account | undefined;
}

/** Opens the cluster of `dataDir`, making it first when there is none. `programs` are looked up for the account they run as. */
export function openCluster(
  dataDir: string,
  programs: (account: Account | undefined) => Binaries,
  options: { readonly durable: boolean; readonly log: (line: string) => void },
): Cluster {
  const place = join(dataDir, 'postgres');
  if (existsSync(place) && isHalfMade(place)) rmSync(place, { recursive: true, force: true });
  if (!existsSync(place)) {
    // Most likely a volume that is not mounted: starting afresh would look like losing everything.
    if (lstatSync(place, { throwIfNoEntry: false })) {
      throw fail(
        'storage_unavailable',
        `${place} is a link to a directory that is gone: put it back, or remove the link to start afresh.`,
      );
    }
    makeCluster(place, programs, options);
  }
  const path = realpathSync(place);
  const account = accountFor(path);
  if (account && !runAs(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', path]).ok) {
    throw fail(
      'storage_unavailable',
      `PostgreSQL has to run as user id ${account.uid} and that user cannot get into ${path}: open the directories above it (chmod a+x), or move the data.`,
    );
  }
  return { path, account, password: readFileSync(join(path, passwordFile), 'utf8') };
}

/** Without the mark it is none of ours, or half-made. A server that ever started on it leaves `postmaster.opts`: then hands off. */
function isHalfMade(place: string): boolean {
  if (existsSync(join(place, passwordFile))) return false;
  if (!existsSync(join(place, 'postmaster.opts'))) return true;
  throw fail(
    'storage_unavailable',
    `${place} holds a PostgreSQL cluster that Plugboard did not make (${passwordFile} is missing). Move it away, or use it through DATABASE_URL.`,
  );
}

function makeCluster(
  place: string,
  programs: (account: Account | undefined) => Binaries,
  { durable, log }: { readonly durable: boolean; readonly log: (line: string) => void },
): void {
  const account = accountFor(dirname(place));
  const inPlace = account === undefined || canLiveIn(dirname(place), account);
  const elsewhere = inPlace ? '' : join(privateRoot(), createHash('sha256').update(place).digest('hex').slice(0, 12));
  const half = `${inPlace ? place : elsewhere}.new`;
  // A new name each time: whoever removes `dataDir` to start afresh must not find the old data again behind the link.
  const home = inPlace ? place : `${elsewhere}-${randomBytes(4).toString('hex')}`;
  rmSync(half, { recursive: true, force: true });
  log(`making a new PostgreSQL cluster in ${home}`);

  const password = randomBytes(24).toString('base64url');
  const secret = `${half}.password`;
  rmSync(secret, { force: true });
  writeFileSync(secret, password, { mode: 0o600, flag: 'wx', flush: true });
  mkdirSync(half, { mode: 0o700 });
  if (account) for (const path of [secret, half]) chownSync(path, account.uid, account.gid);
  try {
    const made = runAs(account, programs(account).initdb, initdbArguments(half, secret, durable));
    if (!made.ok) {
      if (diskIsFull(dirname(half), made.output))
        throw fail('storage_unavailable', `The disk that holds ${half} is full: a new database needs about 100 MB.`);
      throw fail(
        'storage_unavailable',
        `PostgreSQL could not make its data directory ${half}: ${made.output.slice(-2000)}`,
      );
    }
    renameSync(secret, join(half, passwordFile));
    renameSync(half, home);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(secret, { force: true });
  }
  if (!inPlace) symlinkSync(home, place);
}

function initdbArguments(path: string, secret: string, durable: boolean): string[] {
  return [
    `--pgdata=${path}`,
    `--username=${superuser}`,
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The built-in provider sorts by code point and never changes under an operating system upgrade, which would corrupt indexes.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync']),
  ];
}
