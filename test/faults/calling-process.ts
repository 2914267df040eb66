/**
 * A process of its own that calls a vendor for one integration, many callers at once, each time its parent says so. For F16, which
 * starts two of them. Wired like the product; only its clock can be set forward, and, for the build that is wrong on purpose, every
 * lease is granted.
 */
import pino from 'pino';
import { PlugboardError } from '../../src/contract/errors.ts';
import type { CredentialStore } from '../../src/engine/ports.ts';
import type { HubContext } from '../../src/hub/context.ts';
import { openIntegration } from '../../src/hub/integrations/open-integration.ts';
import { rootKey } from '../../src/store/root-key.ts';
import { compose, systemClock } from '../../src/wiring/composition.ts';
import { openRegistry } from '../../src/wiring/registry.ts';
import { callingSettings, order, type Report } from './calling-messages.ts';

const given = callingSettings.parse(JSON.parse(process.argv[2] ?? ''));
let aheadMs = 0;
const composition = await compose({
  appUrl: given.appUrl,
  rootKey: { current: rootKey(Buffer.from(given.rootKey, 'hex')), previous: undefined },
  registry: openRegistry(),
  environmentApps: new Map([['xero', { client: given.app, fields: {} }]]),
  hostMap: given.hostMap,
  egressAllow: [],
  publicUrl: () => 'http://127.0.0.1:1',
  log: pino({ level: 'silent' }),
  clock: { ...systemClock, now: () => Date.now() + aheadMs },
  supervise: false,
});
const context = given.leases ? composition.context : withoutLeases(composition.context);

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  ({ aheadMs } = order.parse(message));
  void Promise.all(Array.from({ length: given.callers }, call)).then((outcomes) => tell({ outcomes }));
});
tell({ outcomes: [] });

async function call(): Promise<string | null> {
  const { tenantId, integrationId } = given;
  try {
    const { http } = await openIntegration(context, tenantId, integrationId, 'F16', AbortSignal.timeout(60_000));
    await http.send({ url: 'https://api.xero.com/connections' });
    return null;
  } catch (error) {
    return error instanceof PlugboardError ? error.code : String(error);
  }
}

function tell(message: Report): void {
  process.send?.(message);
}

function withoutLeases({ store, ...others }: HubContext): HubContext {
  const granting = (real: CredentialStore): CredentialStore => ({
    ...real,
    lease: async (owner, generation, ttlMs) => (await real.lease(owner, generation, ttlMs)) ?? real.read(),
  });
  return { ...others, store: { ...store, credentials: (...of) => granting(store.credentials(...of)) } };
}
