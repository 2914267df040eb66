/**
 * `npm run -s bench -- reads`: what a page of 100 costs whoever reads, over HTTP, when much is stored: records by model, the change
 * feed, both logs with and without filters. Beside it, interleaved, the same page of records read by bare SQL as the same role under
 * the same policies. And what the logs cost a sync (log-cost.ts).
 */
import pg from 'pg';
import { median, quantile, round2 } from './figures.ts';
import { fillLogs, fillRecords } from './fill.ts';
import { fullPass, measureLogCost } from './log-cost.ts';
import { openStage, system, type Connected, type Stage } from './stage.ts';

export interface ReadsBenchOptions {
  readonly records: number;
  readonly lines: number;
  /** Pages of each kind. */
  readonly pages: number;
  /** A third of the passes with and without logs. */
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

/** In pages of 100: with ten times the calls for a record, the logs cost more than with most vendors. */
const list = { provider: 'stripe', stream: 'customers' };
const templates = 10_000;
const pageSize = 100;
const goalMs = 25;

interface Timed {
  readonly ms: number[];
  rows: number;
}

export async function benchReads(options: ReadsBenchOptions): Promise<object> {
  const { records, lines, pages, rounds, tell } = options;
  const stage = await openStage(list, templates, { worker: false });
  try {
    const logCost = await measureLogCost(stage, { rounds: 3 * rounds, records: templates, tell });
    const of = await stage.newIntegration();
    await fullPass(stage, stage.composition.hub, of);
    tell(`storing ${records} records and ${lines} lines of logs`);
    await fillRecords(stage.owner, of.tenantId, records);
    await fillLogs(stage.owner, of, lines);
    await stage.owner.query('vacuum analyze');
    const key = await readerKey(stage, of);
    const bare = await barePages(stage, of, pages);
    const kinds = await measureKinds(stage, of, key, pages, tell);
    return {
      records,
      log_lines: lines,
      page_size: pageSize,
      goal_p95_ms: goalMs,
      bare_sql_page_of_records: summary(bare, bare),
      pages: Object.fromEntries(kinds.map(([name, timed]) => [name, summary(timed, bare)])),
      log_cost: logCost,
    };
  } finally {
    await stage.close();
  }
}

async function readerKey({ composition }: Stage, { tenant }: Connected): Promise<string> {
  const { key } = await composition.hub.apiKeys.create(system, tenant, { name: 'bench', scopes: ['read'] });
  return key;
}

/** What is read, each from its beginning page by page for as long as there are pages. */
function wanted({ integration }: Connected): readonly (readonly [string, string])[] {
  const of = `/api/integrations/${integration}`;
  return [
    ['records_by_model', '/api/records/contact'],
    ['records_of_integration', `${of}/records`],
    ['changes', '/api/changes'],
    ['changes_of_model', '/api/changes?models=contact'],
    ['log', `${of}/logs`],
    ['log_errors', `${of}/logs?status=error`],
    ['log_search_common', `${of}/logs?search=rate`],
    ['log_search_rare', `${of}/logs?search=zebra`],
    ['exchanges', `${of}/exchanges`],
    ['exchanges_failed', `${of}/exchanges?failed=true`],
    ['exchanges_search_rare', `${of}/exchanges?search=zebra`],
  ];
}

async function measureKinds(
  stage: Stage,
  of: Connected,
  key: string,
  pages: number,
  tell: (line: string) => void,
): Promise<readonly (readonly [string, Timed])[]> {
  const done: (readonly [string, Timed])[] = [];
  for (const [name, path] of wanted(of)) {
    // Once through unmeasured: the first requests compile code and plan queries.
    await walk(stage, key, path, 10);
    const timed = await walk(stage, key, path, pages);
    done.push([name, timed]);
    tell(`${name}: p50 ${round2(median(timed.ms))} ms, p95 ${round2(quantile(timed.ms, 0.95))} ms`);
  }
  return done;
}

async function walk(stage: Stage, key: string, path: string, pages: number): Promise<Timed> {
  const timed: Timed = { ms: [], rows: 0 };
  const start = `${stage.url}${path}${path.includes('?') ? '&' : '?'}limit=${pageSize}`;
  let cursor: string | undefined;
  while (timed.ms.length < pages) {
    const url = cursor === undefined ? start : `${start}&cursor=${encodeURIComponent(cursor)}`;
    const began = performance.now();
    const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
    const page = read(await answer.json());
    const took = performance.now() - began;
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
    timed.ms.push(took);
    timed.rows += page.rows;
    cursor = page.next;
  }
  return timed;
}

function read(body: unknown): { readonly rows: number; readonly next: string | undefined } {
  if (typeof body !== 'object' || body === null) throw new Error('expected a page');
  const rows = 'data' in body && Array.isArray(body.data) ? body.data.length : 0;
  const next = 'next_cursor' in body && typeof body.next_cursor === 'string' ? body.next_cursor : undefined;
  return { rows, next };
}

async function barePages(stage: Stage, { tenantId }: Connected, pages: number): Promise<Timed> {
  const client = new pg.Client({ connectionString: stage.appUrl });
  await client.connect();
  const timed: Timed = { ms: [], rows: 0 };
  try {
    const { rows } = await stage.owner.query<{ no: number }>(
      'select stream_no as no from record where tenant_id = $1 limit 1',
      [tenantId],
    );
    let after = '';
    for (let page = -10; page < pages; page += 1) {
      const began = performance.now();
      await client.query('begin');
      await client.query(`select set_config('app.tenant', $1, true)`, [tenantId]);
      const found = await client.query<{ key: string }>(
        `select key, seq, created_seq, created_at, updated_at, data from record
          where tenant_id = $1 and stream_no = $2 and key > $3 order by key limit ${pageSize}`,
        [tenantId, rows[0]?.no, after],
      );
      await client.query('commit');
      JSON.stringify(found.rows);
      after = found.rows.at(-1)?.key ?? '';
      if (page < 0) continue;
      timed.ms.push(performance.now() - began);
      timed.rows += found.rows.length;
    }
    return timed;
  } finally {
    await client.end();
  }
}

function summary({ ms, rows }: Timed, bare: Timed): object {
  const total = ms.reduce((sum, one) => sum + one, 0);
  return {
    pages: ms.length,
    rows,
    p50_ms: round2(median(ms)),
    p95_ms: round2(quantile(ms, 0.95)),
    p95_of_goal: round2(quantile(ms, 0.95) / goalMs),
    p50_of_bare_sql: round2(median(ms) / median(bare.ms)),
    rows_per_s: Math.round(rows / (total / 1000)),
  };
}
