/** What callers send and see of the vault's keys: names, counts and moments, never a key. */
import { z } from 'zod';
import { slugText } from '../inputs.ts';

const rotationStates = ['queued', 'sealing', 'waiting', 'finished'] as const;

const RootKeyUseView = z.object({
  id: z.string().meta({ description: 'First 8 bytes of its sha256, hexadecimal.' }),
  seen_at: z.iso.datetime().meta({ description: 'When a process last said that it wraps with it; to the minute.' }),
  in_use: z.boolean(),
  retired_at: z.iso.datetime().nullable().meta({ description: 'Since then it opens nothing.' }),
});

const RotationView = z.object({
  owner: z.string().meta({ description: '`platform`, or the slug of a tenant.' }),
  state: z.enum(rotationStates).meta({
    description:
      'queued; sealing: the new key is in use, what older ones sealed is sealed anew; waiting: done, the old keys are destroyed soon; finished.',
  }),
  requested_by: z.string(),
  requested_at: z.iso.datetime(),
  to_version: z.number().int().nullable(),
  done: z.number().int().meta({ description: 'Values sealed anew.' }),
  total: z.number().int(),
  unreadable: z.number().int().meta({ description: 'Values that do not open; they stay, and so does their key.' }),
  destroyed: z.number().int().meta({ description: 'Old keys destroyed.' }),
  next_at: z.iso.datetime().nullable().meta({ description: 'Not taken up before.' }),
  finished_at: z.iso.datetime().nullable(),
  problem: z.string().nullable().meta({ description: 'Why it failed when it was last tried; it is tried again.' }),
});
export type RotationView = z.output<typeof RotationView>;

export const KeyStatusView = z
  .object({
    root_key: z.object({
      id: z.string().meta({ description: 'The one this process wraps with.' }),
      previous: z.string().nullable(),
      data_keys: z.number().int(),
      closed: z.number().int().meta({ description: 'Data keys it does not open yet.' }),
      unsettled: z.number().int().meta({ description: 'Data keys that are not wrapped with it alone.' }),
      known: z.array(RootKeyUseView),
      message: z.string(),
    }),
    data_keys: z.object({
      owners: z.record(z.enum(rotationStates), z.number().int()),
      done: z.number().int(),
      total: z.number().int(),
      rotations: z.array(RotationView).meta({ description: 'Those under way first, then the last ones; at most 200.' }),
    }),
  })
  .meta({ id: 'KeyStatus' });
export type KeyStatusView = z.output<typeof KeyStatusView>;

export const RotateDataKeys = z
  .strictObject({
    owner: slugText.optional().meta({ description: 'Slug of a tenant, or `platform`; left out: all.' }),
  })
  .meta({ id: 'RotateDataKeys' });

export const RotationStartView = z
  .object({
    owners: z.number().int().meta({ description: 'Owners that get a new data key.' }),
    resumed: z
      .boolean()
      .meta({ description: 'An earlier rotation is still under way, and goes on; no further keys are made.' }),
  })
  .meta({ id: 'RotationStart' });
export type RotationStartView = z.output<typeof RotationStartView>;

export const RootKeyChangeView = z
  .object({
    id: z.string().meta({ description: 'The present root key.' }),
    state: z.enum(['unchanged', 'wrapped', 'finished']).meta({
      description:
        'unchanged: nothing to do; wrapped: every data key opens with the present root key, others are still in use; finished: the others open nothing any more.',
    }),
    wrapped: z.number().int().meta({ description: 'Data keys this call wrapped.' }),
    in_use: z.array(z.string()).meta({ description: 'Other root keys processes still work with.' }),
    message: z.string().meta({ description: 'What to do next.' }),
  })
  .meta({ id: 'RootKeyChange' });
export type RootKeyChangeView = z.output<typeof RootKeyChangeView>;

/** What a change of the root key has come to, and what to do next. */
export function rootKeyChange(
  id: string,
  wrapped: number,
  { state, others }: { readonly state: RootKeyChangeView['state']; readonly others: readonly string[] },
): RootKeyChangeView {
  const names = others.join(' and ');
  const message = {
    unchanged: `Every data key is wrapped with root key ${id} alone: there is nothing to do.`,
    wrapped: `Every data key opens with root key ${id} now, and with the one before. Processes still work with ${names} alone: start them with the new key as PLUGBOARD_ROOT_KEY and the old one as PLUGBOARD_ROOT_KEY_PREVIOUS, wait three minutes, and run this again. Keep the old key until then.`,
    finished: `Done: root key ${id} alone opens the vault. The old root key may be removed: take PLUGBOARD_ROOT_KEY_PREVIOUS away, run \`plugboard migrate\` and start the processes again.`,
  }[state];
  return { id, state, wrapped, in_use: [...others], message };
}
