/** What can be written to Acme. */
import { action, fail, models, z, type JsonObject } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { mapContact } from './maps.ts';
import { rawContact } from './raw.ts';

const createContact = action({
  summary: 'Adds a person.',
  input: z.strictObject({
    first_name: z.string().min(1).max(100),
    last_name: z.string().min(1).max(100).optional(),
    email: z.email().optional(),
  }),
  output: z.object({ id: z.string(), data: models.contact }),
  creates: 'contacts',
  async run({ http, input, idempotencyKey }) {
    const body: JsonObject = {
      first_name: input.first_name,
      ...(input.last_name === undefined ? {} : { last_name: input.last_name }),
      ...(input.email === undefined ? {} : { email: input.email }),
    };
    const answer = await http.send({ method: 'POST', url: '/contacts', body: { json: body }, idempotencyKey });
    const raw = rawContact.safeParse(answer.body);
    if (!raw.success || !isObject(answer.body)) throw fail('decode_failed', 'Acme did not answer the contact it made.');
    return {
      output: { id: raw.data.id, data: mapContact(raw.data) },
      records: [{ stream: 'contacts', items: [answer.body] }],
    };
  },
});

export const actions = { create_contact: createContact };
