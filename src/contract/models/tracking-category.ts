/** A way to slice the ledger (campus, department), with its options. */
import { z } from 'zod';
import { reference } from './fields.ts';

export const trackingCategory = z.object({
  name: z.string(),
  status: z.enum(['active', 'archived']),
  options: z.array(z.object({ id: reference, name: z.string(), status: z.enum(['active', 'archived']) })),
  custom: z.record(z.string(), z.unknown()),
});
