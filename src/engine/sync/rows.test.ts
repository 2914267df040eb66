/** A stream whose list is one large body: read over a real connection, which breaks. */
import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import type { AuthMethod } from '../../contract/auth.ts';
import { PlugboardError } from '../../contract/errors.ts';
import type { PagesStream } from '../../contract/stream.ts';
import { memoryPageStore } from '../../testing/memory-page-store.ts';
import { createCredentials } from '../auth/credentials.ts';
import { createMemoryCredentialStore } from '../auth/memory-store.ts';
import { openHttp } from '../http/client.ts';
import { createEgressGuard } from '../http/egress.ts';
import { hostMap } from '../http/host-map.ts';
import { rowLimits } from '../http/rows-parse.ts';
import { createHttpRuntime, type Callee } from '../http/runtime.ts';
import { leapingClock, memoryBudgetStore, memoryExchangeLog, seededRandom, startVendor } from '../http/test-support.ts';
import { createTransport } from '../http/transport.ts';
import { runStream } from './run.ts';
import { items } from '../../testing/item-runs.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const callee: Callee = {
  key: 'acme',
  name: 'Acme',
  baseUrl: 'https://api.acme.example',
  hosts: ['api.acme.example'],
  limits: [],
};
const method: AuthMethod = {
  kind: 'api_key',
  key: 'api_key',
  label: 'Key',
  summary: '',
  place: { in: 'header', name: 'x-key' },
  fields: { api_key: { label: 'Key', help: '', secret: true } },
};

/** The example of docs/guide/writing-a-provider.md: the place in an export that can begin anywhere. */
const events: PagesStream = {
  ...items,
  raw: items.raw,
  map: (item) => items.map(items.raw.parse(item), { settings: {}, account: undefined }),
  async *pages({ http, resume }) {
    let from = typeof resume === 'number' ? resume : 0;
    for await (const rows of http.rows({ url: '/export', query: { from } }, { rows: 'ndjson' })) {
      from += rows.length;
      yield { items: rows, resume: from };
    }
  },
};

async function world(answer: (response: ServerResponse, from: number, number: number) => void) {
  const vendor = await startVendor(({ url }, response, number) =>
    answer(response, Number(new URL(url, 'http://x').searchParams.get('from')), number),
  );
  const clock = leapingClock();
  const exchanges = memoryExchangeLog();
  const guard = createEgressGuard({ resolve: async () => ['10.0.0.1'] });
  const transport = createTransport({ guard, hostMap: hostMap(new Map([['api.acme.example', vendor.origin]])) });
  const random = seededRandom();
  const runtime = createHttpRuntime({ transport, clock, random, exchanges, budgetStore: memoryBudgetStore() });
  closing.push(
    () => runtime.budgets.close(),
    () => transport.close(),
    async () => vendor[Symbol.asyncDispose](),
  );
  const store = createMemoryCredentialStore({
    method: 'api_key',
    fields: { api_key: 'secret-key' },
    tokens: undefined,
  });
  const grant = { provider: callee, settings: {}, integrationId: 'int_1' };
  const deps = { transport, clock, random, exchanges };
  const credential = createCredentials(deps).open({ id: 'int_1', method, app: undefined, grant, store });
  const integration = { id: 'int_1', settings: {}, account: undefined, budgetKeys: { account: 'a', app: 'p' } };
  const pages = memoryPageStore();
  const run = async () => {
    const last = pages.pages.at(-1);
    return runStream({
      stream: events,
      streams: {},
      mode: 'full',
      cursor: undefined,
      since: undefined,
      settings: {},
      account: undefined,
      method: 'api_key',
      http: openHttp({ provider: callee, integration, credential, operation: 'stream events' }, runtime),
      store: pages,
      clock,
      signal: new AbortController().signal,
      startedMs: clock.now(),
      checkpoint: last?.checkpoint ?? undefined,
      pagesStored: last?.no ?? 0,
      partLists: [],
      partCursor: undefined,
      hasRecords: pages.records.size > 0,
    });
  };
  return { vendor, pages, run };
}

const line = (n: number): string => `${JSON.stringify({ id: `i${n}`, name: `item ${n}`, at: 1_780_000_000_000 })}\n`;
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join('');

test('cut off in the middle, the run stops with what was whole and goes on there: nothing half, nothing twice', async () => {
  const total = rowLimits.rows * 5 + 7;
  const whole = rowLimits.rows * 2;
  let cut: (() => void) | undefined;
  const { vendor, pages, run } = await world((response, from, number) => {
    response.writeHead(200);
    if (number > 1) return void response.end(lines(from, total));
    cut = () => response.destroy();
    // Two batches, and a part of the next one.
    response.write(lines(0, whole + 10));
  });
  const { store } = pages;
  pages.store = async (page) => {
    const stored = await store(page);
    if (pages.records.size === whole) cut?.();
    return stored;
  };
  const error: unknown = await run().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PlugboardError);
  expect(error).toMatchObject({ code: 'provider_unavailable', retry: true });
  expect(pages.records.size).toBe(whole);
  expect(pages.pages.at(-1)?.checkpoint).toMatchObject({ kind: 'pages', resume: whole });
  expect(await run()).toMatchObject({ outcome: 'complete', swept: { deleted: 0 } });
  expect(pages.records.size).toBe(total);
  expect(new Set(pages.writes.values())).toEqual(new Set([1]));
  expect(vendor.seen.map(({ url }) => url)).toEqual(['/export?from=0', `/export?from=${whole}`]);
});
