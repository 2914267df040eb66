/** A test server with the till connected: what tests of reading, writing and calling through start from. */
import { openRegistry } from '../wiring/registry.ts';
import type { Scope } from '../hub/access/principal.ts';
import { testServer, type TestAnswer, type TestServer, type TestServerOptions } from './server.ts';
import { till, tillKey, tillSandbox, type TillState } from './till-vendor.ts';

export interface TillTenant {
  readonly slug: string;
  readonly key: string;
  /** Id of its till. */
  readonly integration: string;
  /** Asks below `/api/tenants/{slug}`. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  /** Reads all streams in this process and answers the runs as they ended. */
  sync(input?: object): Promise<TestAnswer['body'][]>;
}

export interface TillServer extends TestServer {
  readonly till: TillState;
  /** A tenant with a connected till (`oldtill`: the one without idempotency keys). */
  tillTenant(
    slug: string,
    options?: { readonly may?: readonly Scope[]; readonly provider?: string },
  ): Promise<TillTenant>;
}

export async function tillServer(options: Pick<TestServerOptions, 'at'> = {}): Promise<TillServer> {
  const server = await testServer({
    ...options,
    registry: openRegistry({
      till: async () => ({ default: till() }),
      oldtill: async () => ({ default: till({ idempotent: false }) }),
    }),
    sandboxes: [
      { key: 'till', sandbox: tillSandbox() },
      { key: 'oldtill', sandbox: tillSandbox({ idempotent: false }) },
    ],
  });
  // The host carries states without knowing their types; this one was made by the sandbox above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const state = server.sandboxes?.state('till') as TillState;
  return {
    ...server,
    till: state,
    tillTenant: async (slug, { may, provider = 'till' } = {}) => {
      const { key } = await server.tenant(slug, may);
      const made = await server.hub.integrations.create(server.system, slug, {
        provider,
        credentials: { api_key: tillKey },
        schedule: null,
      });
      await server.hub.connection.connect(server.system, slug, made.id, { sync: false });
      return { slug, key, integration: made.id, ...calls(server, slug, key, made.id) };
    },
  };
}

function calls(server: TestServer, slug: string, key: string, integration: string): Pick<TillTenant, 'ask' | 'sync'> {
  return {
    ask: (method, path, body, headers) =>
      server.ask(method, `/api/tenants/${slug}${path}`, {
        key,
        ...(body === undefined ? {} : { body }),
        ...(headers === undefined ? {} : { headers }),
      }),
    sync: async (input = {}) => {
      const { system, hub } = server;
      // What is newer is told by the second: two runs of one second could not outrank each other.
      const { id: tenantId } = await hub.tenants.enter(system, 'sync', slug);
      const { runs } = await hub.runs.sync(system, slug, integration, input, { inline: true });
      const ended = [];
      for (const { id } of runs) {
        const uuid = id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
        await hub.runs.execute(tenantId, uuid, AbortSignal.timeout(60_000));
        ended.push(await hub.runs.get(system, slug, id));
      }
      return ended;
    },
  };
}
