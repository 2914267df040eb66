/** Webhooks as callers see them: what came, what became of it, what it said; newest first. */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { openWebhookBody } from '../../store/webhook-body.ts';
import { countWebhooks, firstIdAt, webhookRows } from '../../store/webhook-rows.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { printable, readId } from '../ids.ts';
import { parseInput, type List } from '../inputs.ts';
import { noIntegration } from '../integrations/integration-rows.ts';
import { dayMs } from '../logs/log-retention.ts';
import { maskRaw } from '../privacy/masking.ts';
import { seesPeople, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import {
  AllWebhooksQuery,
  webhookView,
  type WebhookCounts,
  type WebhookDetail,
  type WebhookQuery,
  type WebhookView,
} from './webhook-views.ts';

export type Webhooks = ReturnType<typeof webhooks>;

export function webhooks(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store, clock } = context;

  /** Of all integrations, or of one. Throws `not_found` for an unknown one. */
  const list = async (
    principal: Principal,
    tenant: string,
    query: AllWebhooksQuery = {},
  ): Promise<List<WebhookView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor, integration, state, since, until } = parseInput(AllWebhooksQuery, query);
    const integrationId = integration === undefined ? undefined : readId('int', integration);
    const name = `webhooks:${integration ?? ''}:${state ?? ''}`;
    const before = await cursors.read(tenantId, name, cursor, z.object({ id: z.guid() }));
    const rows = await store.inTenant(tenantId, async (trx) => {
      if (integrationId !== undefined) await knownIntegration(trx, tenantId, integrationId, integration ?? '');
      let wanted = webhookRows(trx, tenantId)
        .orderBy('w.id', 'desc')
        .limit(limit + 1);
      if (integrationId !== undefined) wanted = wanted.where('w.integration_id', '=', integrationId);
      if (state !== undefined) wanted = wanted.where('w.state', '=', state);
      if (since !== undefined) wanted = wanted.where('w.id', '>=', firstIdAt(new Date(since)));
      if (until !== undefined) wanted = wanted.where('w.id', '<', firstIdAt(new Date(until)));
      if (before !== undefined) wanted = wanted.where('w.id', '<', before.id);
      return wanted.execute();
    });
    return cursors.page(
      { tenantId, list: name, limit },
      rows,
      ({ id }) => ({ id }),
      (row) => webhookView(row, clock.now()),
    );
  };

  const listOf = (
    principal: Principal,
    tenant: string,
    integration: string,
    query: WebhookQuery = {},
  ): Promise<List<WebhookView>> => list(principal, tenant, { ...query, integration });

  /** One with what it said, masked for whoever is not told about people. Throws `not_found`. */
  const get = async (principal: Principal, tenant: string, webhook: string): Promise<WebhookDetail> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const id = readId('whk', webhook);
    const row = await store.inTenant(tenantId, (trx) =>
      webhookRows(trx, tenantId).select('w.sealed').where('w.id', '=', id).executeTakeFirst(),
    );
    if (row === undefined) throw noWebhook(webhook);
    const { headers, payload, original } = await openWebhookBody(store.vault, tenantId, row);
    const shown = (said: unknown) => z.json().parse(seesPeople(principal) ? said : maskRaw(said));
    return {
      ...webhookView(row, clock.now()),
      headers,
      payload: shown(payload),
      ...(original === undefined ? {} : { original: shown(original) }),
    };
  };

  /** How many of an integration wait, and failed. Throws `not_found`. */
  const counts = async (principal: Principal, tenant: string, integration: string): Promise<WebhookCounts> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const integrationId = readId('int', integration);
    const { queued, failed, processed, oldest } = await store.inTenant(tenantId, async (trx) => {
      await knownIntegration(trx, tenantId, integrationId, integration);
      return countWebhooks(trx, tenantId, integrationId, new Date(clock.now() - dayMs));
    });
    return { queued, failed, processed_last_day: processed, oldest_queued_at: oldest?.toISOString() ?? null };
  };

  return { list, listOf, get, counts };
}

export function noWebhook(named: string) {
  return fail('not_found', `There is no webhook "${printable(named)}".`);
}

export async function knownIntegration(
  trx: TenantTransaction,
  tenantId: string,
  id: string,
  named: string,
): Promise<void> {
  const row = await trx
    .selectFrom('integration')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw noIntegration(named);
}
