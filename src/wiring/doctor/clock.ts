/**
 * Our clock against another one. Tokens, sign-ins and signatures of webhooks are judged by it, and a wrong one makes them fail in ways
 * that look like the vendor's fault. Called by index.ts and database.ts.
 */
import type { Finding } from '../../cli/installation.ts';
import { codeOf, failed, ok, refused, warning } from './finding.ts';

const check = 'clock';
const noticeableMs = 2_000;
const harmfulMs = 30_000;

/** One look at another clock: what it said (`theirs`), and our own time before and after asking. Milliseconds. */
export interface Reading {
  readonly theirs: number;
  readonly before: number;
  readonly after: number;
  /** How coarsely the other tells the time. */
  readonly grainMs: number;
}

/** `whose`: "the database's clock". */
export function compareClocks(whose: string, { theirs, before, after, grainMs }: Reading): Finding {
  // The true moment lies between asking and answer: only what is outside counts.
  const ahead = Math.max(0, before - (theirs + grainMs));
  const behind = Math.max(0, theirs - after);
  const offMs = Math.max(ahead, behind);
  if (offMs < noticeableMs) return ok(check, `Agrees with ${whose}.`);
  const found = `Our clock is ${(offMs / 1000).toFixed(1)} s ${ahead > behind ? 'ahead of' : 'behind'} ${whose}.`;
  const mend = 'Let both machines keep their time by NTP (`timedatectl set-ntp true`).';
  return offMs < harmfulMs ? warning(check, found, mend) : failed(check, found, mend);
}

/** Asks an address for its Date header. */
export async function checkClockOf(url: string, now: () => number): Promise<Finding> {
  const { host } = new URL(url);
  try {
    const before = now();
    const answer = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(5_000) });
    const after = now();
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    if (Number.isNaN(theirs)) return warning(check, `${host} does not tell the time.`, 'Ask another address.');
    return compareClocks(`the clock of ${host}`, { theirs, before, after, grainMs: 1_000 });
  } catch (error) {
    if (error instanceof Error)
      return warning(check, `${host} could not be asked for the time (${codeOf(error)}).`, 'Ask another address.');
    return refused(check, error);
  }
}
