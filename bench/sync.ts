/**
 * `npm run -s bench -- sync`: how fast a stream is read, next to what the database could take in at best. Every pass is a real run:
 * HTTP from the sandbox's process, the server's process reads, compares, maps, seals and stores. Limit and passes are interleaved,
 * and the median of the ratios counts, because these machines are not quiet.
 */
import { cpuUs } from './processes.ts';
import { measureLimit, preparePages, prepareLimit } from './limit.ts';
import { median, round2 } from './figures.ts';
import { openStage, type Connected, type Stage } from './stage.ts';

/** In pages of 1000. */
const list = { provider: 'xero', stream: 'contacts' };

export interface SyncBenchOptions {
  readonly records: number;
  readonly rounds: number;
  /** How many records are stored already in the last part. */
  readonly stored: number;
  readonly tell: (line: string) => void;
}

interface Pass {
  readonly recordsPerS: number;
  readonly limitPerS: number;
  readonly serverCpuUs: number;
  readonly databaseCpuUs: number;
}

export async function benchSync(options: SyncBenchOptions): Promise<object> {
  const { records, rounds, stored, tell } = options;
  const stage = await openStage(list, records, { worker: true });
  try {
    await prepareLimit(stage.owner);
    tell(`warming up with ${records} records`);
    const warm = await stage.newIntegration();
    await stage.sync(warm, true);
    const pages = await preparePages(stage.owner, warm.tenantId, records);
    const bytesPerRecord = await recordBytes(stage, records);
    const limit = (): Promise<number> => measureLimit(stage.owner, stage.appUrl, warm.tenantId, pages, records);

    const first: Pass[] = [];
    const unchanged: Pass[] = [];
    const changed: Pass[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const of = await stage.newIntegration();
      first.push(await measure(stage, of, records, limit));
      unchanged.push(await measure(stage, of, records, limit));
      await stage.control.touch(list.provider, list.stream, 0.1);
      changed.push(await measure(stage, of, records, limit));
      tell(`round ${round}: first ${shown(first)}, unchanged ${shown(unchanged)}, 10 % changed ${shown(changed)}`);
    }
    const rssBefore = stage.server.peakRss();

    tell(`storing ${stored} records`);
    await stage.control.grow(list.provider, list.stream, stored);
    const fill = await stage.newIntegration();
    const filling = await stage.sync(fill, true);
    await stage.control.grow(list.provider, list.stream, records);
    const loaded: Pass[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      loaded.push(await measure(stage, await stage.newIntegration(), records, limit));
      tell(`round ${round} beside ${stored}: ${shown(loaded)}`);
    }
    const delay = await eventLoopDelay(stage);
    const ratio = median(first.map(ratioOf));
    const loadedRatio = median(loaded.map(ratioOf));
    return {
      records,
      rounds,
      page_size: 1000,
      first_pass: summary(first),
      unchanged: {
        ...summary(unchanged),
        times_first_pass: round2(
          median(unchanged.map((pass) => pass.recordsPerS)) / median(first.map((pass) => pass.recordsPerS)),
        ),
      },
      ten_percent_changed: summary(changed),
      first_pass_beside_stored: { stored, ...summary(loaded), ratio_against_empty: round2(loadedRatio / ratio) },
      filling: { records: stored, records_per_s: Math.round(filling.read / ((filling.duration_ms ?? 1) / 1000)) },
      bytes_per_record: bytesPerRecord,
      server: {
        peak_rss_mb: mb(stage.server.peakRss()),
        peak_rss_before_filling_mb: mb(rssBefore),
        event_loop_delay_p99_ms: delay,
      },
      sandbox: { peak_rss_mb: mb(stage.sandbox.peakRss()) },
    };
  } finally {
    await stage.close();
  }
}

/** One full pass and one limit, back to back. */
async function measure(stage: Stage, of: Connected, records: number, limit: () => Promise<number>): Promise<Pass> {
  const limitPerS = await limit();
  const [server, database] = [stage.server.cpuUs(), await databaseCpuUs(stage)];
  const run = await stage.sync(of, true);
  // A backend that ended meanwhile takes its count along; what is printed is then a little low, never negative.
  const databaseUs = Math.max(0, (await databaseCpuUs(stage)) - database);
  return {
    recordsPerS: run.read / ((run.duration_ms ?? 1) / 1000),
    limitPerS,
    serverCpuUs: (stage.server.cpuUs() - server) / records,
    databaseCpuUs: databaseUs / records,
  };
}

async function databaseCpuUs(stage: Stage): Promise<number> {
  const { rows } = await stage.owner.query<{ pid: number }>(
    `select pid from pg_stat_activity where application_name like 'plugboard%' and pid <> pg_backend_pid()`,
  );
  let total = 0;
  for (const { pid } of rows) total += cpuUs(pid);
  return total;
}

async function recordBytes(stage: Stage, records: number): Promise<object> {
  const { rows } = await stage.owner.query<{ name: string; bytes: string }>(
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class where relname in ('record', 'raw_page')`,
  );
  return Object.fromEntries(rows.map((row) => [row.name, Math.round(Number(row.bytes) / records)]));
}

async function eventLoopDelay(stage: Stage): Promise<number> {
  const metrics = await (await fetch(`${stage.url}/metrics`)).text();
  return round2(Number(/^plugboard_event_loop_delay_p99_seconds (\S+)$/m.exec(metrics)?.[1] ?? Number.NaN) * 1000);
}

function summary(passes: readonly Pass[]): object {
  return {
    records_per_s: Math.round(median(passes.map((pass) => pass.recordsPerS))),
    limit_records_per_s: Math.round(median(passes.map((pass) => pass.limitPerS))),
    ratio: round2(median(passes.map(ratioOf))),
    server_cpu_us_per_record: round2(median(passes.map((pass) => pass.serverCpuUs))),
    database_cpu_us_per_record: round2(median(passes.map((pass) => pass.databaseCpuUs))),
  };
}

function ratioOf(pass: Pass): number {
  return pass.recordsPerS / pass.limitPerS;
}

function shown(passes: readonly Pass[]): string {
  const last = passes.at(-1);
  return last === undefined ? '-' : `${Math.round(last.recordsPerS)}/s of ${Math.round(last.limitPerS)}/s`;
}

function mb(bytes: number): number {
  return Math.round(bytes / 1_048_576);
}
