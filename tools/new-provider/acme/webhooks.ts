/** What Acme sends of its own accord: signed with a secret both sides know, each with the whole contact as it was then. */
import { fail, isJsonObject, type Webhooks } from 'plugboard/contract';
import { at, fromIso, textAt, verifyBodyHmac } from 'plugboard/kit';

export const webhooks: Webhooks = {
  addresses: ['integration'],
  proof: 'signature',
  secret: { label: 'Webhook secret', help: 'TODO: where in Acme it is found, or chosen.' },
  types: ['contact.created', 'contact.updated', 'contact.deleted'],
  verify: (request, context) => verifyBodyHmac(request, context, { header: 'x-signature', encoding: 'hex' }),
  events(content) {
    const type = textAt(content, 'type');
    if (type === undefined) throw fail('decode_failed', 'Acme sent an event without a type.');
    return [{ type, id: textAt(content, 'id'), at: fromIso(at(content, 'created_at')), payload: content }];
  },
  effect({ type, at: moment, payload }) {
    const contact = isJsonObject(payload) ? payload['contact'] : undefined;
    const key = textAt(contact, 'id');
    if (!isJsonObject(contact) || key === undefined || moment === undefined) return undefined;
    return type === 'contact.deleted'
      ? { gone: [{ stream: 'contacts', key, at: moment }] }
      : { items: [{ stream: 'contacts', item: contact, at: moment }] };
  },
};
