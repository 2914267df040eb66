/**
 * F26: can a hostile setting, redirect or DNS answer make us connect to this machine, its network or a cloud's metadata? Every target
 * of the table is called as a customer's own site, reached by a redirect of an honest vendor, and handed to the connector as it is
 * written; twice each, for DNS servers that change their mind. Passes when no connection reaches the canary.
 */
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { createCredentials } from '../../src/engine/auth/credentials.ts';
import { createMemoryCredentialStore } from '../../src/engine/auth/memory-store.ts';
import { openHttp } from '../../src/engine/http/client.ts';
import { createEgressGuard, type EgressGuard, type Resolve } from '../../src/engine/http/egress.ts';
import { decoy, egressTargets, hostileResolver, type EgressTarget } from '../../src/engine/http/egress-targets.ts';
import { hostMap } from '../../src/engine/http/host-map.ts';
import { createHttpRuntime } from '../../src/engine/http/runtime.ts';
import {
  leapingClock,
  memoryBudgetStore,
  memoryExchangeLog,
  seededRandom,
  startCanary,
  startVendor,
  type Canary,
  type Vendor,
} from '../../src/engine/http/test-support.ts';
import { createTransport } from '../../src/engine/http/transport.ts';
import type { FaultOptions, FaultResult } from './fault.ts';

type MakeGuard = (target: EgressTarget, port: number) => EgressGuard;

const honest = 'api.honest.example';
const apiKey = {
  kind: 'api_key',
  key: 'api_key',
  label: 'Key',
  summary: '',
  place: { in: 'header', name: 'authorization' },
  fields: { api_key: { label: 'Key', help: '', secret: true } },
} as const;

/** `rounds`: times the table is gone through. Takes about a second. Needs no database. */
export async function f26({ rounds }: Pick<FaultOptions, 'rounds'>): Promise<FaultResult> {
  const guard: MakeGuard = (target, port) =>
    createEgressGuard({ allow: [`${decoy}/32`], ports: [port], resolve: hostileResolver(target) });
  const result = await attack(rounds, egressTargets, guard);
  return { id: 'F26', ...result, passed: result.passed && egressTargets.length >= 60 };
}

/** A build that looks at addresses where names are looked up, and nowhere else, must be caught. */
export async function f26Broken({ rounds }: Pick<FaultOptions, 'rounds'>): Promise<FaultResult> {
  const guard: MakeGuard = (target) => lookupOnlyGuard(hostileResolver(target));
  // Nothing is aimed at other machines: this guard would let it through.
  const result = await attack(rounds, egressTargets.filter(leadsHere), guard);
  return { id: 'F26-broken', ...result, passed: !result.passed && result.lost > 0 };
}

async function attack(
  rounds: number,
  targets: readonly EgressTarget[],
  guard: MakeGuard,
): Promise<Omit<FaultResult, 'id'>> {
  await using canary = await startCanary();
  await using vendor = await startVendor(({ url }, response) => {
    response.writeHead(302, { location: `https://${decodeURIComponent(url.slice(1))}:${canary.port}/` }).end();
  });
  // A canary that nobody can reach would prove nothing.
  await connect(createEgressGuard({ allow: ['127.0.0.0/8'], ports: [canary.port] }), '127.0.0.1', canary.port);
  const alive = canary.reached() === 1;

  const through: string[] = [];
  let attempts = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const target of targets) {
      for (const [way, go] of Object.entries(ways)) {
        const before = canary.reached();
        attempts += await go(guard(target, canary.port), target, canary, vendor);
        if (canary.reached() > before) through.push(`${target.name} ${way}`);
      }
    }
  }
  return {
    rounds: attempts,
    lost: through.length,
    doubled: 0,
    passed: alive && through.length === 0,
    detail:
      `${targets.length} targets, ${attempts} attempts as a site, by redirect and at the connector: ${through.length} ways through to the canary` +
      `${alive ? '' : ', which nobody can reach'}${through.length === 0 ? '' : `; first: ${through.slice(0, 3).join(', ')}`}`,
  };
}

/** Each tries twice and answers how often it tried. */
const ways: Readonly<
  Record<string, (guard: EgressGuard, target: EgressTarget, canary: Canary, vendor: Vendor) => Promise<number>>
> = {
  'as a site': (guard, target, canary, vendor) => call(guard, target, vendor, `https://${target.host}:${canary.port}/`),
  'by redirect': (guard, target, _canary, vendor) =>
    call(guard, target, vendor, `https://${honest}/${encodeURIComponent(target.host)}`),
  'at the connector': async (guard, target, canary) => {
    const bare = target.host.replace(/^\[|\]$/g, '');
    for (let no = 0; no < 2; no += 1) await connect(guard, bare, canary.port);
    return 2;
  },
};

/** Through everything a provider's call goes through, with the target among the hosts its provider may call. */
async function call(guard: EgressGuard, target: EgressTarget, vendor: Vendor, url: string): Promise<number> {
  const transport = createTransport({
    guard,
    hostMap: hostMap(new Map([[honest, vendor.origin]])),
    connectTimeoutMs: 1000,
  });
  const deps = { transport, clock: leapingClock(), random: seededRandom(), exchanges: memoryExchangeLog() };
  const runtime = createHttpRuntime({ ...deps, budgetStore: memoryBudgetStore() });
  const hosts = [honest, URL.parse(`https://${target.host}/`)?.hostname ?? target.host];
  const provider = { key: 'honest', name: 'Honest', baseUrl: `https://${honest}`, hosts, limits: [] };
  const store = createMemoryCredentialStore({ method: 'api_key', fields: { api_key: 'key' }, tokens: undefined });
  const grant = { provider, settings: {}, integrationId: 'int_1' };
  const credential = createCredentials(deps).open({ id: 'int_1', method: apiKey, app: undefined, grant, store });
  const integration = { id: 'int_1', settings: {}, account: undefined, budgetKeys: { account: 'a', app: 'p' } };
  const http = openHttp({ provider, integration, credential, operation: 'F26', signal: undefined }, runtime);
  try {
    for (let no = 0; no < 2; no += 1) {
      // What matters is where connections went, and the canary counts those.
      await http.send({ url }).catch(() => undefined);
    }
    return 2;
  } finally {
    await runtime.budgets.close();
    await transport.close();
  }
}

/** The connector itself, past the URL parser that would have tidied the notation. */
function connect(guard: EgressGuard, hostname: string, port: number): Promise<void> {
  const connector = guard.connector({ connectTimeoutMs: 1000 });
  return new Promise((resolve) => {
    connector({ hostname, host: hostname, protocol: 'https:', port: String(port) }, (_error, socket) => {
      socket?.destroy();
      resolve();
    });
  });
}

/** The mistake this table was made for: `lookup` never runs for an address that is written out. */
function lookupOnlyGuard(resolve: Resolve): EgressGuard {
  const lookup: LookupFunction = (hostname, options, answer) => {
    resolve(hostname).then(
      (addresses) => {
        const [address = ''] = addresses;
        if (address === '' || addresses.some((one) => one !== decoy)) answer(new Error('not a public address'), '', 4);
        else if (options.all === true) answer(null, [{ address, family: 4 }]);
        else answer(null, address, 4);
      },
      () => answer(new Error('no address'), '', 4),
    );
  };
  return {
    checkUrl: (url) => new URL(url),
    connector: ({ connectTimeoutMs }) => buildConnector({ timeout: connectTimeoutMs, allowH2: false, lookup }),
  };
}

/** Names are looked up by us; of literals, those that mean this machine once a URL parser has read them. */
function leadsHere({ host, answers }: EgressTarget): boolean {
  if (answers !== undefined) return true;
  const read = URL.parse(`https://${host}/`)?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (isIP(read) === 4) return read.startsWith('127.') || read === '0.0.0.0';
  return ['::1', '::', '::ffff:7f00:1'].includes(read);
}
