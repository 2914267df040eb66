/**
 * How a test delivery shows that it is ours: a header with the integration, the moment, and an HMAC over both and the body by a key that
 * follows from the platform's. So a test proves the way to an address whatever the provider's own scheme is, and nobody else can send
 * one. Used by test-delivery.ts, which sends them, and by the intake.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { WebhookEvent } from '../../contract/webhooks.ts';
import { platformTenant } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { bare, dashed } from '../ids.ts';
import { isSame } from './addresses-token.ts';

export const testHeader = 'plugboard-test';

/** What comes as a test is stored as this type. */
export const testType = 'plugboard.test';

export const TestBody = z.object({ id: z.string(), sent_at: z.iso.datetime(), message: z.string() });
export type TestBody = z.output<typeof TestBody>;

/** The event of a body that is ours. */
export function testEvent(body: Buffer): WebhookEvent {
  const payload = TestBody.parse(JSON.parse(body.toString('utf8')));
  return { type: testType, id: payload.id, at: payload.sent_at, payload };
}

export interface TestProof {
  readonly tenantId: string;
  readonly integrationId: string;
}

const toleranceMs = 5 * 60_000;
const form = /^i=([0-9a-f]{32})([0-9a-f]{32}),t=([0-9]{1,15}),v1=([0-9a-f]{64})$/;

export async function proveTest(
  context: HubContext,
  { tenantId, integrationId }: TestProof,
  body: Buffer,
): Promise<string> {
  const head = `i=${bare(tenantId)}${bare(integrationId)},t=${context.clock.now()}`;
  return `${head},v1=${await digestOf(context, head, body)}`;
}

/** For which integration it is a test; undefined: it is not ours, or of another time. */
export async function readTest(context: HubContext, header: string, body: Buffer): Promise<TestProof | undefined> {
  const [, tenant, integration, moment, digest] = form.exec(header) ?? [];
  if (tenant === undefined || integration === undefined || digest === undefined) return undefined;
  if (Math.abs(Number(moment) - context.clock.now()) > toleranceMs) return undefined;
  const right = await digestOf(context, header.slice(0, header.lastIndexOf(',')), body);
  return isSame(right, digest) ? { tenantId: dashed(tenant), integrationId: dashed(integration) } : undefined;
}

/** Not by the tenant's own key: whoever invents tenants would have us make keys for them. */
async function digestOf(context: HubContext, head: string, body: Buffer): Promise<string> {
  const key = await context.store.vault.derive(platformTenant, 1, 'webhook tests');
  return createHmac('sha256', key).update(`${head}.`).update(body).digest('hex');
}
