/**
 * F25: what can a receiver do to us? One says that it is gone for good, others lead elsewhere, pour out a gigabyte, never end, drip, say
 * nothing, speak another protocol, show a certificate nobody vouches for, or say yes a second too late. Passes when the first is disabled,
 * no redirect is followed, no answer is read beyond 16 KB and 15 s, whatever is no timely yes counts as a failure and is tried again, and a
 * good receiver beside them waits for none of them.
 */
import { startCanary } from '../../src/engine/http/test-support.ts';
import { openArena, type Arena } from './arena.ts';
import type { FaultOptions, FaultResult } from './fault.ts';
import { harms, startBadTls, startHostile, type HostileReceiver } from './hostile-receivers.ts';
import { startReceivers } from './receivers.ts';
import { until } from './until.ts';
import { addEndpoint, causing, type GivenEndpoint } from './webhooks-out.ts';

const keptBytes = 16_384;
const totalMs = 15_000;
/** For a machine that is busy with other faults. */
const looseMs = 2_000;
/** What the system's own buffers hold of what nobody reads. */
const bufferedBytes = 16 * 1024 * 1024;
/** It is said at once, and the rest is not read: yes is yes. */
const accepted = new Set(['body of 1 GB']);

interface AttemptRow {
  readonly endpoint_id: string;
  readonly status: number | null;
  readonly problem: string | null;
  readonly duration_ms: number;
  readonly state: string;
  readonly enabled: boolean;
}

/** `rounds`: times all of them are sent to. Takes about 20 s. */
export async function f25({ rounds, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  await using canary = await startCanary();
  const hostile = await Promise.all([
    ...Object.entries(harms(`http://127.0.0.1:${canary.port}`)).map(([name, harm]) => startHostile(name, harm)),
    startBadTls(),
  ]);
  const good = await startReceivers();
  const hostOf = (no: number): string => `harm-${no}.hostile.example`;
  const hosts = [good.hostMap(['good.example']), ...hostile.map(({ origin }, no) => `${hostOf(no)}=${origin}`)].join(
    ',',
  );
  const arena = await openArena({ ownerUrl, appUrl, hosts });
  try {
    const { composition, tenant } = arena;
    const worker = await arena.startWorker('worker');
    await addEndpoint(composition, tenant.slug, { url: 'https://good.example/' });
    const given = new Map<HostileReceiver, GivenEndpoint>();
    for (const [no, receiver] of hostile.entries())
      given.set(receiver, await addEndpoint(composition, tenant.slug, { url: `https://${hostOf(no)}/` }));

    const flaws: string[] = [];
    let tried = 0;
    for (let round = 0; round < rounds; round += 1) {
      const committed = Date.now();
      await arena.query(causing, [tenant.id, [`round ${round}`]]);
      const came = await until('the good one hearing of it', 15_000, () => good.arrivals[round]);
      if (came.atMs - committed > looseMs) flaws.push(`the good one waited ${came.atMs - committed} ms`);
      for (const [receiver, endpoint] of given) {
        if (isGone(receiver)) await disabled(arena, endpoint).catch(() => undefined);
        const [attempt] = await attemptsOf(arena, endpoint, isGone(receiver) ? 1 : round + 1);
        tried += 1;
        if (attempt !== undefined) flaws.push(...judge(receiver, attempt).map((flaw) => `${receiver.name}: ${flaw}`));
      }
    }
    const poured = Math.max(...hostile.flatMap(({ visits }) => visits.map(({ bytes }) => bytes)));
    const longest = Math.max(...hostile.flatMap(({ visits }) => visits.map(({ ms }) => ms)));
    if (poured > bufferedBytes) flaws.push(`${poured} bytes of an answer were taken`);
    if (longest > totalMs + looseMs) flaws.push(`somebody was listened to for ${longest} ms`);
    if (canary.reached() > 0) flaws.push(`${canary.reached()} connections reached the canary`);
    flaws.push(...(await keptAnswers(arena)));
    return {
      id: 'F25',
      rounds,
      lost: flaws.length,
      doubled: 0,
      passed: flaws.length === 0,
      detail:
        `${hostile.length} bad receivers, ${tried} attempts: nobody was listened to for more than ${(longest / 1000).toFixed(1)} s or ` +
        `${Math.round(poured / 1024)} KB (what the system buffered among it), ${canary.reached()} redirects followed, the worker held ` +
        `${worker.peakMb() ?? '?'} MB at most; ${flaws.length} things not as promised${flaws
          .slice(0, 4)
          .map((flaw) => `; ${flaw}`)
          .join('')}`,
    };
  } finally {
    await arena.close();
    await good.close();
    await Promise.all(hostile.map((receiver) => receiver.close()));
  }
}

/** The latest first, as soon as there are so many. */
function attemptsOf(arena: Arena, { id }: GivenEndpoint, count: number): Promise<readonly AttemptRow[]> {
  return until(`attempt ${count} at a bad receiver`, 2 * totalMs, async () => {
    const rows = await arena.query<AttemptRow>(
      `select d.endpoint_id, a.status, a.problem, a.duration_ms, d.state, e.enabled
         from attempt a join delivery d on (d.tenant_id, d.id) = (a.tenant_id, a.delivery_id)
         join endpoint e on (e.tenant_id, e.id) = (d.tenant_id, d.endpoint_id)
        where 'ep_' || replace(e.id::text, '-', '') = $1 order by a.at desc`,
      [id],
    );
    return rows.length >= count ? rows : undefined;
  });
}

/** Whoever says so is disabled, right after it was written down, and not sent to again. */
function isGone({ name }: Pick<HostileReceiver, 'name'>): boolean {
  return name.includes('410');
}

function disabled(arena: Arena, { id }: GivenEndpoint): Promise<true> {
  return until('the end of one that is gone', 5_000, async () => {
    const rows = await arena.query(
      `select from endpoint where 'ep_' || replace(id::text, '-', '') = $1 and not enabled`,
      [id],
    );
    return rows.length > 0 ? true : undefined;
  });
}

function judge({ name }: HostileReceiver, attempt: AttemptRow): readonly string[] {
  const flaws: string[] = [];
  if (attempt.duration_ms > totalMs + looseMs) flaws.push(`it was waited for ${attempt.duration_ms} ms`);
  if (isGone({ name })) return attempt.enabled ? [...flaws, 'it is not disabled'] : flaws;
  if (!attempt.enabled) flaws.push('it was disabled');
  if (accepted.has(name)) {
    if (attempt.problem !== null) flaws.push(`it said yes and counts as a failure: ${attempt.problem}`);
    return flaws;
  }
  if (attempt.problem === null) flaws.push(`it counts as accepted (${attempt.status})`);
  if (attempt.state !== 'queued') flaws.push(`its delivery is ${attempt.state} and not to be tried again`);
  return flaws;
}

/** What is kept of answers is sealed; its size tells enough. */
async function keptAnswers(arena: Arena): Promise<readonly string[]> {
  const [row] = await arena.query<{ most: number | null }>('select max(octet_length(sealed)) as most from attempt');
  const most = row?.most ?? 0;
  // In base64 or escaped, and with headers beside it.
  return most > 2 * keptBytes + 8_192 ? [`${most} bytes are kept of an attempt`] : [];
}
