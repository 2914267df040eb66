/**
 * F10: lists that change while they are read. Before each page the vendor creates records, changes some that were read, some that were
 * not, and hundreds at the same millisecond, so that they move between pages and a page ends in the middle of one moment; its clock is
 * five minutes behind ours. Xero's contacts are pages that are counted, Stripe's customers go on after the last id and change by a feed
 * of events. Passes when after a last quiet run each list stored is the vendor's, record by record. The broken build walks the contacts in the order of
 * their change.
 */
import {
  isJsonObject,
  type JsonObject,
  type Provider,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
} from '../../src/contract/index.ts';
import type { Registry } from '../../src/hub/context.ts';
import { openRegistry } from '../../src/wiring/registry.ts';
import { openArena, sandboxOf, type Arena, type ArenaIntegration } from './arena.ts';
import { jsonBody } from './sandbox-body.ts';
import { seededRandom, type FaultOptions, type FaultResult, type SeededRandom } from './fault.ts';

/** More than two pages of 1000, and of 100. */
const records = { xero: 2_400, stripe: 350 } as const;
/** Changed at once: more than a page ends with. */
const sameMoment = { xero: 500, stripe: 150 } as const;
const vendorIsBehindMs = 5 * 60_000;
const betweenRunsMs = 30 * 60_000;
const stream = { xero: 'contacts', stripe: 'customers' } as const;
type Vendor = keyof typeof stream;

/** `rounds`: incremental runs of each vendor's list, after a full pass. */
export async function f10(options: FaultOptions): Promise<FaultResult> {
  const played = await play(['xero', 'stripe'], openRegistry(), options);
  const lost = played.reduce((sum, { missed }) => sum + missed, 0);
  const left = played.reduce((sum, one) => sum + one.left, 0);
  return {
    id: 'F10',
    rounds: options.rounds,
    lost,
    doubled: left,
    passed: lost === 0 && left === 0 && played.every(({ changes }) => changes > 0),
    detail: `${played.map(told).join('; ')}; the vendors' clock five minutes behind ours`,
  };
}

/** Passes when the loss is seen. */
export async function f10Broken(options: FaultOptions): Promise<FaultResult> {
  const played = await play(['xero'], inOrderOfChange(), options);
  const lost = played.reduce((sum, { missed }) => sum + missed, 0);
  const detail = `contacts walked in the order of their change: ${played.map(told).join('')}, as must be seen`;
  return { id: 'F10-broken', rounds: options.rounds, lost, doubled: 0, passed: lost > 0, detail };
}

interface Played {
  readonly vendor: Vendor;
  readonly size: number;
  readonly changes: number;
  readonly pages: number;
  /** Not there, or not as the vendor has them. */
  readonly missed: number;
  /** There although the vendor has deleted them. */
  readonly left: number;
}

function told({ vendor, size, changes, pages, missed, left }: Played): string {
  return `${vendor}: ${changes} changes under way in ${pages} pages of ${size} records, ${missed} missed, ${left} not deleted`;
}

interface Oracle {
  /** Name of each record at the vendor now, by id. */
  readonly names: Map<string, string>;
  changes: number;
  pages: number;
  /** Does the vendor change things while we read? */
  busy: boolean;
}

async function play(
  vendors: readonly Vendor[],
  registry: Registry,
  { rounds, seed, ownerUrl, appUrl }: FaultOptions,
): Promise<readonly Played[]> {
  let shiftMs = 0;
  const now = (): number => Date.now() + shiftMs;
  const random = seededRandom(seed);
  const worlds = vendors.map((vendor) => {
    const oracle: Oracle = { names: new Map(), changes: 0, pages: 0, busy: false };
    return { vendor, oracle };
  });
  const arena = await openArena({
    ownerUrl,
    appUrl,
    registry,
    providers: await Promise.all(worlds.map(({ vendor, oracle }) => moving(vendor, oracle, random))),
    clocks: { ours: { now, sleep: async () => undefined }, vendors: () => now() - vendorIsBehindMs },
  });
  try {
    const played: Played[] = [];
    for (const { vendor, oracle } of worlds) {
      const integration = await arena.connect(vendor, `Moving ${vendor}`);
      for (let round = 0; round <= rounds + 1; round += 1) {
        shiftMs += betweenRunsMs;
        oracle.busy = round <= rounds;
        await run(arena, integration, vendor);
      }
      played.push(await compare(arena, integration, vendor, oracle));
    }
    return played;
  } finally {
    await arena.close();
  }
}

async function compare(
  arena: Arena,
  integration: ArenaIntegration,
  vendor: Vendor,
  { names, changes, pages }: Oracle,
): Promise<Played> {
  const rows = await arena.query<{ key: string; name: string }>(
    `select key, data ->> 'name' as name from record where tenant_id = $1 and deleted_at is null
        and stream_no in (select stream_no from stream_state where integration_id = $2 and stream = $3)`,
    [arena.tenant.id, integration.uuid, stream[vendor]],
  );
  const stored = new Map(rows.map(({ key, name }) => [key, name]));
  return {
    vendor,
    size: names.size,
    changes,
    pages,
    missed: [...names].filter(([id, name]) => stored.get(id) !== name).length,
    left: rows.filter(({ key, name }) => !names.has(key) && name.startsWith('moving ')).length,
  };
}

async function run(arena: Arena, integration: ArenaIntegration, vendor: Vendor): Promise<void> {
  const [id = ''] = await arena.sync(integration, [stream[vendor]]);
  await arena.composition.hub.runs.execute(arena.tenant.id, id, new AbortController().signal);
  const { state, error } = await arena.run(id);
  if (state !== 'succeeded') throw new Error(`the run ended ${state}: ${JSON.stringify(error)}`);
}

// --- a vendor whose lists move ----------------------------------------------------------------------------------------------

/** The sandbox, in which somebody works by its own API whenever a page of the list is asked for. */
async function moving(
  vendor: Vendor,
  oracle: Oracle,
  random: SeededRandom,
): Promise<{ readonly key: string; readonly sandbox: Sandbox }> {
  const { key, sandbox } = await sandboxOf(vendor);
  const desk = desks[vendor];
  const routes = sandbox.routes.map((route) =>
    route.method !== 'GET'
      ? route
      : {
          ...route,
          handle: async (request: SandboxRequest, context: SandboxContext<unknown>) => {
            const of = { vendor, sandbox, request, context, oracle, random };
            // Everything is there when the account is connected, before anything is read.
            if (oracle.names.size === 0) await write(of, someNew(records[vendor], oracle));
            else if (oracle.busy && desk.lists.includes(route.path)) await work(of);
            return route.handle(request, context);
          },
        },
  );
  return { key, sandbox: { ...sandbox, routes } };
}

interface Work {
  readonly vendor: Vendor;
  readonly sandbox: Sandbox;
  readonly request: SandboxRequest;
  readonly context: SandboxContext<unknown>;
  readonly oracle: Oracle;
  readonly random: SeededRandom;
}

async function work(of: Work): Promise<void> {
  const { vendor, oracle, random } = of;
  oracle.pages += 1;
  await write(of, someNew(random.below(4), oracle));
  const some = random.below(3) === 0 ? sameMoment[vendor] : 1 + random.below(40);
  const ids = [...oracle.names.keys()];
  const chosen = new Set(Array.from({ length: some }, () => random.pick(ids)));
  await write(
    of,
    [...chosen].map((id) => ({ id, name: nameOf(oracle) })),
  );
  if (vendor === 'stripe' && random.below(2) === 0) await remove(of, random.pick(ids));
}

function someNew(howMany: number, oracle: Oracle): readonly Wanted[] {
  return Array.from({ length: howMany }, () => ({ id: undefined, name: nameOf(oracle) }));
}

function nameOf(oracle: Oracle): string {
  oracle.changes += 1;
  return `moving ${oracle.changes}`;
}

interface Wanted {
  /** Undefined: a new one. */
  readonly id: string | undefined;
  readonly name: string;
}

/** Creates and changes, and remembers what the vendor answers. */
async function write({ vendor, sandbox, request, context, oracle }: Work, wanted: readonly Wanted[]): Promise<void> {
  for (const [path, { headers, body }] of wanted.length === 0 ? [] : desks[vendor].writes(wanted)) {
    const answer = await call(
      sandbox,
      { ...request, headers: { ...request.headers, ...headers }, body, method: 'POST', path },
      context,
    );
    for (const { id, name } of desks[vendor].written(answer)) oracle.names.set(id, name);
  }
}

async function remove({ sandbox, request, context, oracle }: Work, id: string): Promise<void> {
  await call(sandbox, { ...request, method: 'DELETE', path: `/v1/customers/${id}`, body: Buffer.alloc(0) }, context);
  oracle.names.delete(id);
  oracle.changes += 1;
}

/** One request by the sandbox's own route. */
async function call(sandbox: Sandbox, request: SandboxRequest, context: SandboxContext<unknown>): Promise<unknown> {
  const parts = request.path.split('/');
  for (const route of sandbox.routes) {
    const pattern = route.path.split('/');
    const fits =
      pattern.length === parts.length && pattern.every((part, at) => part.startsWith(':') || part === parts[at]);
    if (route.method !== request.method || !fits) continue;
    const params = Object.fromEntries(
      pattern.flatMap((part, at) => (part.startsWith(':') ? [[part.slice(1), parts[at] ?? '']] : [])),
    );
    const response = await route.handle({ ...request, params, query: new URLSearchParams() }, context);
    const { status = 200 } = response;
    const answer = jsonBody(response);
    if (status >= 300)
      throw new Error(`${request.method} ${request.path} was answered ${status}: ${JSON.stringify(answer)}`);
    return answer;
  }
  throw new Error(`the sandbox has no ${request.method} ${request.path}`);
}

interface Desk {
  readonly lists: readonly string[];
  writes(wanted: readonly Wanted[]): readonly (readonly [string, Pick<SandboxRequest, 'headers' | 'body'>])[];
  written(answer: unknown): readonly { readonly id: string; readonly name: string }[];
}

const desks: Readonly<Record<Vendor, Desk>> = {
  xero: {
    lists: ['/api.xro/2.0/Contacts'],
    writes: (wanted) => {
      const contacts = wanted.map(({ id, name }) => ({ ...(id === undefined ? {} : { ContactID: id }), Name: name }));
      const body = Buffer.from(JSON.stringify({ Contacts: contacts }));
      const headers = { accept: 'application/json', 'content-type': 'application/json' };
      return [['/api.xro/2.0/Contacts', { headers, body }]];
    },
    written: (answer) =>
      listIn(answer, 'Contacts').map(({ ContactID, Name }) => ({ id: textOf(ContactID), name: textOf(Name) })),
  },
  stripe: {
    lists: ['/v1/customers', '/v1/events'],
    writes: (wanted) =>
      wanted.map(({ id, name }) => [
        id === undefined ? '/v1/customers' : `/v1/customers/${id}`,
        {
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: Buffer.from(new URLSearchParams({ name }).toString()),
        },
      ]),
    written: (answer) => (isJsonObject(answer) ? [{ id: textOf(answer['id']), name: textOf(answer['name']) }] : []),
  },
};

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error('expected some text');
  return value;
}

function listIn(body: unknown, name: string): readonly JsonObject[] {
  const list = isJsonObject(body) ? body[name] : undefined;
  return Array.isArray(list) ? list.filter((item) => isJsonObject(item)) : [];
}

// --- the broken build -----------------------------------------------------------------------------------------------------------

function inOrderOfChange(): Registry {
  const registry = openRegistry();
  return { ...registry, load: async (key) => walkedByChange(await registry.load(key)) };
}

function walkedByChange(provider: Provider): Provider {
  const { contacts } = provider.streams;
  if (contacts === undefined || 'pages' in contacts) return provider;
  const request: typeof contacts.request = (context) => {
    const asked = contacts.request(context);
    return { ...asked, query: { ...asked.query, order: 'UpdatedDateUTC ASC' } };
  };
  return { ...provider, streams: { ...provider.streams, contacts: { ...contacts, request } } };
}
