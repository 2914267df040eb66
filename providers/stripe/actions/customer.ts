/** Create a customer: a person or company that can pay, be billed and subscribe. */
import { action, z } from 'plugboard/contract';
import { rawCustomer } from '../raw.ts';
import { asListed, decoded, form, jsonBody, metadataInput } from './fields.ts';

const line = z.string().max(200).optional();

const input = z
  .object({
    name: z.string().min(1).max(256).optional(),
    email: z.email().max(512).optional(),
    phone: z.string().min(1).max(20).optional(),
    address: z
      .object({ line1: line, line2: line, city: line, region: line, postcode: line, country: line })
      .optional()
      .describe('country: two letters.'),
    description: z.string().max(1000).optional(),
    metadata: metadataInput.optional(),
  })
  // Stripe would take an empty customer; nobody could tell afterwards who it is.
  .refine((value) => value.name !== undefined || value.email !== undefined, {
    path: ['name'],
    message: 'Expected a name or an e-mail address.',
  });

export const createCustomer = action({
  summary: 'Adds a person or company that can pay.',
  input,
  output: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
  creates: 'customers',
  run: async ({ http, input: value, idempotencyKey }) => {
    const { address } = value;
    const response = await http.send({
      method: 'POST',
      url: '/v1/customers',
      idempotencyKey,
      body: {
        form: form({
          name: value.name,
          email: value.email,
          phone: value.phone,
          address:
            address === undefined
              ? undefined
              : {
                  line1: address.line1,
                  line2: address.line2,
                  city: address.city,
                  state: address.region,
                  postal_code: address.postcode,
                  country: address.country,
                },
          description: value.description,
          metadata: value.metadata,
        }),
      },
    });
    const customer = decoded(rawCustomer, response, 'a customer');
    return {
      output: { id: customer.id, name: customer.name ?? null, email: customer.email ?? null },
      records: [{ stream: 'customers', items: [asListed(jsonBody(response))] }],
    };
  },
});
