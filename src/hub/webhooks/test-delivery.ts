/**
 * Test deliveries: a webhook of our own, sent over real HTTP to the address a provider was given, to see whether what providers send can
 * arrive: the public URL, the proxy in front, the body's way through them, storing. It says nothing about the provider's own secret.
 */
import { identify } from '../../engine/webhooks/identity.ts';
import { postToOurselves, type OwnAnswer } from '../../engine/webhooks/own-address.ts';
import type { Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { newId, readId, showId } from '../ids.ts';
import { writeLog } from '../logs/logs.ts';
import { appWebhookUrl } from '../providers/provider-apps.ts';
import { ensureAddress, ownUrl, readAddress, webhookIntegration } from './addresses-rows.ts';
import type { AddressTokens } from './addresses-token.ts';
import type { TestDeliveryView } from './addresses-views.ts';
import { proveTest, testEvent, testHeader, type TestBody } from './test-delivery-proof.ts';

const timeoutMs = 10_000;

export function testDelivery(context: HubContext, tenants: Tenants, tokens: AddressTokens) {
  const { store, clock } = context;

  /** To its own address where it has one, else to that of the provider's apps. */
  const addressOf = (tenantId: string, id: string): Promise<string> =>
    store.inTenant(tenantId, async (trx) => {
      const found = await webhookIntegration(context, trx, tenantId, id);
      const known = await readAddress(context, trx, tenantId, id);
      if (known === undefined && found.webhooks.addresses.includes('app'))
        return appWebhookUrl(context, found.provider.key);
      const { held } = known ?? (await ensureAddress(context, tokens, trx, found)).address;
      return ownUrl(context, found.provider.key, held.tokens[0]?.value ?? '');
    });

  /** What came of it in the store. */
  const storedId = async (tenantId: string, integrationId: string, body: Buffer): Promise<string | undefined> => {
    const { key } = identify(testEvent(body));
    const row = await store.inTenant(tenantId, (trx) =>
      trx
        .selectFrom('webhook')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('integration_id', '=', integrationId)
        .where('key', '=', key)
        .executeTakeFirst(),
    );
    return row?.id;
  };

  return {
    /** Answers whether it arrived; that it did not is a result and no error. */
    test: async (principal: Principal, tenant: string, integration: string): Promise<TestDeliveryView> => {
      const { id: tenantId } = await tenants.enter(principal, 'act', tenant);
      const id = readId('int', integration);
      const url = await addressOf(tenantId, id);
      const content: TestBody = {
        id: newId(context),
        sent_at: new Date(clock.now()).toISOString(),
        message: 'A test delivery by Plugboard to itself.',
      };
      const body = Buffer.from(JSON.stringify(content));
      const headers = {
        'content-type': 'application/json',
        [testHeader]: await proveTest(context, { tenantId, integrationId: id }, body),
      };
      const began = performance.now();
      const answer = await postToOurselves(url, headers, body, timeoutMs);
      const latency = Math.round(performance.now() - began);
      const stored = await storedId(tenantId, id, body);
      const message = said(answer, stored, latency);
      const view: TestDeliveryView = {
        success: stored !== undefined && 'status' in answer && answer.status < 300,
        message,
        url,
        status: 'status' in answer ? answer.status : null,
        latency_ms: latency,
        webhook: stored === undefined ? null : showId('whk', stored),
      };
      await store.inTenant(tenantId, (trx) =>
        writeLog(context, trx, {
          tenantId,
          integrationId: id,
          action: 'test_webhook',
          status: view.success ? 'success' : 'error',
          message,
        }),
      );
      return view;
    },
  };
}

function said(answer: OwnAnswer, stored: string | undefined, latency: number): string {
  if ('problem' in answer)
    return stored === undefined
      ? `The address cannot be reached from here: ${answer.problem}. Is PLUGBOARD_PUBLIC_URL where this server is?`
      : `The test was stored, but its answer did not come back: ${answer.problem}. A provider would send it again and again.`;
  if (stored !== undefined && answer.status < 300)
    return `The test arrived and was stored; answered ${answer.status} after ${latency} ms.`;
  if (stored !== undefined)
    return `The test was stored, but answered with ${answer.status} on its way back: something in front of this server answers in its place.`;
  return answer.status < 300
    ? `Something answers ${answer.status} at the address, but it is not this installation.`
    : `The address answers ${answer.status}, and the test was not stored. Does a proxy in front refuse or change requests?`;
}
