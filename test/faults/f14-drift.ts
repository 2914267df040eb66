/**
 * F14: a vendor's answers change under us. Fields appear, change their type, go missing, hold what a database or a JSON text cannot
 * hold, or five megabytes; items are no objects, or nested a thousand deep. Passes when every sound record of the list is stored whichever
 * company it keeps, each that cannot be used is set aside with its reason and listed, the run says `partial`, reading the same again writes
 * nothing, and all is well once the vendor has mended it.
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Sandbox,
  type SandboxResponse,
} from '../../src/contract/index.ts';
import { openArena, sandboxOf, type Arena, type ArenaIntegration, type RunRow } from './arena.ts';
import { jsonBody } from './sandbox-body.ts';
import { seededRandom, type FaultOptions, type FaultResult, type SeededRandom } from './fault.ts';

const path = '/api.xro/2.0/Contacts';

/** What happens to an item, and whether it can be used afterwards. JSON as the vendor sends it, so that it may be no JSON of ours. */
interface Drift {
  readonly name: string;
  readonly usable: boolean;
  text(item: JsonObject): string;
}

const withFields = (change: JsonObject) => (item: JsonObject) => JSON.stringify({ ...item, ...change });

const drifts: readonly Drift[] = [
  { name: 'a new field', usable: true, text: withFields({ Loyalty: { tier: 'gold', since: [2024, null] } }) },
  { name: 'a field gone', usable: true, text: ({ EmailAddress: _gone, ...item }) => JSON.stringify(item) },
  { name: 'five megabytes', usable: true, text: withFields({ Notes: 'ü'.repeat(2_500_000) }) },
  { name: 'a NUL byte', usable: true, text: withFields({ FirstName: 'Mar\u0000y' }) },
  { name: 'half a character', usable: true, text: withFields({ LastName: '\ud83d Smith' }) },
  {
    name: 'a number beyond numbers',
    usable: true,
    text: (item) => `${JSON.stringify(item).slice(0, -1)},"Score":1e999}`,
  },
  {
    name: 'a prototype',
    usable: true,
    text: (item) => `${JSON.stringify(item).slice(0, -1)},"__proto__":{"admin":true}}`,
  },
  { name: 'a field twice', usable: true, text: (item) => `{"FirstName":"Other",${JSON.stringify(item).slice(1)}` },
  { name: 'an impossible date', usable: true, text: withFields({ UpdatedDateUTC: '/Date(99999999999999999)/' }) },
  { name: 'another type', usable: false, text: withFields({ Name: { first: 'Mary', last: 'Smith' } }) },
  { name: 'no id', usable: false, text: withFields({ ContactID: null }) },
  { name: 'a NUL byte in the id', usable: false, text: withFields({ ContactID: 'a\u0000b' }) },
  { name: 'a number in its place', usable: false, text: () => '42' },
  { name: 'nothing in its place', usable: false, text: () => 'null' },
  {
    name: 'a thousand deep',
    usable: false,
    text: (item) => `${JSON.stringify(item).slice(0, -1)},"Deep":${'['.repeat(1000)}${']'.repeat(1000)}}`,
  },
];

/** `rounds`: lists with another mixture of drifts each. */
export async function f14({ rounds, seed, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const chosen = new Map<string, Drift>();
  const arena = await openArena({ ownerUrl, appUrl, providers: [await drifting(chosen)] });
  try {
    const integration = await arena.connect('xero', 'Books');
    const ids = contactIds(arena);
    const random = seededRandom(seed);
    const tally: Tally = { lost: 0, doubled: 0, wrong: [], drifted: 0, setAside: 0 };
    for (let round = 0; round < rounds; round += 1) {
      choose(chosen, ids, random);
      await playRound(arena, integration, { chosen, ids }, tally);
    }
    chosen.clear();
    const mended = await fullPass(arena, integration);
    const problems = await setAside(arena);
    if (mended.state !== 'succeeded' || problems.length > 0)
      tally.wrong.push('not well again when the vendor had mended it');
    return {
      id: 'F14',
      rounds,
      lost: tally.lost,
      doubled: tally.doubled,
      passed: tally.lost === 0 && tally.doubled === 0 && tally.wrong.length === 0 && tally.setAside > 0,
      detail:
        `${rounds} lists of ${ids.length} contacts with ${tally.drifted} items of ${drifts.length} kinds of drift: ${tally.setAside} set aside ` +
        `and listed, ${tally.lost} sound ones missing, ${tally.doubled} written although nothing had changed` +
        tally.wrong.map((one) => `; ${one}`).join(''),
    };
  } finally {
    await arena.close();
  }
}

interface Tally {
  lost: number;
  doubled: number;
  readonly wrong: string[];
  drifted: number;
  setAside: number;
}

/** Every kind at one place or another, on as many items as there are kinds, but never on all. */
function choose(chosen: Map<string, Drift>, ids: readonly string[], random: SeededRandom): void {
  chosen.clear();
  for (const drift of drifts.slice(0, ids.length - 2)) chosen.set(random.pick(ids), drift);
}

async function playRound(
  arena: Arena,
  integration: ArenaIntegration,
  { chosen, ids }: { readonly chosen: ReadonlyMap<string, Drift>; readonly ids: readonly string[] },
  tally: Tally,
): Promise<void> {
  const unusable = [...chosen.values()].filter(({ usable }) => !usable);
  const run = await fullPass(arena, integration);
  const expected = unusable.length > 0 ? 'partial' : 'succeeded';
  if (run.state !== expected)
    tally.wrong.push(`ended ${run.state} with ${unusable.map(({ name }) => name).join(', ') || 'nothing unusable'}`);
  const listed = await setAside(arena);
  tally.drifted += chosen.size;
  tally.setAside += listed.length;
  if (listed.length !== unusable.length || listed.some(({ reason }) => reason === ''))
    tally.wrong.push(`${listed.length} set aside instead of ${unusable.length}`);
  const sound = ids.filter((id) => chosen.get(id)?.usable !== false);
  const rows = await arena.query<{ key: string }>(
    'select key from record where key = any($1) and deleted_at is null and problem is null and data is not null',
    [sound],
  );
  tally.lost += sound.length - rows.length;
  const again = await fullPass(arena, integration);
  tally.doubled += again.created + again.updated + again.deleted;
}

async function fullPass(arena: Arena, integration: ArenaIntegration): Promise<RunRow> {
  const [id = ''] = await arena.sync(integration, ['contacts'], true);
  await arena.composition.hub.runs.execute(arena.tenant.id, id, new AbortController().signal);
  return arena.run(id);
}

/** As whoever looks for what is wrong finds them. */
function setAside(arena: Arena): Promise<readonly { readonly key: string; readonly reason: string }[]> {
  return arena.query(
    `select key, coalesce(problem ->> 'message', '') as reason from record where problem is not null and deleted_at is null`,
  );
}

function contactIds(arena: Arena): readonly string[] {
  const state = arena.sandboxes.state('xero');
  if (typeof state !== 'object' || state === null || !('contacts' in state) || !Array.isArray(state.contacts))
    throw new Error('the sandbox of xero has no contacts');
  return state.contacts.map(({ id }) => String(id));
}

/** Xero's sandbox, whose list of contacts is told with these drifts. */
async function drifting(
  chosen: ReadonlyMap<string, Drift>,
): Promise<{ readonly key: string; readonly sandbox: Sandbox }> {
  const { key, sandbox } = await sandboxOf('xero');
  const routes = sandbox.routes.map((route) =>
    route.method !== 'GET' || route.path !== path
      ? route
      : {
          ...route,
          handle: async (...asked: Parameters<typeof route.handle>) => drifted(await route.handle(...asked), chosen),
        },
  );
  return { key, sandbox: { ...sandbox, routes } };
}

function drifted(answer: SandboxResponse, chosen: ReadonlyMap<string, Drift>): SandboxResponse {
  const body = jsonBody(answer);
  if (!isJsonObject(body) || !Array.isArray(body['Contacts'])) return answer;
  const { Contacts: contacts, ...rest } = body;
  const items = contacts.map((item: JsonValue) => {
    const id = isJsonObject(item) ? item['ContactID'] : undefined;
    const drift = typeof id === 'string' ? chosen.get(id) : undefined;
    return drift === undefined || !isJsonObject(item) ? JSON.stringify(item) : drift.text(item);
  });
  const text = `${JSON.stringify(rest).slice(0, -1)},"Contacts":[${items.join(',')}]}`;
  return {
    ...answer,
    headers: { ...answer.headers, 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(text),
  };
}
