/**
 * Platform Triggers, as the company's administrator has built them: one for each object and kind of change, with the body of guide.md. An
 * address with a secret is a plain trigger that sends it in a header; one without uses webhook delivery, where Sage signs a token. Called
 * by ../sandbox.ts and the writes of both APIs.
 */
import type { SandboxAddress, SandboxEvent, SandboxRoute, SandboxWebhook, SandboxWebhooks } from 'plugboard/contract';
import { newSigningKey, publicKeys, signToken, textAt, watchRows, type SigningKey } from 'plugboard/kit';
import { companyId, type Context, type Row, type State } from './state.ts';

const objects: Readonly<Record<string, (state: State) => readonly Row[]>> = {
  CUSTOMER: ({ customers }) => customers,
  ARINVOICE: ({ invoices }) => invoices,
  ARPYMT: ({ payments }) => payments,
  GLACCOUNT: ({ accounts }) => accounts,
  GLBATCH: ({ batches }) => batches,
};

/** The client id a trigger with webhook delivery was given. */
const clientId = '5c1d9e7a2b604e8chook.app.sage.com';

/** Where Sage publishes the keys of its tokens. */
const keysPath = '/ia/api/v1/oauth2/jwks';
export const keysUrl = `https://api.intacct.com${keysPath}`;

function eventOf(object: string, key: number, change: string, context: Context): SandboxEvent {
  const type = `${object.toLowerCase()}.${change}`;
  const payload = {
    eventId: context.hex(32),
    eventType: type,
    objectName: object,
    recordNo: String(key),
    companyId,
    timestamp: `${new Date(context.now()).toISOString().slice(0, 19)}Z`,
  };
  return { type, payload };
}

/** Does the work, and tells what it changed. */
export function telling<T>(context: Context, work: () => T): T {
  const looks = Object.entries(objects).map(([object, rows]) => ({
    object,
    changes: watchRows(
      () => rows(context.state),
      ({ key }) => key,
    ),
  }));
  const result = work();
  for (const { object, changes } of looks)
    for (const { change, row } of changes()) context.emit(eventOf(object, row.key, change, context));
  return result;
}

function signingKey({ state, hex }: Context): SigningKey {
  state.signing ??= newSigningKey(hex(16));
  return state.signing;
}

export const keysRoute: SandboxRoute<State> = {
  method: 'GET',
  path: keysPath,
  open: true,
  handle: (_request, context) => ({ body: publicKeys([signingKey(context)]) }),
};

function proofOf({ secret }: SandboxAddress, event: SandboxEvent | undefined, context: Context, nowMs: number) {
  if (secret !== '') return { 'x-webhook-secret': secret };
  const seconds = Math.floor(nowMs / 1000);
  const claims = { iss: 'https://api.intacct.com', client_id: clientId, iat: seconds, exp: seconds + 300 };
  return {
    authorization: `Bearer ${signToken(signingKey(context), claims)}`,
    'x-trusted-context': Buffer.from(JSON.stringify({ clientId, companyId })).toString('base64'),
    // The same whenever it is sent again.
    'idempotency-key': textAt(event?.payload, 'eventId') ?? '',
  };
}

function request(
  [event]: readonly SandboxEvent[],
  address: SandboxAddress,
  context: Context,
  nowMs: number,
): SandboxWebhook {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...proofOf(address, event, context, nowMs) },
    body: Buffer.from(JSON.stringify(event?.payload ?? {})),
  };
}

/** After any other answer it is not sent again. */
const sentAgain = [408, 429, 500, 502, 503, 504];

export const webhooks: SandboxWebhooks<State> = {
  signature: { header: 'x-webhook-secret' },
  types: Object.keys(objects).flatMap((object) =>
    ['created', 'updated', 'deleted'].map((change) => `${object.toLowerCase()}.${change}`),
  ),
  example(type, context, nth) {
    const [object = '', change = ''] = type.split('.');
    const rows = objects[object.toUpperCase()]?.(context.state) ?? [];
    const row = rows[nth % rows.length];
    return row === undefined ? undefined : eventOf(object.toUpperCase(), row.key, change, context);
  },
  request,
  retries: [10_000, 30_000, 90_000],
  timeoutMs: 30_000,
  received: (status) => !sentAgain.includes(status),
};
