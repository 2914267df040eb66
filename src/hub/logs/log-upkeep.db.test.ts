import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';
import type { HubContext } from '../context.ts';
import { dashed } from '../ids.ts';
import { logUpkeep } from './log-upkeep.ts';

let server: TillServer;
let owner: Client;
let acme: TillTenant;
let other: TillTenant;
let dir: string;
const now = Date.parse('2026-03-10T12:00:00Z');
const forever = new AbortController().signal;

beforeAll(async () => {
  server = await tillServer({ at: new Date(now).toISOString() });
  owner = new Client({ connectionString: server.database.ownerUrl });
  await owner.connect();
  acme = await server.tillTenant('acme');
  other = await server.tillTenant('other');
});
afterAll(async () => {
  await owner?.end();
  await server?.stop();
});
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'plugboard-archive-'));
  await server.composition.context.exchanges.flush();
  await owner.query(
    'delete from integration_log; delete from exchange_log; delete from usage_minute; delete from log_retention',
  );
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const ago = (days: number) => new Date(now - days * 86_400_000);

async function put(till: TillTenant, days: readonly number[]): Promise<void> {
  const place = [await tenantOf(till), dashed(till.integration.slice(4))];
  for (const day of days) {
    const at = ago(day);
    await owner.query(
      `insert into integration_log (tenant_id, integration_id, at, action, status, message) values ($1, $2, $3, 'sync', 'success', $4)`,
      [...place, at, `${till.slug} ${day} days ago`],
    );
    await owner.query(
      `insert into exchange_log (tenant_id, integration_id, at, id, provider, operation, method, host, path, status, duration_ms,
                                 request_bytes, response_bytes, attempt)
       values ($1, $2, $3, gen_random_uuid(), 'till', 'stream goods', 'GET', 'api.till.example', $4, 200, 1, 0, 0, 1)`,
      [...place, at, `/${till.slug}/${day}`],
    );
    await owner.query(
      `insert into usage_minute values ($1, $2, $3, gen_random_uuid(), 1, 0, 0, '{1,0,0,0,0,0,0,0,0,0,0}', 0, 0, 0)`,
      [...place, at],
    );
  }
}

async function tenantOf({ slug }: TillTenant): Promise<string> {
  return (await owner.query<{ id: string }>('select id from tenant where slug = $1', [slug])).rows[0]?.id ?? '';
}

/** As a worker with this setting. */
function upkeep(more: Partial<HubContext['logKeeping']> = {}, context: Partial<HubContext> = {}) {
  const logKeeping = { integrationLogDays: 90, exchangeLogDays: 7, archiveDir: undefined, ...more };
  return logUpkeep({ ...server.composition.context, ...context, logKeeping });
}

async function left(log: 'integration_log' | 'exchange_log'): Promise<string[]> {
  const column = log === 'exchange_log' ? 'path' : 'message';
  const { rows } = await owner.query<{ text: string }>(
    `select ${column} as text from ${log} order by at desc, ${column}`,
  );
  return rows.map(({ text }) => text);
}

const files = () =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.'))
    .toSorted();
const linesIn = (name: string): Record<string, unknown>[] =>
  zstdDecompressSync(readFileSync(join(dir, name)))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const pathsIn = (names: readonly string[]): string[] =>
  names
    .flatMap(linesIn)
    .map(({ path }) => String(path))
    .toSorted();

describe('what is over goes', () => {
  test('days of the exchange log after seven, months of the integration log after ninety days, minutes after thirty', async () => {
    await put(acme, [0, 6, 7, 8, 9, 29, 33, 80, 150]);
    const { made, deleted, dropped } = await upkeep().run(forever);
    expect(made).toBeGreaterThan(10);
    expect(deleted).toBe(0);
    expect(await left('exchange_log')).toEqual(['/acme/0', '/acme/6', '/acme/7']);
    // A month goes when all of it is over.
    expect(await left('integration_log')).toHaveLength(8);
    expect(Number((await owner.query('select count(*) as n from usage_minute')).rows[0].n)).toBe(6);
    expect(dropped).toEqual(expect.arrayContaining(['integration_log_202510', 'exchange_log_20260302']));
    expect(await upkeep().run(forever)).toMatchObject({ made: 0, deleted: 0, dropped: [] });
  });

  test('the lines of a tenant that keeps them for less go by themselves', async () => {
    await put(acme, [0, 1.9, 2.1, 6]);
    await put(other, [0, 1.9, 2.1, 6]);
    await acme.ask('PUT', '/log_retention', { exchange_log_days: 2, integration_log_days: 5 });
    await server.composition.context.exchanges.flush();
    const { deleted } = await upkeep().run(forever);
    expect(deleted).toBe(3);
    expect((await left('exchange_log')).filter((path) => path.startsWith('/acme'))).toEqual(['/acme/0', '/acme/1.9']);
    expect((await left('exchange_log')).filter((path) => path.startsWith('/other'))).toHaveLength(4);
    expect((await left('integration_log')).filter((message) => message.startsWith('acme'))).toHaveLength(3);
    // The platform keeps them for less than the tenant asked for once: its figure counts.
    await upkeep({ exchangeLogDays: 1 }).run(forever);
    expect((await left('exchange_log')).filter((path) => path.startsWith('/other'))).toEqual(['/other/0']);
  });

  test('a stop leaves the rest to the next time', async () => {
    await put(acme, [20, 21, 22]);
    const stopped = AbortSignal.abort();
    expect(await upkeep().run(stopped)).toMatchObject({ dropped: [], archived: [] });
    expect(await left('exchange_log')).toHaveLength(3);
  });
});

describe('the archive', () => {
  test('holds what was dropped, per tenant and day, as the API shows it', async () => {
    await put(acme, [8, 8.1, 9, 2]);
    await put(other, [8]);
    const [tenant, theirs] = [
      `ten_${(await tenantOf(acme)).replaceAll('-', '')}`,
      `ten_${(await tenantOf(other)).replaceAll('-', '')}`,
    ];
    const { archived } = await upkeep({ archiveDir: dir }).run(forever);
    expect(archived).toHaveLength(3);
    expect(files()).toHaveLength(3);
    const own = files().filter((name) => name.includes(tenant));
    expect(own[1]).toMatch(new RegExp(`^exchange_log/${tenant}/2026-03-02-[0-9a-f]{16}\\.ndjson\\.zst$`));
    const lines = linesIn(own[1] ?? '');
    expect(lines).toMatchObject([
      {
        tenant,
        integration: acme.integration,
        at: ago(8.1).toISOString(),
        path: '/acme/8.1',
        status: 200,
        has_bodies: false,
      },
      { tenant, integration: acme.integration, at: ago(8).toISOString(), path: '/acme/8' },
    ]);
    const content = zstdDecompressSync(readFileSync(join(dir, own[1] ?? '')));
    expect(own[1]).toContain(createHash('sha256').update(content).digest('hex').slice(0, 16));
    expect(files().filter((name) => name.includes(theirs))).toHaveLength(1);
    expect(await left('exchange_log')).toEqual(['/acme/2']);
    expect(statSync(join(dir, own[1] ?? '')).mode & 0o077).toBe(0);
  });

  test('of months, and of more lines than are read at a time', async () => {
    await put(acme, [150]);
    await owner.query(
      `insert into integration_log (tenant_id, integration_id, at, action, status, message)
       select tenant_id, integration_id, at + n * interval '1 second', 'sync', 'success', 'line ' || n
         from integration_log cross join generate_series(1, 2500) n where at = $1`,
      [ago(150)],
    );
    await upkeep({ archiveDir: dir }).run(forever);
    const [name = ''] = files().filter((file) => file.startsWith('integration_log'));
    expect(name).toMatch(/2025-10-[0-9a-f]{16}\.ndjson\.zst$/);
    expect(new Set(linesIn(name).map(({ message }) => message)).size).toBe(2501);
  });

  test('killed between the file and the drop: archived again, to the same file', async () => {
    await put(acme, [8, 9]);
    const { context } = server.composition;
    const logs = { ...context.store.logs, drop: () => Promise.reject(new Error('killed')) };
    const dying = upkeep({ archiveDir: dir }, { store: { ...context.store, logs } });
    await expect(dying.run(forever)).rejects.toThrow('killed');
    const before = files();
    expect(before).toHaveLength(1);
    expect(await left('exchange_log')).toHaveLength(2);
    await upkeep({ archiveDir: dir }).run(forever);
    expect(files()).toEqual(expect.arrayContaining(before));
    expect(files()).toHaveLength(2);
    expect(pathsIn(files())).toEqual(['/acme/8', '/acme/9']);
    expect(await left('exchange_log')).toEqual([]);
  });

  test('killed while a file is written: nothing is dropped, what is left is cleared away', async () => {
    await put(acme, [8]);
    const folder = join(dir, 'exchange_log', 'ten_x');
    mkdirSync(folder, { recursive: true });
    const [old, young] = [join(folder, 'aaaa.partial'), join(folder, 'bbbb.partial')];
    writeFileSync(old, 'half');
    writeFileSync(young, 'half');
    utimesSync(old, now / 1000 - 90_000, now / 1000 - 90_000);
    utimesSync(young, now / 1000, now / 1000);
    await upkeep({ archiveDir: dir }).run(forever);
    expect(files().filter((name) => name.endsWith('.partial'))).toEqual(['exchange_log/ten_x/bbbb.partial']);
  });

  test('lines that came late get a file beside the first', async () => {
    await put(acme, [8]);
    await upkeep({ archiveDir: dir }).run(forever);
    await put(acme, [8.1]);
    await upkeep({ archiveDir: dir }).run(forever);
    const found = files().filter((name) => name.startsWith('exchange_log'));
    expect(found).toHaveLength(2);
    expect(pathsIn(found)).toEqual(['/acme/8', '/acme/8.1']);
  });

  test('two workers at once archive and drop as one does', async () => {
    await put(acme, [8, 9, 10, 11]);
    await put(other, [8, 9, 10, 11]);
    const both = await Promise.all([
      upkeep({ archiveDir: dir }).run(forever),
      upkeep({ archiveDir: dir }).run(forever),
    ]);
    expect(both.flatMap(({ dropped }) => dropped).toSorted()).toEqual(
      [...new Set(both.flatMap(({ dropped }) => dropped))].toSorted(),
    );
    const paths = pathsIn(files().filter((name) => name.startsWith('exchange_log')));
    expect(paths).toEqual([8, 9, 10, 11].flatMap((day) => [`/acme/${day}`, `/other/${day}`]).toSorted());
    expect(await left('exchange_log')).toEqual([]);
  });

  test('that another worker has dropped meanwhile is not archived in part', async () => {
    await put(acme, [8]);
    const { context } = server.composition;
    const logs = { ...context.store.logs, partitions: once(() => context.store.logs.partitions(), []) };
    await upkeep({ archiveDir: dir }, { store: { ...context.store, logs } }).run(forever);
    expect(files()).toEqual([]);
  });

  test.skipIf(process.getuid?.() === 0)('that cannot be written keeps its lines, and says where', async () => {
    await put(acme, [8]);
    chmodSync(dir, 0o500);
    await expect(upkeep({ archiveDir: dir }).run(forever)).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(await left('exchange_log')).toHaveLength(1);
  });

  test.skipIf(!canLimitFiles())(
    'on a disk that is full keeps its lines, leaves nothing half, and goes on when there is room',
    async () => {
      await put(acme, [8]);
      // Text that does not compress: more than the limit of below.
      await owner.query(
        `insert into exchange_log select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'path', md5(n::text)))).*
         from exchange_log e cross join generate_series(1, 3000) n`,
      );
      limitFiles('16384');
      try {
        await expect(upkeep({ archiveDir: dir }).run(forever)).rejects.toMatchObject({
          code: 'storage_unavailable',
          message: expect.stringContaining(dir),
        });
      } finally {
        limitFiles('unlimited');
      }
      expect(files()).toEqual([]);
      expect(await left('exchange_log')).toHaveLength(3001);
      await upkeep({ archiveDir: dir }).run(forever);
      expect(files().flatMap(linesIn)).toHaveLength(3001);
      expect(await left('exchange_log')).toEqual([]);
    },
  );

  test('in a place that is no folder keeps its lines, and says where', async () => {
    await put(acme, [8]);
    const file = join(dir, 'file.txt');
    writeFileSync(file, '');
    await expect(upkeep({ archiveDir: file }).run(forever)).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: expect.stringContaining(file),
    });
    expect(await left('exchange_log')).toHaveLength(1);
  });
});

/** Larger files cannot be written by this process: to whoever writes one, as if the disk were full. */
function limitFiles(bytes: string): boolean {
  return spawnSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]).status === 0;
}

function canLimitFiles(): boolean {
  return limitFiles('unlimited');
}

/** What `first` answers, and `later` from the second call on. */
function once<T>(first: () => Promise<T>, later: T): () => Promise<T> {
  let asked = 0;
  return () => ((asked += 1) === 1 ? first() : Promise.resolve(later));
}
