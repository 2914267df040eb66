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
import { knownIntegration } from '../integrations/integration-rows.ts';
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
  type WebhookRow,
  type WebhookView,
} from './webhook-views.ts';

/** Webhooks looked at for one page: type and provider have no index. */
const examined = 5_000;

export type Webhooks = ReturnType<typeof webhooks>;

export function webhooks(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store, clock } = context;

  /**
   * Of all integrations, or of one. A page may hold fewer than were asked for, or none, while its cursor leads further back. Throws
   * `not_found` for an unknown integration.
   */
  const list = async (
    principal: Principal,
    tenant: string,
    query: AllWebhooksQuery = {},
  ): Promise<List<WebhookView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor, ...asked } = parseInput(AllWebhooksQuery, query);
    const { integration, state, type, provider } = asked;
    const integrationId = integration === undefined ? undefined : readId('int', integration);
    const name = `webhooks:${JSON.stringify([integration, state, type, provider])}`;
    const before = await cursors.read(tenantId, name, cursor, z.object({ id: z.guid() }));
    const { rows, next } = await store.inTenant(tenantId, async (trx) => {
      if (integrationId !== undefined) await knownIntegration(trx, tenantId, integrationId, integration ?? '');
      return readPage(trx, tenantId, { ...asked, integrationId, before: before?.id }, limit);
    });
    return {
      data: rows.map((row) => webhookView(row, clock.now())),
      next_cursor: next === undefined ? null : await cursors.write(tenantId, name, { id: next }),
    };
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

type Wanted = Omit<z.output<typeof AllWebhooksQuery>, 'limit' | 'cursor' | 'integration'> & {
  readonly integrationId: string | undefined;
  /** Only older ones than this. */
  readonly before: string | undefined;
};

/** Newest first. `next`: the last one looked at, when there are more. */
async function readPage(
  trx: TenantTransaction,
  tenantId: string,
  { integrationId, state, type, provider, since, until, before }: Wanted,
  limit: number,
): Promise<{ readonly rows: readonly WebhookRow[]; readonly next: string | undefined }> {
  const span = () => {
    let wanted = webhookRows(trx, tenantId).orderBy('w.id', 'desc');
    if (integrationId !== undefined) wanted = wanted.where('w.integration_id', '=', integrationId);
    if (state !== undefined) wanted = wanted.where('w.state', '=', state);
    if (since !== undefined) wanted = wanted.where('w.id', '>=', firstIdAt(new Date(since)));
    if (until !== undefined) wanted = wanted.where('w.id', '<', firstIdAt(new Date(until)));
    if (before !== undefined) wanted = wanted.where('w.id', '<', before);
    return wanted;
  };
  let matching = trx
    .selectFrom(span().limit(examined).as('e'))
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (type !== undefined) matching = matching.where('type', '=', type);
  if (provider !== undefined) matching = matching.where('provider', '=', provider);
  const found = await matching.execute();
  const rows = found.slice(0, limit);
  if (found.length > limit) return { rows, next: rows.at(-1)?.id };
  const last = await span()
    .offset(examined - 1)
    .limit(1)
    .executeTakeFirst();
  return { rows, next: last?.id };
}

export function noWebhook(named: string) {
  return fail('not_found', `There is no webhook "${printable(named)}".`);
}
