import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { fail } from '../../contract/errors.ts';
import type { Clock, Exchange } from '../../engine/ports.ts';
import type { ExchangeLine, Logs, MinuteLine } from '../../store/index.ts';
import { createExchangeRecorder, type RecorderParts } from './exchange-recorder.ts';

const tenantId = '0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e2f';
const place = { tenantId, integrationId: '0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e30' };

const call: Exchange = {
  at: Date.parse('2026-03-01T10:00:00.123Z'),
  provider: 'till',
  integrationId: place.integrationId,
  operation: 'stream goods',
  method: 'GET',
  host: 'api.till.example',
  path: '/goods',
  status: 200,
  durationMs: 40,
  requestBytes: 0,
  responseBytes: 100,
  attempt: 1,
  error: undefined,
};

interface Written {
  readonly lines: readonly ExchangeLine[];
  readonly minutes: readonly MinuteLine[];
}

/** A database that can be away; and time that stands still, with sleepers woken by hand. */
function bench(more: Partial<RecorderParts> = {}) {
  let now = Date.parse('2026-03-01T10:00:30Z');
  let away: unknown;
  const written: Written[] = [];
  const sleepers = new Set<() => void>();
  const said: string[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: (_ms, signal) =>
      new Promise((resolve, reject) => {
        sleepers.add(resolve);
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  };
  const logs: Pick<Logs, 'write'> = {
    write: async (_tenant, _source, lines, minutes) => {
      if (away !== undefined) throw away;
      written.push({ lines, minutes });
    },
  };
  const note = (_facts: object, message: string) => void said.push(message);
  const recorder = createExchangeRecorder({
    // The parts of a store that a recorder touches.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    store: { logs } as RecorderParts['store'],
    clock,
    random: { next: () => 0.5, bytes: (length) => Buffer.alloc(length, 7) },
    log: { debug: note, info: note, warn: note, error: note },
    base: { write: () => {} },
    ...more,
  });
  return {
    recorder,
    written,
    said,
    lines: () => written.flatMap(({ lines }) => lines),
    minute: () => written.flatMap(({ minutes }) => minutes).at(-1),
    fail: (error: unknown) => (away = error),
    advance: (ms: number) => (now += ms),
    wake: async () => {
      const woken = [...sleepers];
      sleepers.clear();
      for (const wake of woken) wake();
      for (let i = 0; i < 10; i += 1) await turn();
    },
  };
}

const unavailable = fail('storage_unavailable', 'away');

describe('calls are left here and written later', () => {
  test('in one batch, with what the minute holds', async () => {
    const { recorder, wake, written, lines } = bench();
    const log = recorder.of({ ...place, runId: tenantId });
    log.write(call);
    log.write({ ...call, error: 'timeout', message: 'no answer', status: undefined, durationMs: 30_001 });
    recorder.countRecords(place, 100);
    expect(written).toEqual([]);
    await wake();
    expect(written).toHaveLength(1);
    expect(lines()).toMatchObject([
      { at: '2026-03-01T10:00:00.123Z', run_id: tenantId, status: 200, error: null, attempt: 1 },
      { status: null, error: 'timeout', message: 'no answer' },
    ]);
    expect(written[0]?.minutes).toEqual([
      {
        integration_id: place.integrationId,
        at: '2026-03-01T10:00:00.000Z',
        calls: 2,
        errors: 1,
        unlogged: 0,
        durations: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        request_bytes: 0,
        response_bytes: 200,
        records: 100,
      },
    ]);
  });

  test('a minute is written with all it holds so far, and let go when it is over', async () => {
    const { recorder, minute, advance, written } = bench();
    recorder.of(place).write(call);
    await recorder.flush();
    recorder.of(place).write(call);
    await recorder.flush();
    expect(minute()).toMatchObject({ at: '2026-03-01T10:00:00.000Z', calls: 2 });
    advance(60_000);
    recorder.of(place).write(call);
    await recorder.flush();
    expect(minute()).toMatchObject({ at: '2026-03-01T10:01:00.000Z', calls: 1 });
    const before = written.length;
    await recorder.flush();
    expect(written).toHaveLength(before);
  });

  test('a clock that is set back brings no minute back that was let go', async () => {
    const { recorder, minute, advance } = bench();
    recorder.of(place).write(call);
    advance(60_000);
    await recorder.flush();
    advance(-60_000);
    recorder.of(place).write(call);
    await recorder.flush();
    expect(minute()).toMatchObject({ at: '2026-03-01T10:01:00.000Z', calls: 1 });
  });

  test('what PostgreSQL would refuse is made fit: NUL bytes, half characters, addresses without end', async () => {
    const { recorder, lines } = bench();
    recorder.of(place).write({ ...call, path: `/a\0b\ud800${'x'.repeat(5_000)}`, message: '\0' });
    await recorder.flush();
    const [line] = lines();
    expect(line?.path).toMatch(/^\/ab\ufffdx+…$/);
    expect(line?.path).toHaveLength(1_000);
    expect(line?.message).toBe('');
  });
});

describe('when the database is away', () => {
  test('nothing is lost and nothing counted twice', async () => {
    const { recorder, fail: goAway, lines, minute, wake } = bench();
    goAway(unavailable);
    recorder.of(place).write({ ...call, path: '/1' });
    await wake();
    recorder.of(place).write({ ...call, path: '/2' });
    await wake();
    expect(lines()).toEqual([]);
    goAway(undefined);
    await wake();
    expect(lines().map(({ path }) => path)).toEqual(['/1', '/2']);
    expect(minute()).toMatchObject({ calls: 2, unlogged: 0 });
    expect(recorder.unlogged()).toBe(0);
  });

  test('only so many lines wait; the rest is counted, told, and still in the figures', async () => {
    const { recorder, fail: goAway, lines, minute, said, wake } = bench({ mostWaiting: 10 });
    goAway(unavailable);
    for (let i = 0; i < 10; i += 1) recorder.of(place).write({ ...call, path: `/${i}` });
    await wake();
    for (let i = 10; i < 25; i += 1) recorder.of(place).write({ ...call, path: `/${i}` });
    expect(recorder.unlogged()).toBe(15);
    goAway(undefined);
    await wake();
    expect(lines()).toHaveLength(10);
    expect(minute()).toMatchObject({ calls: 25, unlogged: 15 });
    expect(said).toContainEqual(expect.stringContaining('got no line in the exchange log'));
  });

  test('bodies that wait are bounded as well', async () => {
    const { recorder, minute } = bench();
    const big = { request: null, response: 'x'.repeat(20 * 1024 * 1024) };
    recorder.of(place).write({ ...call, bodies: big });
    recorder.of(place).write({ ...call, bodies: big });
    expect(recorder.unlogged()).toBe(1);
    expect(minute()).toBeUndefined();
  });

  test('what it refuses for good does not keep everything else waiting', async () => {
    const { recorder, fail: goAway, lines, said } = bench();
    goAway(new Error('invalid byte sequence'));
    recorder.of(place).write(call);
    await recorder.flush();
    goAway(undefined);
    recorder.of(place).write({ ...call, path: '/later' });
    await recorder.flush();
    expect(lines().map(({ path }) => path)).toEqual(['/later']);
    expect(said).toContainEqual(expect.stringContaining('could not be written'));
  });
});

describe('a stop', () => {
  test('writes what is waiting', async () => {
    const { recorder, lines } = bench();
    recorder.of(place).write(call);
    await recorder.close();
    expect(lines()).toHaveLength(1);
  });

  test('does not wait for a database that is away, and says what was not written', async () => {
    const { recorder, fail: goAway, said } = bench();
    goAway(unavailable);
    recorder.of(place).write(call);
    await recorder.close();
    expect(said).toContainEqual('calls were not written into the exchange log');
  });
});
