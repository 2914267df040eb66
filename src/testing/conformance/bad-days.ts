/** Checks of a vendor's bad days: limits, outages, answers that are none. Whatever happens, nothing is lost and nothing is made up. */
import { PlugboardError } from '../../contract/index.ts';
import { failureOf, insist, type Check, type CheckMaker, type WithRig } from './check.ts';
import { streamOf, type Connection, type Read, type Rig, type Subject } from './rig.ts';

type Fault = Parameters<Rig['box']['fault']>[0];

/** Met once, then over: the run must end as if nothing had been. */
const passing: readonly (readonly [string, Fault])[] = [
  ['429 with Retry-After in seconds', { kind: 'status', status: 429, retry_after: 2, times: 1 }],
  ['429 with Retry-After as a date', { kind: 'status', status: 429, retry_after: 2, retry_after_as: 'date', times: 1 }],
  ['429 without Retry-After', { kind: 'status', status: 429, times: 1 }],
  ['500, then success', { kind: 'status', status: 500, times: 1 }],
  [
    '503 with a page of HTML, then success',
    { kind: 'status', status: 503, headers: { 'content-type': 'text/html' }, body: '<html>', times: 1 },
  ],
  ['connection reset, then success', { kind: 'reset', times: 1 }],
  ['answer cut off with the connection, then success', { kind: 'cut', times: 1 }],
  ['no answer in time, then success', { kind: 'hang', times: 1 }],
];

/** Stays: the run must fail in words, and delete nothing. */
const lasting: readonly (readonly [string, Fault])[] = [
  ['HTML instead of data', { kind: 'html' }],
  ['half an answer', { kind: 'truncate' }],
  ['an outage', { kind: 'status', status: 503 }],
];

export const badDayChecks: CheckMaker = (subject, withRig) => [
  ...passing.map(([name, fault]) => passes(subject, name, fault, withRig)),
  ...lasting.map(([name, fault]) => fails(subject, name, fault, withRig)),
];

/** The stream it is tried with: the plainest there is. */
async function plainest({ provider }: Subject, connection: Connection): Promise<string> {
  const names = Object.keys(provider.streams).filter((name) => !(name in connection.absent));
  const plain = names.find((name) => {
    const { partitions, absentOn } = streamOf(provider, name);
    return partitions === undefined && absentOn === undefined;
  });
  const name = plain ?? names[0];
  insist(name !== undefined, 'there is no stream to read');
  return name;
}

function passes(subject: Subject, name: string, fault: Fault, withRig: WithRig): Check {
  return {
    name,
    run: () =>
      withRig(async (rig) => {
        const connection = await rig.connect();
        const stream = await plainest(subject, connection);
        const whole = await connection.read(stream);
        const { id } = await rig.box.fault(fault);
        const read = await connection.read(stream, { timeoutMs: 500 });
        const met = (await rig.box.control.faults()).find((one) => one.id === id)?.met;
        insist(met === 1, `the fault was met ${met} times instead of once`);
        insist(read.keys.size === whole.keys.size, `${read.keys.size} records of ${whole.keys.size} arrived`);
        return `${stream}: ${read.keys.size} records, ${read.retries} ${read.retries === 1 ? 'retry' : 'retries'}`;
      }),
  };
}

function fails(subject: Subject, name: string, fault: Fault, withRig: WithRig): Check {
  return {
    name,
    run: () =>
      withRig(async (rig) => {
        const connection = await rig.connect();
        const stream = await plainest(subject, connection);
        const whole = await connection.read(stream);
        const before = deletedIn(whole);
        await rig.box.fault(fault);
        const error = await failureOf(
          connection.read(stream, { store: whole.store }),
          `the run ended well with ${name}`,
        );
        insist(error instanceof PlugboardError, `it fails with ${String(error)} instead of an error of the table`);
        insist(
          error.code !== 'internal' && error.code !== 'auth_revoked',
          `it fails with ${error.code}: ${error.message}`,
        );
        const deleted = deletedIn(whole) - before;
        insist(deleted === 0, `${deleted} records were deleted because of it`);
        return `${error.code}: ${error.message}`;
      }),
  };
}

function deletedIn({ store }: Read): number {
  return [...store.records.values()].filter((record) => record.deleted).length;
}
