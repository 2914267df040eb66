/** A test server with the lending shelf connected: what the tests of runs, schedules and dry runs start from. */
import type { Selectable } from 'kysely';
import pg from 'pg';
import type { Execution } from '../hub/runs/run-execution.ts';
import { readId } from '../hub/ids.ts';
import type { SyncInput } from '../hub/runs/run-views.ts';
import type { Tables, TenantTables } from '../store/tables.ts';
import type { TenantTransaction } from '../store/index.ts';
import { testServer, type TestServer, type TestServerOptions } from './server.ts';
import { lendingRegistry, lendingSandbox } from './shelf-loans.ts';
import { shelfKey } from './shelf-vendor.ts';

/** Stored rows, past the hub. */
type Row<Table extends keyof TenantTables> = Selectable<Tables[Table]>;

export interface Library {
  readonly slug: string;
  readonly tenantId: string;
  /** As shown, and as stored. */
  readonly integration: string;
  readonly integrationId: string;
  inTenant<T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T>;
  /** Asks for runs, as a person does; answers their ids as stored, in the order of streams. */
  sync(input?: SyncInput): Promise<string[]>;
  /** Executes a run in this process, as a worker does for a job. */
  execute(run: string, signal?: AbortSignal): Promise<Execution>;
  /** `sync` and `execute`, for one stream; answers the run as it ended. */
  read(stream?: string, input?: SyncInput): Promise<Row<'run'>>;
  run(id: string): Promise<Row<'run'>>;
  stream(name?: string): Promise<Row<'stream_state'>>;
  /** Keys of the records that are alive, sorted. */
  keys(stream?: string): Promise<string[]>;
  /** Oldest first, without those of connecting. */
  logs(): Promise<Row<'integration_log'>[]>;
  events(): Promise<Row<'outbox'>[]>;
}

export interface Job {
  readonly run_id: string;
  readonly state: string;
  /** Seconds between its making and its start. */
  readonly after_s: number;
}

export interface LendingServer extends TestServer {
  /** A tenant of its own with a connected, unscheduled shelf; the vendor is asked once per call. */
  library(configuration?: object): Promise<Library>;
  /** Jobs in the queue, oldest first. */
  jobs(run?: string): Promise<Job[]>;
}

export async function lendingServer(options: Pick<TestServerOptions, 'at' | 'registry'> = {}): Promise<LendingServer> {
  const server = await testServer({
    at: '2026-11-20T00:00:00Z',
    registry: lendingRegistry,
    sandboxes: [{ key: 'shelf', sandbox: lendingSandbox }],
    ...options,
  });
  const owner = new pg.Pool({ connectionString: server.database.ownerUrl, max: 1 });
  let libraries = 0;
  return {
    ...server,
    library: (configuration) => library(server, `library-${(libraries += 1)}`, configuration),
    async jobs(run) {
      const { rows } = await owner.query<Job>(
        `select data ->> 'run_id' as run_id, state, extract(epoch from start_after - created_on)::float as after_s
           from pgboss.job where name = 'sync' and ($1::text is null or data ->> 'run_id' = $1) order by created_on`,
        [run ?? null],
      );
      return rows;
    },
    async stop() {
      await owner.end();
      await server.stop();
    },
  };
}

async function library(server: TestServer, slug: string, configuration: object = {}): Promise<Library> {
  const { hub, system } = server;
  await hub.tenants.create(system, { slug, name: slug });
  const { id: integration } = await hub.integrations.create(system, slug, {
    provider: 'shelf',
    credentials: { api_key: shelfKey },
    schedule: null,
    // Retries within a call are the transport's, and tested there.
    overrides: { retries: 0 },
    ...configuration,
  });
  await hub.connection.connect(system, slug, integration, { sync: false });
  const { id: tenantId } = await hub.tenants.enter(system, 'read', slug);
  const inTenant: Library['inTenant'] = (work) => server.composition.store.inTenant(tenantId, work);
  const self: Library = {
    slug,
    tenantId,
    integration,
    integrationId: readId('int', integration),
    inTenant,
    sync: async (input = {}) =>
      (await hub.runs.sync(system, slug, integration, input)).runs.map((run) => readId('run', run.id)),
    execute: (run, signal = new AbortController().signal) => hub.runs.execute(tenantId, run, signal),
    async read(stream = 'loans', input = {}) {
      const [id = ''] = await self.sync({ streams: [stream], ...input });
      await self.execute(id);
      return self.run(id);
    },
    run: (id) => inTenant((trx) => trx.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirstOrThrow()),
    stream: (name = 'loans') =>
      inTenant((trx) =>
        trx.selectFrom('stream_state').selectAll().where('stream', '=', name).executeTakeFirstOrThrow(),
      ),
    async keys(stream = 'loans') {
      const { stream_no } = await self.stream(stream);
      const rows = await inTenant((trx) =>
        trx
          .selectFrom('record')
          .select('key')
          .where('stream_no', '=', stream_no)
          .where('deleted_at', 'is', null)
          .orderBy('key')
          .execute(),
      );
      return rows.map((row) => row.key);
    },
    logs: () =>
      inTenant((trx) =>
        trx.selectFrom('integration_log').selectAll().where('action', '<>', 'connect').orderBy('id').execute(),
      ),
    events: () =>
      inTenant((trx) =>
        trx.selectFrom('outbox').selectAll().where('kind', '<>', 'integration.connected').orderBy('id').execute(),
      ),
  };
  return self;
}
