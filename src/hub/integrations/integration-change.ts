/**
 * Changing a part of an integration: its name, whether and when it is read, its settings, an operator's own figures. What is left out
 * stays, streams and credentials among it, so that two people who change different things do not undo each other's work; who must not
 * write over what another wrote says which state was looked at (`if_updated_at`). Replacing all of it is integrations.ts.
 */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { withProfile } from '../../contract/override-profile.ts';
import { nameOf, type Principal, type TenantRef } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import { credentialOrNone } from '../connect/connect-proof.ts';
import type { HubContext } from '../context.ts';
import { readId } from '../ids.ts';
import { parseInput } from '../inputs.ts';
import { planStreams } from '../runs/schedule.ts';
import { scheduleOf } from '../runs/schedule-input.ts';
import { planConfiguration, type Plan } from './integration-input.ts';
import { noIntegration, readIntegration } from './integration-rows.ts';
import { ChangeIntegration, settingsOf, type IntegrationView } from './integration-views.ts';
import {
  configured,
  jsonOrNull,
  mayOverride,
  storeCredentials,
  toBeProven,
  unlessNameTaken,
} from './integration-writing.ts';

type Change = z.output<typeof ChangeIntegration>;

interface Planned {
  readonly plan: Plan | undefined;
  readonly unproven: boolean;
  /** The state it was held against: secrets must not follow an address that somebody else has set meanwhile. */
  readonly lookedAt: string | undefined;
}

export function integrationChange(context: HubContext, tenants: Tenants) {
  const { store, clock, registry } = context;

  /**
   * Another address, or other settings that choose the account, make it a draft until it is connected again. Throws `conflict` when the
   * name is taken, or when it was changed after `if_updated_at`.
   */
  return async (
    principal: Principal,
    tenant: string,
    integration: string,
    input: z.input<typeof ChangeIntegration>,
  ): Promise<IntegrationView> => {
    const scope = await tenants.enter(principal, 'connect', tenant);
    const wanted = parseInput(ChangeIntegration, input);
    const id = readId('int', integration);
    const { plan, unproven, lookedAt } = await planned(principal, tenant, scope, id, integration, wanted);
    return unlessNameTaken(wanted.name, () =>
      store.inTenant(scope.id, async (trx) => {
        const row = await trx
          .selectFrom('integration')
          .select('updated_at')
          .where('tenant_id', '=', scope.id)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (row === undefined) throw noIntegration(integration);
        const seen = [lookedAt, wanted.if_updated_at].filter((moment) => moment !== undefined);
        if (seen.some((moment) => row.updated_at.getTime() !== Date.parse(moment)))
          throw fail('conflict', 'Somebody else has changed this integration meanwhile; look at it again first.');
        await trx
          .updateTable('integration')
          .set({
            ...changedColumns(wanted, plan),
            ...(unproven ? toBeProven : {}),
            updated_at: new Date(clock.now()),
          })
          .where('tenant_id', '=', scope.id)
          .where('id', '=', id)
          .execute();
        if (plan !== undefined) await storeCredentials(context, trx, scope.id, id, plan);
        // A new name must not put off what is due.
        if (unproven || ['enabled', 'paused_until', 'schedule'].some((key) => key in wanted))
          await planStreams(context, trx, scope.id, id);
        const { if_updated_at: _seen, ...changes } = wanted;
        await store.audit.append(trx, {
          tenantId: scope.id,
          actor: nameOf(principal),
          action: 'integration.changed',
          target: id,
          details: { changed: Object.keys(changes).join(', ') },
        });
        return readIntegration(trx, scope.id, id);
      }),
    );
  };

  /** Only what settings and figures decide has to be held against the provider: a pause needs nothing of it. */
  async function planned(
    principal: Principal,
    tenant: string,
    scope: TenantRef,
    id: string,
    named: string,
    wanted: Change,
  ): Promise<Planned> {
    if (wanted.settings === undefined && wanted.overrides === undefined)
      return { plan: undefined, unproven: false, lookedAt: undefined };
    const old = await configured(context, scope, id, named);
    await mayOverride(tenants, principal, tenant, wanted.overrides, old.overrides);
    const declared = await registry.load(old.provider);
    const { profile } = old.overrides;
    const other = wanted.overrides === undefined ? profile : wanted.overrides.profile;
    const settings = settingsOf(old.settings);
    const input = { settings: wanted.settings ?? settings };
    const plan = await planConfiguration(context, withProfile(declared, other), input, {
      provider: withProfile(declared, profile),
      auth_method: old.auth_method,
      settings,
      credentials: async () => (await credentialOrNone(store.credentials(scope.id, id)))?.fields ?? {},
    });
    const unproven = plan.unproven || !isDeepStrictEqual(other, profile);
    return { plan, unproven, lookedAt: old.updated_at.toISOString() };
  }
}

function changedColumns(
  { name, enabled, paused_until: until, schedule, settings, overrides }: Change,
  plan: Plan | undefined,
) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(until === undefined ? {} : { paused_until: until === null ? null : new Date(until) }),
    ...(schedule === undefined ? {} : { schedule: jsonOrNull(schedule === null ? null : scheduleOf(schedule)) }),
    ...(settings === undefined || plan === undefined ? {} : { settings: JSON.stringify(plan.settings) }),
    ...(overrides === undefined ? {} : { overrides: JSON.stringify(overrides) }),
    ...(plan?.credentials === undefined ? {} : { credential_names: Object.keys(plan.credentials) }),
  };
}
