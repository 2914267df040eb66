// The follower as a worker runs it: told at once, by several processes, fair between tenants, going on after what breaks.
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openEars, writingTenant, type Ear, type EarOptions } from '../../testing/event-listening.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import { run } from '../../testing/server-sql.ts';
import type { Store } from '../../store/index.ts';
import { openNotices, type Notices } from '../../store/notices.ts';
import { eventFollow } from './follow.ts';

let server: TestServer;
let store: Store;
let ears: (options?: EarOptions) => Ear;
const stopping: (() => Promise<void>)[] = [];
beforeAll(async () => {
  server = await testServer();
  ({ store } = server.composition);
  ears = await openEars(server.database);
});
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop();
});
afterAll(() => server?.stop());

/** Follows until the test is over, as another process would. Polling alone where `notices` never says anything. */
function following(ear: Ear, notices: Notices = server.composition.context.notices, atOnce = 1_000) {
  const { follow } = eventFollow({ ...server.composition.context, notices }, [ear], { atOnce });
  const end = new AbortController();
  const followed = follow(end.signal);
  stopping.push(async () => {
    end.abort();
    await followed;
  });
}
const heardSoon = (ear: Ear, tenantId: string, count: number, timeout = 5_000) =>
  vi.waitFor(async () => expect(await ear.heard(store, tenantId)).toHaveLength(count), { timeout, interval: 10 });
const deaf: Notices = { listen: () => () => undefined, close: async () => undefined };

it('is told by the database, or finds out by itself', async () => {
  const ear = ears();
  following(ear);
  const one = await writingTenant(store);
  await one.write([{ key: 'a', mark: 1 }]);
  await heardSoon(ear, one.tenantId, 1);
  for (const stop of stopping.splice(0)) await stop();
  following(ear, deaf);
  await one.write([{ key: 'b', mark: 1 }]);
  await heardSoon(ear, one.tenantId, 2);
  expect(ear.noticed).toEqual([one.tenantId, one.tenantId]);
});

describe('notices', () => {
  const newNotices = () => {
    const notices = openNotices({
      url: server.database.appUrl,
      clock: server.composition.context.clock,
      log: server.composition.context.log,
    });
    stopping.push(() => notices.close());
    return notices;
  };
  const counted = (notices: Notices) => {
    let count = 0;
    const stop = notices.listen('plugboard_outbox', () => (count += 1));
    return {
      stop,
      count: () => count,
      heard: (least: number) => vi.waitFor(() => expect(count).toBeGreaterThanOrEqual(least), { timeout: 5_000 }),
    };
  };

  it('come with the commit, once, and not with what is rolled back', async () => {
    const { tell, write } = await writingTenant(store);
    const ear = counted(newNotices());
    // That the connection is there.
    await ear.heard(1);
    const before = ear.count();
    await write([{ key: 'a', mark: 1 }], async () => Promise.reject(new Error('rolled back'))).catch(() => undefined);
    await write([{ key: 'a', mark: 1 }], async (trx) => {
      await sql`select pg_sleep(0.05)`.execute(trx);
      expect(ear.count()).toBe(before);
    });
    await ear.heard(before + 1);
    ear.stop();
    await tell('run.failed');
    const other = counted(newNotices());
    await other.heard(1);
    expect(ear.count()).toBe(before + 1);
  });

  it('are heard again after the connection broke, which says itself that something may have been missed', async () => {
    const { tell } = await writingTenant(store);
    const ear = counted(newNotices());
    await ear.heard(1);
    const before = ear.count();
    await run(
      server.database.ownerUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'plugboard notices' and datname = current_database()`,
    );
    await ear.heard(before + 1);
    const again = ear.count();
    await tell('run.failed');
    await ear.heard(again + 1);
    expect(server.log.filter((line) => line.includes('notices of the database'))).toEqual([]);
  });

  it('that cannot be had are no reason to stop, nor to go on when all is over', async () => {
    const { clock, log } = server.composition.context;
    const unreachable = () => openNotices({ url: 'postgres://nobody:x@127.0.0.1:1/none', clock, log });
    const notices = unreachable();
    notices.listen('plugboard_outbox', () => undefined);
    await vi.waitFor(() => expect(server.log.join()).toContain('notices of the database cannot be heard'), 10_000);
    await expect(notices.close()).resolves.toBeUndefined();
    await expect(unreachable().close()).resolves.toBeUndefined();
  });
});

it('several at once tell everything once', async () => {
  const ear = ears();
  for (let no = 0; no < 3; no += 1) following(ear, no === 0 ? deaf : undefined, 5);
  const tenants = await Promise.all(Array.from({ length: 6 }, () => writingTenant(store)));
  await Promise.all(
    tenants.map(async ({ write, tell }) => {
      for (let mark = 1; mark <= 15; mark += 1) {
        await write([
          { key: `k${mark}`, mark },
          { key: `l${mark}`, mark },
        ]);
        if (mark % 5 === 0) await tell(`mark.${mark}`);
      }
    }),
  );
  for (const { tenantId } of tenants) await heardSoon(ear, tenantId, 33, 15_000);
  for (const { tenantId } of tenants) {
    const heard = await ear.heard(store, tenantId);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(33);
    const seqs = heard.flatMap(({ seq }) => seq ?? []);
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
  }
});

it('a tenant with very much to tell makes nobody wait for long', async () => {
  const flood = await writingTenant(store);
  for (let page = 0; page < 10; page += 1)
    await flood.write(Array.from({ length: 1_000 }, (_, no) => ({ key: `${page}-${no}`, mark: page })));
  const ear = ears();
  following(ear, undefined, 50);
  const others = await Promise.all(Array.from({ length: 5 }, () => writingTenant(store)));
  await Promise.all(others.map(({ write }) => write([{ key: 'a', mark: 1 }])));
  for (const { tenantId } of others) await heardSoon(ear, tenantId, 1, 15_000);
  const ofFlood = await ear.heard(store, flood.tenantId);
  expect(ofFlood.length).toBeLessThan(10_000);
});

it('tenants whose events cannot be made do not keep others from theirs, and come when they can', async () => {
  const broken = await Promise.all(Array.from({ length: 5 }, () => writingTenant(store)));
  const names = new Set(broken.map(({ tenantId }) => tenantId));
  let breaks = true;
  const ear = ears({
    after: async (trx) => {
      const { rows } = await sql<{ t: string }>`select current_setting('app.tenant') as t`.execute(trx);
      if (breaks && names.has(rows[0]?.t ?? '')) throw new Error('no');
    },
  });
  for (const { tell } of broken) await tell('run.failed');
  following(ear);
  await vi.waitFor(
    () => expect(server.log.filter((line) => line.includes('events of a tenant')).length).toBeGreaterThan(4),
    10_000,
  );
  const fine = await writingTenant(store);
  await fine.tell('run.finished');
  await heardSoon(ear, fine.tenantId, 1, 4_000);
  breaks = false;
  for (const { tenantId } of broken) await heardSoon(ear, tenantId, 1, 15_000);
});
