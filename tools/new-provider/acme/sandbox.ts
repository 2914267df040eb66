/**
 * Acme's API, stateful and strict. Write it from the vendor's documentation and not from streams.ts: a sandbox that shares a
 * misreading with the connector proves nothing. Where the vendor has an SDK on npm, drive the sandbox with it in a test.
 */
import { createHmac } from 'node:crypto';
import {
  defineSandbox,
  type JsonObject,
  type SandboxContext,
  type SandboxEvent,
  type SandboxRequest,
  type SandboxResponse,
  type SandboxWebhooks,
} from 'plugboard/contract';
import { bearerOf, envelope, isObject, jsonOf, pageOf, sameSecret } from 'plugboard/kit';

interface Contact extends JsonObject {
  readonly id: string;
  readonly updated_at: string;
}

interface State {
  contacts: Contact[];
  /** Contact made for an idempotency key. */
  made: Record<string, string>;
}

const apiKey = 'acme-sandbox-key-0001';
const biggestPage = 100;

function problem(status: number, code: string, message: string): SandboxResponse {
  return { status, body: { error: { code, message } } };
}

function contact(id: string, fields: JsonObject, at: number): Contact {
  const moment = new Date(at).toISOString();
  return {
    id,
    first_name: null,
    last_name: null,
    email: null,
    phone: null,
    ...fields,
    created_at: moment,
    updated_at: moment,
  };
}

function list({ query }: SandboxRequest, { state, grown }: SandboxContext<State>): SandboxResponse {
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > biggestPage)
    return problem(422, 'bad_limit', `limit must be 1 to ${biggestPage}`);
  const since = query.get('updated_since');
  const from = Number(query.get('after') ?? 0);
  const seeded = state.contacts.filter(({ updated_at: at }) => since === null || at >= since);
  const more = grown('contacts');
  const page = pageOf({
    seeded,
    grown: since === null ? more : more?.changedSince(Date.parse(since)),
    from,
    count: limit,
  });
  return { body: envelope('{"data":[', page, `],"next":${page.more ? `"${from + limit}"` : 'null'}}`) };
}

function create(request: SandboxRequest, context: SandboxContext<State>): SandboxResponse {
  const { state, hex, now, emit } = context;
  const body = jsonOf(request);
  if (!isObject(body) || typeof body['first_name'] !== 'string')
    return problem(422, 'invalid', 'first_name is required');
  const key = request.headers['idempotency-key'];
  const known = key === undefined ? undefined : state.contacts.find(({ id }) => id === state.made[key]);
  if (known !== undefined) return { status: 201, body: known };
  const { first_name, last_name = null, email = null, phone = null } = body;
  const made = contact(`c_${hex(12)}`, { first_name, last_name, email, phone }, now());
  state.contacts.push(made);
  if (key !== undefined) state.made[key] = made.id;
  emit(eventOf('contact.created', made, context));
  return { status: 201, body: made };
}

function eventOf(type: string, about: Contact, { hex, now }: SandboxContext<State>): SandboxEvent {
  return {
    type,
    payload: { id: `evt_${hex(12)}`, type, created_at: new Date(now()).toISOString(), contact: about },
  };
}

/** The vendor's real envelope, signature and patience. */
const webhooks: SandboxWebhooks<State> = {
  signature: { header: 'x-signature' },
  types: ['contact.created', 'contact.updated', 'contact.deleted'],
  example(type, context, nth) {
    const about = context.state.contacts[nth % context.state.contacts.length];
    return about === undefined ? undefined : eventOf(type, about, context);
  },
  request([event], { secret }) {
    const body = Buffer.from(JSON.stringify(event?.payload ?? {}));
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    return { method: 'POST', headers: { 'content-type': 'application/json', 'x-signature': signature }, body };
  },
  retries: [60_000, 600_000],
  timeoutMs: 10_000,
};

export default defineSandbox<State>({
  hosts: ['api.acme.example'],
  signIns: [{ method: 'api_key', fields: { api_key: apiKey }, wrong: { api_key: 'not-the-key' } }],
  seed: ({ business, now }) => ({
    contacts: business.people.map(({ id, firstName, lastName, email, phone }) =>
      contact(`c_${id}`, { first_name: firstName, last_name: lastName, email, phone }, now),
    ),
    made: {},
  }),
  guard: (request) =>
    sameSecret(bearerOf(request) ?? '', apiKey) ? undefined : problem(401, 'invalid_key', 'The key is not valid.'),
  routes: [
    {
      method: 'GET',
      path: '/v1/me',
      handle: (_request, { business }) => ({ body: { id: 'acct_1', name: business.name } }),
    },
    { method: 'GET', path: '/v1/contacts', handle: list },
    { method: 'POST', path: '/v1/contacts', handle: create },
  ],
  grow: {
    contacts: ({ index, generation, at }) =>
      contact(
        `c_grown_${String(index).padStart(7, '0')}`,
        { first_name: `Person ${index}`, last_name: `Version ${generation}`, email: `person.${index}@example.com` },
        at,
      ),
  },
  example: (action, { nth }) =>
    action === 'create_contact'
      ? { first_name: 'Mai', last_name: `Tran ${nth}`, email: `mai.${nth}@example.com` }
      : undefined,
  webhooks,
});
