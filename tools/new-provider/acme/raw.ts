/** Acme's own shapes, as far as they are read. Lenient: what is unknown stays in the raw record. */
import { z } from 'plugboard/contract';

export const rawContact = z.looseObject({
  id: z.string(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});
export type RawContact = z.infer<typeof rawContact>;
