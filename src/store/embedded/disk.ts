/**
 * Is the disk full? Asked after PostgreSQL failed, because with a full disk it often cannot even write why into its log.
 */
import { statfsSync } from 'node:fs';

/** One write-ahead segment is 16 MB; with less than that free PostgreSQL cannot go on. */
const needed = 16 * 1024 * 1024;

export function diskIsFull(path: string): boolean {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize < needed;
}
