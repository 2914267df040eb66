/**
 * Having webhooks worked off again: one, all of some time, all that failed; and mending what a dead letter says first. Nothing is done twice by
 * it: what a webhook tells is stored if it is newer than what is there, and whoever listens hears of it once.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { JsonValue } from '../../contract/http.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { openWebhookBody, sealWebhookBody } from '../../store/webhook-body.ts';
import { expectWebhooks } from '../../store/webhook-queue.ts';
import { countReplayable, requeueSome, webhookRows } from '../../store/webhook-rows.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { readId } from '../ids.ts';
import { parseInput } from '../inputs.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import { knownIntegration } from '../integrations/integration-rows.ts';
import { noWebhook } from './webhooks.ts';
import {
  ReplayWebhook,
  ReplayWebhooks,
  webhookView,
  type ReplayedWebhooks,
  type WebhookView,
} from './webhook-views.ts';

/** Webhooks one transaction queues, and one call. */
const atOnce = 500;
const perCall = 10_000;

export function replay(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store, clock } = context;

  /**
   * One; one that is worked on at this moment is worked off once more. Throws `not_found`; `conflict` for one that was erased, of an
   * integration that is disconnected, and for mending one that has not failed.
   */
  const one = async (
    principal: Principal,
    tenant: string,
    webhook: string,
    input: ReplayWebhook = {},
  ): Promise<WebhookView> => {
    const { id: tenantId } = await tenants.enter(principal, 'act', tenant);
    const { payload } = parseInput(ReplayWebhook, input);
    const id = readId('whk', webhook);
    const actor = nameOf(principal);
    return store.inTenant(tenantId, async (trx) => {
      const row = await webhookRows(trx, tenantId)
        .select('w.sealed')
        .where('w.id', '=', id)
        .forUpdate('w')
        .executeTakeFirst();
      if (row === undefined) throw noWebhook(webhook);
      if (row.erased) throw fail('conflict', 'What this webhook said was erased: there is nothing to replay.');
      if (row.auth_state === 'disconnected')
        throw fail('conflict', 'Its integration is disconnected; connect it first, then replay the webhook.');
      if (payload !== undefined) {
        if (row.state !== 'failed')
          throw fail('conflict', `Only a failed webhook can be mended; this one is ${row.state}.`);
        await mend(trx, tenantId, actor, row, payload);
      }
      await trx
        .updateTable('webhook')
        .set((eb) => ({
          state: 'queued',
          attempts: 0,
          replays: eb('replays', '+', 1),
          next_at: sql<Date>`clock_timestamp()`,
        }))
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute();
      await expectWebhooks(trx, tenantId, [row.integration_id]);
      await store.audit.append(trx, {
        tenantId,
        actor,
        action: 'webhook.replayed',
        target: id,
        details: { type: row.type, mended: payload !== undefined },
      });
      const after = await webhookRows(trx, tenantId).where('w.id', '=', id).executeTakeFirstOrThrow();
      return webhookView(after, clock.now());
    });
  };

  /** Another payload, with what came kept beside it. */
  const mend = async (
    trx: TenantTransaction,
    tenantId: string,
    actor: string,
    row: { readonly id: string; readonly sealed: Buffer; readonly key_version: number },
    payload: JsonValue,
  ): Promise<void> => {
    const body = await openWebhookBody(store.vault, tenantId, row);
    const sealer = await store.vault.keyFor(tenantId);
    await trx
      .updateTable('webhook')
      .set({
        sealed: sealWebhookBody(sealer, row.id, { original: body.payload, ...body, payload }),
        key_version: sealer.version,
        bytes: Buffer.byteLength(JSON.stringify(payload)),
        mended_at: new Date(clock.now()),
        mended_by: actor,
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', row.id)
      .execute();
  };

  /** All that failed since a moment, or whichever is asked for; those that wait for their turn are left alone. Oldest first. */
  const some = async (principal: Principal, tenant: string, input: ReplayWebhooks): Promise<ReplayedWebhooks> => {
    const { id: tenantId } = await tenants.enter(principal, 'act', tenant);
    const { state, integration, type, since, until, cursor, dry_run: dry } = parseInput(ReplayWebhooks, input);
    const integrationId = integration === undefined ? undefined : readId('int', integration);
    const list = `replay:${JSON.stringify([state, integration, type, since, until])}`;
    const place = await cursors.read(tenantId, list, cursor, z.object({ id: z.guid() }));
    if (integrationId !== undefined)
      await store.inTenant(tenantId, (trx) => knownIntegration(trx, tenantId, integrationId, integration ?? ''));
    const wanted = {
      states: state === 'all' ? (['processed', 'failed'] as const) : [state],
      integrationId,
      type,
      since: new Date(since),
      until: until === undefined ? undefined : new Date(until),
    };
    if (dry) {
      const count = await store.inTenant(tenantId, (trx) =>
        countReplayable(trx, tenantId, { ...wanted, after: place?.id }, perCall),
      );
      return { replayed: count, next_cursor: null };
    }
    let after = place?.id;
    let replayed = 0;
    let whole = false;
    while (!whole && replayed < perCall) {
      const from = after;
      const ids = await store.inTenant(tenantId, (trx) =>
        requeueSome(trx, tenantId, { ...wanted, after: from }, atOnce),
      );
      replayed += ids.length;
      after = ids.at(-1) ?? after;
      whole = ids.length < atOnce;
    }
    if (replayed > 0)
      await store.inTenant(tenantId, (trx) =>
        store.audit.append(trx, {
          tenantId,
          actor: nameOf(principal),
          action: 'webhooks.replayed',
          target: integrationId ?? tenantId,
          details: { state, since, ...(until === undefined ? {} : { until }), replayed },
        }),
      );
    return {
      replayed,
      next_cursor: whole || after === undefined ? null : await cursors.write(tenantId, list, { id: after }),
    };
  };

  return { one, some };
}
