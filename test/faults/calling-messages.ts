/** What F16 and its calling processes say to each other. */
import { z } from 'zod';

export const callingSettings = z.object({
  appUrl: z.string(),
  rootKey: z.string(),
  hostMap: z.string(),
  app: z.object({ clientId: z.string(), clientSecret: z.string() }),
  tenantId: z.string(),
  integrationId: z.string(),
  callers: z.number(),
  leases: z.boolean(),
});
export type CallingSettings = z.infer<typeof callingSettings>;

/** From the parent: call, with the clock so far ahead. */
export const order = z.object({ aheadMs: z.number() });
export type Order = z.infer<typeof order>;

/** To the parent, for each caller: its error's code, or null when it was answered. */
export const report = z.object({ outcomes: z.array(z.string().nullable()) });
export type Report = z.infer<typeof report>;
