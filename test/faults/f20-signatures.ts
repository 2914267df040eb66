/**
 * F20: who is believed? Every provider whose webhooks prove something, each on the address of an integration of its own, over HTTP: requests
 * as its sandbox makes them are accepted, and everything somebody else could make of them is refused with nothing stored: one bit changed
 * anywhere in body or proof, no proof, the proof twice, another scheme's name, an hour old or ahead, signed with a secret that is not valid
 * any more. The secret before the present one counts for a day, and not a moment longer. The attempts are those of the conformance suite;
 * here they meet the whole product, which must also be of the engine's opinion each time.
 */
import pino from 'pino';
import { request as send } from 'undici';
import { sandboxes as sandboxLoaders } from '../../providers/registry.gen.ts';
import type { Provider, Sandbox } from '../../src/contract/index.ts';
import { publishedKeys } from '../../src/engine/webhooks/published-keys.ts';
import type { Principal } from '../../src/hub/access/principal.ts';
import { insist } from '../../src/testing/conformance/check.ts';
import { buildApp } from '../../src/server/app.ts';
import { openRig, type Rig } from '../../src/testing/conformance/rig.ts';
import {
  flippedBodies,
  flippedProofs,
  missingProofs,
  targetOf,
  wrongMoments,
} from '../../src/testing/conformance/webhook-attacks.ts';
import {
  webhookDesk,
  type Travelling,
  type WebhookDesk,
  type Way,
} from '../../src/testing/conformance/webhook-desk.ts';
import { openRegistry } from '../../src/wiring/registry.ts';
import { openArena, type Arena, type ArenaIntegration } from './arena.ts';
import type { FaultOptions, FaultResult } from './fault.ts';
import { standingClock, type StandingClock } from './standing-clock.ts';

const system: Principal = { kind: 'system', id: 'faults' };
const hour = 3_600_000;

interface Signing {
  readonly provider: Provider;
  readonly sandbox: Sandbox;
}

/** What was tried with one provider, and what was not as it should be. */
interface Tried {
  readonly accepted: number;
  readonly refused: number;
  readonly flaw: string | undefined;
}

/** `rounds`: times all providers are gone through. Takes about 10 s each. */
export async function f20({ rounds, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const signing = await signingProviders();
  const clock = standingClock(Date.now());
  const providers = signing.map(({ provider, sandbox }) => ({ key: provider.key, sandbox }));
  const arena = await openArena({ ownerUrl, appUrl, providers, clocks: { ours: clock, vendors: clock.now } });
  const app = await serve(arena);
  try {
    const origin = await app.listen({ host: '127.0.0.1', port: 0 });
    const all: Tried[] = [];
    for (let round = 0; round < rounds; round += 1)
      for (const one of signing) all.push(await tryProvider(arena, clock, origin, one, round));
    const sum = (of: (one: Tried) => number) => all.reduce((total, one) => total + of(one), 0);
    const flaws = all.flatMap(({ flaw }) => flaw ?? []);
    return {
      id: 'F20',
      rounds,
      lost: flaws.length,
      doubled: 0,
      passed: flaws.length === 0 && signing.length > 0 && sum(({ refused }) => refused) > 100 * all.length,
      detail:
        `${signing.length} providers whose webhooks prove something (${signing.map(({ provider }) => provider.key).join(', ')}): ` +
        `${sum(({ accepted }) => accepted)} good requests accepted, ${sum(({ refused }) => refused)} bad ones refused with nothing stored; ` +
        `${flaws.length} not as they should be${flaws.map((flaw) => `; ${flaw}`).join('')}`,
    };
  } finally {
    await app.close();
    await arena.close();
  }
}

async function signingProviders(): Promise<readonly Signing[]> {
  const registry = openRegistry();
  const found: Signing[] = [];
  for (const key of registry.keys) {
    const provider = await registry.load(key);
    if (provider.webhooks === undefined || provider.webhooks.proof === 'address') continue;
    const sandbox = (await sandboxLoaders[key]?.())?.default;
    if (sandbox?.webhooks === undefined) throw new Error(`${key} signs its webhooks, and its sandbox sends none`);
    found.push({ provider, sandbox });
  }
  return found;
}

function serve(arena: Arena) {
  const { hub } = arena.composition;
  return buildApp({
    hub,
    log: pino({ level: 'silent' }),
    version: '0.0.0-faults',
    ready: async () => [],
    publicUrl: () => 'http://127.0.0.1',
    requestsPerMinute: 1_000_000,
    corsOrigins: [],
    trustedProxies: [],
    metrics: { sources: [], token: undefined },
    requestId: () => 'req_faults',
  });
}

interface Counter {
  accepted: number;
  refused: number;
}

async function tryProvider(
  arena: Arena,
  clock: StandingClock,
  origin: string,
  { provider, sandbox }: Signing,
  round: number,
): Promise<Tried> {
  const { key } = provider;
  const rig = await openRig({ provider, sandbox, folder: '' });
  const counter: Counter = { accepted: 0, refused: 0 };
  try {
    const desk = await webhookDesk(atArena(rig, arena));
    for (const way of desk.ways) {
      // One for each: where a secret is set, the vendor's keys alone need not be enough.
      const integration = await connected(arena, provider, sandbox, `${key} ${round} ${way.name}`);
      // Vendor and product live at the same time.
      clock.advance(Math.max(0, rig.box.now() - clock.now()));
      rig.box.advance(Math.max(0, clock.now() - rig.box.now()));
      const real = overHttp(desk, clock, await addressOf(arena, integration, origin), counter);
      if (way.secret !== '') await setSecret(arena, integration, way.secret);
      await tryWay(arena, real, way, clock.now());
      if (way.secret !== '') await rotate(arena, real, integration, clock);
    }
    return { ...counter, flaw: undefined };
  } catch (error) {
    return { ...counter, flaw: `${key}: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    await rig.stop();
  }
}

/** A rig whose vendor signs with the keys of the sandbox that the product calls: each sandbox has keys of its own. */
function atArena(rig: Rig, { sandboxes, composition: { context } }: Arena): Rig {
  const { provider } = rig.subject;
  const keysOf = publishedKeys({ transport: context.http.transport, clock: context.clock });
  return {
    ...rig,
    box: { ...rig.box, state: () => sandboxes.state(provider.key) },
    keys: (settings) => keysOf(provider, settings),
  };
}

function connected(arena: Arena, provider: Provider, sandbox: Sandbox, name: string): Promise<ArenaIntegration> {
  const typed = sandbox.signIns.some(({ fields }) => Object.keys(fields).length > 0);
  return typed ? arena.connect(provider.key, name) : arena.signIn(provider.key, name);
}

async function addressOf(arena: Arena, integration: ArenaIntegration, origin: string): Promise<string> {
  const { url } = await arena.composition.hub.webhookAddresses.put(system, arena.tenant.slug, integration.id, {});
  if (url === null) throw new Error('the integration has no webhook address');
  return origin + new URL(url).pathname;
}

async function setSecret(arena: Arena, integration: ArenaIntegration, secret: string): Promise<void> {
  await arena.composition.hub.webhookAddresses.put(system, arena.tenant.slug, integration.id, { secret });
}

/** The same desk; whatever is opened on it is also sent to the product, which must come to the same end. */
function overHttp(desk: WebhookDesk, clock: StandingClock, url: string, counter: Counter): WebhookDesk {
  const open: WebhookDesk['open'] = async (request, secrets) => {
    const opened = await desk.open(request, secrets, clock.now());
    const status = await post(url, request);
    const good = status >= 200 && status < 300;
    insist(good || (status >= 400 && status < 500), `a request is answered ${status}`);
    insist(good === (opened.kind === 'events'), `the engine says ${opened.kind}, and the product ${status}`);
    if (opened.kind === 'unproven') insist(status === 401, `what is not proven is answered ${status}`);
    if (good) counter.accepted += 1;
    else counter.refused += 1;
    return opened;
  };
  return {
    ...desk,
    open,
    request: (events, secret, atMs = clock.now()) => desk.request(events, secret, atMs),
    async accept(request, secrets) {
      const opened = await open(request, secrets);
      insist(opened.kind === 'events', `a good request is not accepted: ${JSON.stringify(opened)}`);
      return opened.events;
    },
    async refuse(what, request, secrets) {
      const opened = await open(request, secrets);
      insist(opened.kind === 'unproven', `${what} is let in (${opened.kind})`);
      return opened.reason;
    },
  };
}

/** The status of the answer. Headers go out as they stand, also twice. */
async function post(url: string, { method, headers, body }: Travelling): Promise<number> {
  const answer = await send(url, {
    method,
    headers: headers.flat(),
    ...(method === 'POST' ? { body } : {}),
  });
  await answer.body.dump();
  return answer.statusCode;
}

async function tryWay(arena: Arena, desk: WebhookDesk, way: Way, nowMs: number): Promise<void> {
  const type = desk.sender.types[0] ?? '';
  const target = await targetOf(desk, way, type);
  const before = await storedIn(arena);
  if (desk.webhooks.provesSenderOnly !== true) await flippedBodies(target);
  await flippedProofs(target);
  await missingProofs(target);
  await otherScheme(target.desk, target.request, target.secrets, target.proofs);
  const without = await storedIn(arena);
  insist(without === before, `${without - before} webhooks were stored that nobody proved`);
  await wrongMoments(desk, way, type, nowMs);
  const after = await storedIn(arena);
  insist(after <= before + 1, `another event, sent at several moments, is stored ${after - before} times`);
}

/** The right signature under the name of a scheme that it is not of (`v1` as `v1a` or `v0`, `sha256` as `sha1`). */
async function otherScheme(
  desk: WebhookDesk,
  request: Travelling,
  secrets: readonly string[],
  proofs: readonly string[],
): Promise<void> {
  for (const name of proofs) {
    const value = request.headers.find(([one]) => one === name)?.[1] ?? '';
    for (const [from, to] of [
      [/\bv1([=,])/g, 'v1a$1'],
      [/\bv1([=,])/g, 'v0$1'],
      [/\bsha256=/g, 'sha1='],
    ] as const) {
      const renamed = value.replace(from, to);
      if (renamed === value) continue;
      const headers = request.headers.map(([one, was]) => [one, one === name ? renamed : was] as const);
      await desk.refuse(`${name} as another scheme`, { ...request, headers }, secrets);
    }
  }
}

async function storedIn(arena: Arena): Promise<number> {
  const [row] = await arena.query<{ count: number }>('select count(*)::int as count from webhook');
  return row?.count ?? 0;
}

/** The present secret and the one before count for a day together, then the present one alone. */
async function rotate(
  arena: Arena,
  desk: WebhookDesk,
  integration: ArenaIntegration,
  clock: StandingClock,
): Promise<void> {
  const [old, present] = [desk.secret(11), desk.secret(12)];
  const type = desk.sender.types[0] ?? '';
  const signed = (secret: string, nth: number) => desk.request([desk.example(type, nth)], secret);
  await setSecret(arena, integration, old);
  clock.advance(10_000);
  await desk.accept(signed(old, 1), [old]);
  await setSecret(arena, integration, present);
  const changed = clock.now();
  clock.advance(10_000);
  for (const secret of [old, present]) await desk.accept(signed(secret, 1), [present, old]);
  clock.advance(24 * hour - 60_000 - (clock.now() - changed));
  await desk.accept(signed(old, 1), [present, old]);
  clock.advance(120_000);
  await desk.refuse('a secret of more than a day ago', signed(old, 1), [present]);
  await desk.accept(signed(present, 1), [present]);
}
