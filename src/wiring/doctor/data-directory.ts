/** The data directory and the archive of logs: are they there, may we write, is there room? Called by index.ts. */
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from '../../cli/installation.ts';
import { failed, ok, warning } from './finding.ts';

const check = 'data_directory';
const MB = 1024 ** 2;
/** A new database takes 100 MB, and PostgreSQL keeps up to 2 GB of its log when much is written at a time. */
const least = 256 * MB;
const comfortable = 3 * 1024 * MB;

export interface Room {
  readonly freeBytes: number;
  /** Files that can still be made; undefined where the file system does not count them. */
  readonly freeFiles: number | undefined;
}

/** Room on the file system of an existing path. */
export function roomAt(path: string): Room {
  const { bavail, bsize, files, ffree } = statfsSync(path);
  return { freeBytes: bavail * bsize, freeFiles: files === 0 ? undefined : ffree };
}

/** `what`: the variable that names the directory. */
export function checkDirectory(directory: string, what: string, room: (path: string) => Room = roomAt): Finding {
  const there = nearest(directory);
  const made = there === directory ? '' : ' (not made yet)';
  if (!statSync(there).isDirectory())
    return failed(check, `${there} is a file, and ${directory} should be a directory.`, `Set ${what} to a directory.`);
  try {
    accessSync(there, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const mend = `Give the user that runs Plugboard the right to write there, or set ${what} to another directory.`;
    return failed(check, `${there} may not be written by this user.`, mend);
  }
  const { freeBytes, freeFiles } = room(there);
  const free = `${directory}${made}: ${amount(freeBytes)} free`;
  const mend = `Free some space there, or set ${what} to a directory on a larger disk.`;
  if (freeFiles !== undefined && freeFiles < 1_000)
    return failed(check, `${free}, but only ${freeFiles} more files can be made.`, mend);
  if (freeBytes < least) return failed(check, `${free}; the disk is as good as full.`, mend);
  if (freeBytes < comfortable) return warning(check, `${free}, which will not last.`, mend);
  return ok(check, `${free}.`);
}

/** Itself, or the first directory above that exists. */
function nearest(path: string): string {
  let at = path;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}

function amount(bytes: number): string {
  return bytes >= 1024 * MB ? `${(bytes / 1024 / MB).toFixed(1)} GB` : `${Math.floor(bytes / MB)} MB`;
}
