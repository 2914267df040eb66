/** A qualification or accredited course on the organisation's scope (`BSB30120 Certificate III in Business`). */
import { z } from 'zod';
import { moment } from './fields.ts';

export const qualification = z.object({
  code: z.string().nullable(),
  name: z.string(),
  /** As the vendor says it (`Certificate III`). */
  level: z.string().nullable(),
  /** Nominal hours. */
  hours: z.number().nullable(),
  /** State or territory the facts hold for, where they differ. */
  region: z.string().nullable(),
  status: z.enum(['current', 'superseded', 'archived']).nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
