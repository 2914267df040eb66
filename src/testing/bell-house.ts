/** A server with the vendors of bell-vendor.ts, tenants connected to them, and requests as those vendors send them. For tests of webhooks. */
import { request as plainRequest } from 'node:http';
import type { JsonObject } from '../contract/index.ts';
import type { ProviderApp } from '../hub/context.ts';
import type { Scope } from '../hub/access/principal.ts';
import { readId } from '../hub/ids.ts';
import { openWebhookBody } from '../store/webhook-body.ts';
import { bellKey, bellRegistry, bellSandbox, bellSignature, isBellState, type BellState } from './bell-vendor.ts';
import { testServer, type TestAnswer, type TestServer } from './server.ts';

export interface BellTenant {
  readonly slug: string;
  readonly id: string;
  readonly key: string;
  ask(method: string, path: string, body?: unknown): Promise<TestAnswer>;
  /** A connected integration; its id as shown. */
  connect(provider?: string, apiKey?: string): Promise<string>;
  /** Its own address, made with the secret if there is one. */
  address(integration: string, secret?: string): Promise<string>;
  /** What is stored of webhooks, opened, in order of arrival. */
  stored(): Promise<readonly StoredWebhook[]>;
}

export interface StoredWebhook {
  readonly integration: string;
  readonly type: string;
  readonly vendorId: string | null;
  readonly payload: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export interface BellHouse {
  readonly server: TestServer;
  /** Provider apps of the environment; read afresh after {@link later}. */
  readonly environment: Map<string, ProviderApp>;
  tenant(slug: string, may?: readonly Scope[]): Promise<BellTenant>;
  /** What the sandbox of all these vendors holds, live. */
  vendor(): BellState;
  /** The time that things are remembered for passes. */
  later(ms?: number): void;
  /** A body signed as bell does, now. */
  ring(url: string, secret: string, content: unknown): Promise<TestAnswer>;
  /** A request as it is: headers may come twice, the body may be any bytes. */
  send(url: string, how?: SendOptions): Promise<TestAnswer>;
  stop(): Promise<void>;
}

export interface SendOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Buffer | string;
}

export async function bellHouse(): Promise<BellHouse> {
  const environment = new Map<string, ProviderApp>();
  const server = await testServer({
    registry: bellRegistry,
    sandboxes: [{ key: 'bell', sandbox: bellSandbox }],
    environmentApps: environment,
    at: '2026-07-01T00:00:00Z',
  });
  return {
    server,
    environment,
    tenant: (slug, may) => tenantOf(server, slug, may),
    vendor: () => vendorOf(server),
    later: (ms = 5_000) => server.clock.advance(ms),
    ring: (url, secret, content) => {
      const body = JSON.stringify(content);
      return send(url, { body, headers: bellSignature(secret, body, server.clock.now()) });
    },
    send,
    stop: () => server.stop(),
  };
}

function vendorOf({ sandboxes }: TestServer): BellState {
  const state = sandboxes?.state('bell');
  if (!isBellState(state)) throw new Error('the sandbox of bell is not running');
  return state;
}

async function tenantOf(server: TestServer, slug: string, may?: readonly Scope[]): Promise<BellTenant> {
  const { key } = await server.tenant(slug, may);
  const { id: shown } = await server.hub.tenants.get(server.system, slug);
  const id = readId('ten', shown);
  const ask = (method: string, path: string, body?: unknown): Promise<TestAnswer> =>
    server.ask(method, path, { key, ...(body === undefined ? {} : { body }) });
  return {
    slug,
    id,
    key,
    ask,
    connect: async (provider = 'bell', apiKey = bellKey) => {
      const made = await server.hub.integrations.create(server.system, slug, {
        provider,
        auth_method: 'api_key',
        credentials: { api_key: apiKey },
      });
      await server.hub.connection.connect(server.system, slug, made.id, { sync: false, browser: 'link' });
      return made.id;
    },
    address: async (integration, secret) => {
      const input = secret === undefined ? {} : { secret };
      const { url } = await server.hub.webhookAddresses.put(server.system, slug, integration, input);
      if (url === null) throw new Error('no address was made');
      return url;
    },
    stored: () => storedOf(server, id),
  };
}

async function storedOf(server: TestServer, tenantId: string): Promise<readonly StoredWebhook[]> {
  const { store } = server.composition;
  const rows = await store.inTenant(tenantId, (trx) =>
    trx.selectFrom('webhook').selectAll().where('tenant_id', '=', tenantId).orderBy('received_at').execute(),
  );
  return Promise.all(
    rows.map(async (row) => ({
      integration: `int_${row.integration_id.replaceAll('-', '')}`,
      type: row.type,
      vendorId: row.vendor_id,
      ...(await openWebhookBody(store.vault, tenantId, row)),
    })),
  );
}

/** `fetch` joins headers that come twice, and does not send HEAD with a body. */
function send(url: string, { method = 'POST', headers = {}, body = '' }: SendOptions = {}): Promise<TestAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<TestAnswer>();
  const outgoing = plainRequest(url, { method, agent: false }, (answer) => {
    const pieces: Buffer[] = [];
    answer.on('data', (piece: Buffer) => pieces.push(piece));
    answer.on('end', () => {
      const text = Buffer.concat(pieces).toString();
      const isJson = answer.headers['content-type']?.includes('json') === true && text !== '';
      const given = new Headers();
      for (const [name, value] of Object.entries(answer.headers))
        if (value !== undefined) given.set(name, String(value));
      resolve({ status: answer.statusCode ?? 0, headers: given, body: isJson ? JSON.parse(text) : text });
    });
  });
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

/** An event of bell; `more` outranks what is filled in. */
export function bellEvent(id: string, more: JsonObject = {}): JsonObject {
  return { type: 'good.changed', id, at: '2026-07-01T00:00:00Z', data: { id: `good-${id}`, name: 'G' }, ...more };
}
