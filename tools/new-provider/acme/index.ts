/** Acme: facts, ways in, errors. The lists are in streams.ts, the writes in actions.ts. */
import { bearer, defineProvider, fail, type CheckContext, type CheckResult } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import { streams } from './streams.ts';
import { webhooks } from './webhooks.ts';

/** The cheapest call that proves the key and names the account. */
async function check({ http }: CheckContext): Promise<CheckResult> {
  const { body } = await http.send({ url: '/me' });
  const id = textAt(body, 'id');
  if (id === undefined) throw fail('decode_failed', 'Acme did not say whose key this is.');
  const name = textAt(body, 'name') ?? id;
  return { message: `Connected to ${name}`, account: { id, name, meta: {} } };
}

export default defineProvider({
  key: 'acme',
  name: 'Acme',
  category: 'crm',
  priority: 'medium',
  summary: 'TODO: who uses Acme, and what for, in a sentence of your own.',
  features: ['contacts'],
  docs: 'https://TODO.example/the-vendors-documentation',
  truth: 'vendor docs',
  baseUrl: 'https://api.acme.example/v1',
  hosts: ['api.acme.example'],
  auth: [
    bearer({
      label: 'API key',
      summary: 'TODO: when to choose this way.',
      fields: { api_key: { label: 'API key', help: 'TODO: where in Acme it is found.', secret: true } },
    }),
  ],
  limits: [{ per: 'minute', max: 120 }, { concurrent: 4 }],
  idempotencyHeader: 'idempotency-key',
  requestIdHeader: 'x-request-id',
  error: readError,
  check,
  streams,
  actions,
  webhooks,
});
