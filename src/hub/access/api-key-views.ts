/** What callers send and see of API keys. The key itself is in one answer only, when it is made. */
import { z } from 'zod';
import { lineText, listOf, moment } from '../inputs.ts';
import { scopes } from './principal.ts';

const scopeList = z.array(z.enum(scopes)).min(1, `expected at least one of ${scopes.join(', ')}`);

export const ApiKeyView = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(scopes)),
    created_at: z.iso.datetime(),
    created_by: z.string(),
    expires_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable().meta({ description: 'To the minute.' }),
    rotated_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When it got its present secret, if not when it was made.' }),
    previous_until: z.iso.datetime().nullable().meta({
      description: 'The secret before the present one works until then; null: it does not.',
    }),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyView = z.output<typeof ApiKeyView>;
export const ApiKeyList = listOf(ApiKeyView).meta({ id: 'ApiKeyList' });

export const NewApiKeyView = ApiKeyView.extend({
  key: z.string().meta({ description: 'The key itself: shown this once, never again.' }),
}).meta({ id: 'NewApiKey' });
export type NewApiKeyView = z.output<typeof NewApiKeyView>;

export const CreateApiKey = z
  .strictObject({
    name: lineText(100).meta({ example: 'Student portal' }),
    scopes: scopeList.default(['read']).meta({
      description:
        'read; connect: change and connect integrations; sync: start runs; act: write at vendors; admin: keys and deletions.',
    }),
    expires_at: moment.optional().meta({ description: 'Left out: it does not expire.' }),
  })
  .meta({ id: 'CreateApiKey' });

export const RotateApiKey = z
  .strictObject({
    overlap_s: z
      .number()
      .int()
      .min(0)
      .max(30 * 86_400)
      .default(86_400)
      .meta({
        description: 'Seconds the secret before goes on working; 0 ends it at once, default a day, at most 30 days.',
      }),
  })
  .meta({ id: 'RotateApiKey' });
