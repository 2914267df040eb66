/**
 * As whom PostgreSQL runs. It refuses to run as root, so when we are root it gets an ordinary account, and what that
 * account can really do is found out by trying it (mode bits do not tell about ACLs, noexec mounts or user namespaces).
 * When we are not root there is nothing to decide. Used by the rest of this folder.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Undefined everywhere means: as ourselves. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody`, on every system worth naming; it owns no other files. */
const unprivileged: Account = { uid: 65534, gid: 65534 };

/** The owner of what exists (data that was made before, else the directory it goes into), unless that is root as well. */
export function accountFor(path: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = statSync(path);
  return uid === 0 ? unprivileged : { uid, gid };
}

/** A bare environment: PostgreSQL must see neither our secrets nor somebody's PGDATA, PGHOST or locale. */
export const bareEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] ?? '' } : {}),
};

/** Runs a short command as the account and says how it went. */
export function runAs(
  account: Account | undefined,
  command: string,
  args: readonly string[],
): { ok: boolean; output: string } {
  const done = spawnSync(command, args, { ...account, cwd: '/', env: bareEnvironment, encoding: 'utf8' });
  return { ok: done.status === 0, output: done.error ? done.error.message : `${done.stdout}${done.stderr}`.trim() };
}

/** Can the account own a directory in `parent` and get into it? Tried with a real one. */
export function canLiveIn(parent: string, account: Account): boolean {
  const probe = mkdtempSync(join(parent, '.probe-'));
  try {
    chownSync(probe, account.uid, account.gid);
    return runAs(account, '/bin/sh', ['-c', 'cd "$1" && : > file && rm file', 'sh', probe]).ok;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}
