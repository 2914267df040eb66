/**
 * Trying credentials without changing anything: those of an integration, or ones that are not stored at all. A vendor that says no is a
 * result, not an error; our own failures stay errors.
 */
import { z } from 'zod';
import { fail, PlugboardError } from '../../contract/errors.ts';
import { withProfile } from '../../contract/override-profile.ts';
import type { Provider } from '../../contract/provider.ts';
import { createMemoryCredentialStore } from '../../engine/auth/memory-store.ts';
import { keepAbsent } from '../integrations/absent.ts';
import { credentialOrNone, prove, type Proof, type ProofSubject } from './connect-proof.ts';
import type { HubContext } from '../context.ts';
import { readId } from '../ids.ts';
import { parseInput } from '../inputs.ts';
import { credentialParts, planConfiguration, type Plan } from '../integrations/integration-input.ts';
import { noIntegration } from '../integrations/integration-rows.ts';
import { CreateIntegration, settingsOf } from '../integrations/integration-views.ts';
import { writeLog } from '../logs/logs.ts';
import { appFor } from '../providers/provider-apps.ts';
import { scopesOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';

export const ConnectionTest = z
  .object({
    success: z.boolean(),
    message: z.string(),
    details: z.object({
      integration_type: z.string().meta({ description: 'Key of the provider.' }),
      integration_name: z.string(),
      tested_at: z.iso.datetime(),
      latency_ms: z.number().int(),
    }),
  })
  .meta({ id: 'ConnectionTest' });
export type ConnectionTest = z.output<typeof ConnectionTest>;

/** Credentials to try: as for creating an integration, without storing one. */
export const TestCredentials = CreateIntegration.pick({ auth_method: true, credentials: true, settings: true }).meta({
  id: 'TestCredentials',
});

/** The same for a tenant's form: `integration` gives the stored secrets that are left out. */
export const TryCredentials = TestCredentials.extend({
  provider: z.string(),
  integration: z.string().optional().meta({
    description: 'The integration that is connected again: its stored secrets count where they are left out.',
  }),
}).meta({ id: 'TryCredentials' });

/** Somebody looks at the screen meanwhile: one try, and not longer than this. */
const patienceMs = 20_000;

export function connectionTest(context: HubContext, tenants: Tenants) {
  const { store, clock, registry } = context;

  /** Tries the credentials of an integration. Exactly one line goes to its log. */
  const test = async (principal: Principal, tenant: string, integration: string): Promise<ConnectionTest> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const id = readId('int', integration);
    const columns = ['provider', 'name', 'settings', 'account', 'auth_method', 'auth_state', 'overrides'] as const;
    const row = await store.inTenant(tenantId, (trx) =>
      trx
        .selectFrom('integration')
        .select(columns)
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    if (row === undefined) throw noIntegration(integration);
    const provider = withProfile(await registry.load(row.provider), row.overrides.profile);
    const { answer, proof } = await timed(provider.key, row.name, async () => {
      const way = provider.auth.find((one) => one.key === row.auth_method);
      if (way === undefined)
        throw fail('unsupported', `${provider.name} no longer offers the way in "${row.auth_method}".`);
      const real = store.credentials(tenantId, id);
      const stored = await credentialOrNone(real);
      if (stored === undefined) throw fail('auth_revoked', 'There are no credentials yet: connect it first.');
      // A draft's typed credentials are tried on a copy: their refusal says nothing about a connection. Tokens have no copies.
      const onCopy = row.auth_state !== 'connected' && way.kind !== 'oauth2';
      return {
        provider,
        way,
        settings: row.settings,
        app: await appFor(context, tenantId, provider.key),
        store: onCopy ? createMemoryCredentialStore(stored) : real,
        integrationId: id,
        exchanges: context.exchanges.of({ tenantId, integrationId: id }),
        account: row.auth_state === 'connected' ? (row.account ?? undefined) : undefined,
      };
    });
    await store.inTenant(tenantId, async (trx) => {
      if (proof?.kind === 'proven') await keepAbsent(trx, tenantId, id, proof.absent);
      await writeLog(context, trx, {
        tenantId,
        integrationId: id,
        action: 'test_connection',
        status: answer.success ? 'success' : 'error',
        message: answer.message,
        details: { latency_ms: answer.details.latency_ms },
      });
    });
    return answer;
  };

  /** Tries credentials that are stored nowhere, before or after. `tenant`: whose provider app a sign-in's tokens belong to. */
  const testUnstored = async (
    principal: Principal,
    providerKey: string,
    input: z.input<typeof TestCredentials>,
  ): Promise<ConnectionTest> => {
    if (!scopesOf(principal).includes('connect')) throw fail('permission_denied', 'This needs the right "connect".');
    const provider = await registry.load(providerKey);
    const plan = await planConfiguration(context, provider, parseInput(TestCredentials, input));
    return tryPlan(provider, plan, 'tenantId' in principal ? principal.tenantId : undefined, plan.credentials);
  };

  /** The same within a tenant, whose provider app then counts, and with the stored secrets of an integration that is connected again. */
  const tryOut = async (
    principal: Principal,
    tenant: string,
    input: z.input<typeof TryCredentials>,
  ): Promise<ConnectionTest> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const { provider: key, integration, ...configuration } = parseInput(TryCredentials, input);
    const declared = await registry.load(key);
    if (integration === undefined) {
      const plan = await planConfiguration(context, declared, configuration);
      return tryPlan(declared, plan, tenantId, plan.credentials);
    }
    const id = readId('int', integration);
    const row = await store.inTenant(tenantId, (trx) =>
      trx
        .selectFrom('integration')
        .select(['provider', 'settings', 'auth_method', 'overrides'])
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    if (row === undefined || row.provider !== key) throw noIntegration(integration);
    const provider = withProfile(declared, row.overrides.profile);
    const kept = async () => (await credentialOrNone(store.credentials(tenantId, id)))?.fields ?? {};
    const stored = { provider, auth_method: row.auth_method, settings: settingsOf(row.settings), credentials: kept };
    const plan = await planConfiguration(context, provider, configuration, stored);
    const fields = plan.credentials ?? (await kept());
    return tryPlan(provider, plan, tenantId, Object.keys(fields).length === 0 ? undefined : fields);
  };

  const tryPlan = async (
    provider: Provider,
    { way, settings }: Plan,
    tenantId: string | undefined,
    credentials: Readonly<Record<string, string>> | undefined,
  ): Promise<ConnectionTest> => {
    const { answer } = await timed(provider.key, provider.name, async () => {
      if (credentials === undefined)
        throw fail('auth_revoked', 'There is nothing to try: an OAuth sign-in has to be made, or its tokens given.');
      const app = await appFor(context, tenantId, provider.key);
      const memory = createMemoryCredentialStore({ method: way.key, ...credentialParts(way, credentials) });
      return { provider, way, settings, app, store: memory, integrationId: undefined };
    });
    return answer;
  };

  const timed = async (
    type: string,
    name: string,
    subject: () => Promise<Omit<ProofSubject, 'operation' | 'retries' | 'signal'>>,
  ): Promise<{ readonly answer: ConnectionTest; readonly proof: Proof | undefined }> => {
    const startedAt = clock.now();
    const { proof, ...outcome } = await verdict(async () => {
      const signal = AbortSignal.timeout(patienceMs);
      return prove(context, { ...(await subject()), operation: 'connection test', retries: 0, signal });
    });
    const details = {
      integration_type: type,
      integration_name: name,
      tested_at: new Date(startedAt).toISOString(),
      latency_ms: clock.now() - startedAt,
    };
    return { answer: { ...outcome, details }, proof };
  };

  return { test, testUnstored, tryOut };
}

async function verdict(
  work: () => Promise<Proof>,
): Promise<Pick<ConnectionTest, 'success' | 'message'> & { readonly proof?: Proof }> {
  try {
    const proof = await work();
    return { success: true, message: messageOf(proof), proof };
  } catch (error) {
    if (error instanceof PlugboardError && error.facts.fault !== 'us')
      return { success: false, message: error.message };
    if (error instanceof DOMException && error.name === 'TimeoutError')
      return { success: false, message: `No answer within ${patienceMs / 1000} s.` };
    throw error;
  }
}

function messageOf(proof: Proof): string {
  if (proof.kind === 'proven') return proof.message;
  return `The credentials work for ${proof.accounts.length} accounts; connect with the one you want.`;
}
