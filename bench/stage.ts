/**
 * What a benchmark runs on: a durable PostgreSQL of its own, a sandbox with one list grown to the size asked for, a server with a
 * worker, and a hub in this process for asking. All in a temporary directory that is removed at the end.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Composition } from '../src/wiring/composition.ts';
import type { Principal } from '../src/hub/access/principal.ts';
import type { RunView } from '../src/hub/runs/run-views.ts';
import { sandboxControl, type SandboxControl } from '../src/sandbox/index.ts';
import { sandboxes } from '../providers/registry.gen.ts';
import { closeAll, openDatabase, type Closing } from './database.ts';
import { startService, type Service } from './processes.ts';

/** A list of one provider, as long as one likes. */
export interface GrownList {
  readonly provider: string;
  readonly stream: string;
}

export const system: Principal = { kind: 'system', id: 'bench' };

export interface Stage {
  readonly server: Service;
  readonly sandbox: Service;
  readonly control: SandboxControl;
  /** As the owner: for sizes, and for making the limit's tables. */
  readonly owner: pg.Client;
  readonly appUrl: string;
  /** Of the server. */
  readonly url: string;
  readonly composition: Composition;
  /** A new tenant with a connected integration and nothing synced. */
  newIntegration(): Promise<Connected>;
  /** One run of the stage's list, to its end. `full`: reads everything. */
  sync(of: Connected, full: boolean): Promise<RunView>;
  close(): Promise<void>;
}

export interface Connected {
  readonly tenant: string;
  readonly tenantId: string;
  readonly integration: string;
}

/** `records`: on the list. `worker`: whether the server executes runs, or nobody does. */
export async function openStage(
  list: GrownList,
  records: number,
  { worker }: { readonly worker: boolean },
): Promise<Stage> {
  const closing: Closing = [];
  try {
    const database = await openDatabase(closing);
    const { ownerUrl, appUrl, env } = database;
    const sandbox = await startService(['sandbox', '--port', '0'], env);
    closing.push(() => sandbox.stop());
    const control = sandboxControl(text(sandbox.announced['url']));
    await control.grow(list.provider, list.stream, records);
    await control.switches(list.provider, { limits: 'off' });
    const hostMap = text(sandbox.announced['host_map']);
    const server = await startService(worker ? ['serve'] : ['serve', '--no-worker'], {
      ...env,
      PLUGBOARD_HOST_MAP: hostMap,
      PLUGBOARD_REQUESTS_PER_MINUTE: '1000000',
    });
    closing.push(() => server.stop());

    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    closing.push(() => owner.end());
    const composition = await database.compose(hostMap);
    return {
      server,
      sandbox,
      control,
      owner,
      appUrl,
      url: text(server.announced['url']),
      composition,
      newIntegration: () => newIntegration(list, composition, owner),
      sync: (of, full) => sync(list, composition, of, full),
      close: () => closeAll(closing),
    };
  } catch (error) {
    await closeAll(closing);
    throw error;
  }
}

async function newIntegration({ provider }: GrownList, { hub }: Composition, owner: pg.Client): Promise<Connected> {
  const slug = `bench-${randomUUID().slice(0, 8)}`;
  await hub.tenants.create(system, { slug, name: slug });
  const signIns = (await sandboxes[provider]?.())?.default.signIns ?? [];
  const way = signIns.find(({ fields }) => Object.keys(fields).length > 0);
  if (way === undefined) throw new Error('the sandbox has no credentials to sign in with');
  const { id } = await hub.integrations.create(system, slug, {
    provider,
    auth_method: way.method,
    credentials: way.fields,
    ...(way.settings === undefined ? {} : { settings: way.settings }),
    schedule: null,
  });
  // The vendor's limit is not what is measured here.
  await owner.query(`update integration set overrides = '{"limits": []}'`);
  await hub.connection.connect(system, slug, id, { sync: false });
  const { rows } = await owner.query<{ id: string }>('select id from tenant where slug = $1', [slug]);
  return { tenant: slug, tenantId: text(rows[0]?.id), integration: id };
}

async function sync(
  { stream }: GrownList,
  { hub, context }: Composition,
  of: Connected,
  full: boolean,
): Promise<RunView> {
  const started = await hub.runs.sync(system, of.tenant, of.integration, { streams: [stream], force: full });
  const id = started.runs[0]?.id ?? '';
  for (;;) {
    const run = await hub.runs.get(system, of.tenant, id);
    if (run.state === 'succeeded') return run;
    if (run.state !== 'queued' && run.state !== 'running')
      throw new Error(`the run ended ${run.state}: ${JSON.stringify(run.error)}`);
    await context.clock.sleep(50);
  }
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('expected some text');
  return value;
}
