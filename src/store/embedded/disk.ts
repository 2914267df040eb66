/**
 * Did it fail because the disk is full? What PostgreSQL said may tell; but often it cannot even write that into its log, and
 * often it has cleared up behind itself before we look.
 */
import { statfsSync } from 'node:fs';

/** One write-ahead segment is 16 MB; with less than that free PostgreSQL cannot go on. */
const needed = 16 * 1024 * 1024;

export function diskIsFull(path: string, said: string): boolean {
  if (/No space left on device|ENOSPC|Disk quota exceeded/.test(said)) return true;
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize < needed;
}
