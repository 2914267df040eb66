/**
 * F9: a vendor on a bad day: too many calls (Retry-After in seconds, and as a date), server errors, broken connections, silence, half
 * answers, HTML with 200, a gzip bomb. Passes when every list is read whole, or its run stops and blames the right one, and is
 * whole once the vendor is well; when Retry-After is obeyed; when of calls in plenty at most 1 % are refused for being too
 * many; and when no worker ever held more than 512 MB.
 */
import { openArena, sandboxOf, type Arena, type ArenaIntegration, type Overrides, type RunRow } from './arena.ts';
import type { FaultOptions, FaultResult } from './fault.ts';
import type { FaultInput } from '../../src/sandbox/index.ts';

type EachWithout<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

interface BadDay {
  readonly what: string;
  readonly stream: string;
  readonly path: string;
  readonly fault: EachWithout<FaultInput, 'provider' | 'path'>;
  /** The code the run must stop with, its vendor to blame; absent: it must read everything. */
  readonly stopsWith?: string;
  readonly overrides?: Overrides;
}

const contacts = { stream: 'contacts', path: '/Contacts$' };
const invoices = { stream: 'invoices', path: '/Invoices$' };
const payments = { stream: 'payments', path: '/Payments$' };
const transactions = { stream: 'bank_transactions', path: '/BankTransactions$' };
const busy = { kind: 'status', status: 429, rate: 0.3 } as const;

/** Each day's lists are read at the same time. */
const days: readonly (readonly BadDay[])[] = [
  [
    { what: '429 with seconds', ...contacts, fault: { ...busy, retry_after: 1 } },
    { what: '500', ...invoices, fault: { kind: 'status', status: 500, rate: 0.3 } },
    { what: 'resets', ...payments, fault: { kind: 'reset', rate: 0.3 } },
    { what: 'silence', ...transactions, fault: { kind: 'hang', times: 2 }, overrides: { timeout_ms: 1_500 } },
  ],
  [
    { what: '429 with a date', ...contacts, fault: { ...busy, retry_after: 2, retry_after_as: 'date' } },
    { what: 'half answers', ...invoices, fault: { kind: 'truncate', skip: 3 }, stopsWith: 'decode_failed' },
    { what: 'HTML', ...payments, fault: { kind: 'html', skip: 3 }, stopsWith: 'decode_failed' },
    {
      what: 'a gzip bomb',
      ...transactions,
      fault: { kind: 'gzip_bomb', megabytes: 1_024, skip: 3 },
      stopsWith: 'decode_failed',
    },
  ],
  [{ what: 'cut connections', ...contacts, fault: { kind: 'cut', rate: 0.3 } }],
];
/** Stops only after several attempts with growing pauses: it goes on beside the others. */
const silentForEver: BadDay = {
  what: 'lasting silence',
  stream: 'accounts',
  path: '/Accounts$',
  fault: { kind: 'hang' },
  stopsWith: 'timeout',
  overrides: { timeout_ms: 1_000, retries: 0 },
};

const mostMb = 512;
const stripeStreams = ['customers', 'charges', 'payment_intents', 'invoices'] as const;

/** `rounds`: pages of each list. */
export async function f9({ rounds, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const records = Object.fromEntries([
    ...[contacts, invoices, payments, transactions].map(({ stream }) => [`xero.${stream}`, rounds * 1_000] as const),
    ...stripeStreams.map((stream) => [`stripe.${stream}`, rounds * 1_000] as const),
  ]);
  const providers = [await sandboxOf('xero'), await sandboxOf('stripe')];
  const arena = await openArena({ ownerUrl, appUrl, records, providers, limited: ['stripe'] });
  try {
    for (const name of ['worker-1', 'worker-2']) await arena.startWorker(name);
    const stripe = await arena.connect('stripe', 'Payments', {});
    await arena.control.forgetRequests('stripe');
    const plenty = await arena.sync(stripe, stripeStreams);
    const [outcomes, stripeRuns] = await Promise.all([badDays(arena), arena.ended(plenty, 240_000)]);
    const afterwards = await Promise.all(outcomes.map((outcome) => recovered(arena, outcome)));

    const { counts } = await arena.control.requests();
    const calls = counts['stripe']?.requests ?? 0;
    const refused = counts['stripe']?.statuses['429'] ?? 0;
    const hasty = outcomes.reduce((sum, outcome) => sum + outcome.hasty, 0);
    const peak = Math.max(...arena.workers().map((worker) => worker.peakMb() ?? 0));
    const wrong = [
      ...outcomes.filter((outcome) => !outcome.right).map(describe),
      ...stripeRuns.filter((run) => run.state !== 'succeeded').map((run) => `stripe ${run.stream}: ${run.state}`),
    ];
    const [rows] = await arena.query<{ doubled: number }>(
      `select (select count(*)::int from record_version) + (select count(*)::int from record where seq <> created_seq) as doubled`,
    );
    const doubled = rows?.doubled ?? 0;
    const lost = afterwards.reduce((sum, missing) => sum + missing, 0);
    return {
      id: 'F9',
      rounds,
      lost,
      doubled,
      passed:
        wrong.length === 0 &&
        lost === 0 &&
        doubled === 0 &&
        hasty === 0 &&
        refused <= calls / 100 &&
        peak <= mostMb &&
        arena.workers().length === 2,
      detail:
        `${outcomes.map((outcome) => `${outcome.bad.what}: ${outcome.run.error?.code ?? outcome.run.state}`).join(', ')}; ${lost} records missing once the ` +
        `vendor was well, ${hasty} calls before Retry-After was over; ${refused} of ${calls} calls refused as too many; workers held ${peak} MB at most` +
        (wrong.length === 0 ? '' : `; not as it should be: ${wrong.join('; ')}`),
    };
  } finally {
    await arena.close();
  }
}

async function badDays(arena: Arena): Promise<readonly Outcome[]> {
  const inTurn = async (): Promise<readonly Outcome[]> => {
    const outcomes: Outcome[] = [];
    for (const day of days) outcomes.push(...(await Promise.all(day.map((bad) => suffer(arena, bad)))));
    return outcomes;
  };
  const [outcomes, silent] = await Promise.all([inTurn(), suffer(arena, silentForEver)]);
  return [...outcomes, silent];
}

interface Outcome {
  readonly bad: BadDay;
  readonly integration: ArenaIntegration;
  readonly run: RunRow;
  readonly right: boolean;
  /** Calls sent before the time the vendor had asked for. */
  readonly hasty: number;
}

/** An integration of its own for each, because one that fails a lot is given a rest. */
async function suffer(arena: Arena, bad: BadDay): Promise<Outcome> {
  const integration = await arena.connect('xero', bad.what, { limits: [], ...bad.overrides });
  const { id } = await arena.control.fault({ provider: 'xero', path: bad.path, ...bad.fault });
  const [run] = await arena.ended(await arena.sync(integration, [bad.stream]), 240_000);
  await arena.control.clearFaults(id);
  if (run === undefined) throw new Error('the run is gone');
  const right =
    bad.stopsWith === undefined
      ? run.state === 'succeeded'
      : run.state === 'failed' && run.error?.code === bad.stopsWith && run.error.fault === 'provider';
  return { bad, integration, run, right, hasty: await hastyCalls(arena, bad) };
}

async function hastyCalls(arena: Arena, { path, fault }: BadDay): Promise<number> {
  if (fault.kind !== 'status' || fault.retry_after === undefined) return 0;
  // A date is good to a second only.
  const waitMs = (fault.retry_after - (fault.retry_after_as === 'date' ? 1 : 0)) * 1_000;
  const { recent } = await arena.control.requests('xero');
  const calls = recent.filter(({ url }) => new RegExp(path).test(url.split('?')[0] ?? ''));
  return calls.filter((call, no) => {
    const before = calls[no - 1];
    return before?.status === 429 && call.at - before.at < waitMs;
  }).length;
}

/** Reads the list again, now that nothing is wrong; answers how many records are missing. */
async function recovered(arena: Arena, { integration, bad }: Outcome): Promise<number> {
  const [run] = await arena.ended(await arena.sync(integration, [bad.stream], true), 120_000);
  const [row] = await arena.query<{ stored: number }>(
    'select count(*)::int as stored from record where stream_no = $1 and deleted_at is null',
    [run?.stream_no],
  );
  // What this last pass read is what there is; a pass that fails has read too little to tell.
  return run?.state === 'succeeded' ? run.read - (row?.stored ?? 0) : 1;
}

function describe({ bad, run }: Outcome): string {
  return `${bad.what}: ${run.state} ${run.error?.code ?? ''} ${run.error?.fault ?? ''}`.trimEnd();
}
