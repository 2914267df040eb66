/** What administrators see and send of the sandbox. The shapes are those of its control port, as far as the screen needs them. */
import { z } from 'zod';

const Clock = z
  .object({
    iso: z.iso.datetime().meta({ description: 'What time it is there.' }),
    frozen_at: z.number().nullable().meta({ description: 'Milliseconds since the epoch; null: it goes on.' }),
    offset: z.number().meta({ description: 'Milliseconds it is ahead of the real time.' }),
  })
  .meta({ id: 'SandboxClock' });

const FaultView = z
  .object({
    id: z.string(),
    fault: z.looseObject({ kind: z.string(), provider: z.string() }).meta({ description: 'As it was sent.' }),
    matched: z.number().int(),
    met: z.number().int().meta({ description: 'Requests that met the fault.' }),
  })
  .meta({ id: 'SandboxFault' });
export const SandboxFaultView = FaultView;

export const SandboxView = z
  .object({
    clock: Clock,
    faults: z.array(FaultView),
    providers: z.array(
      z.object({
        key: z.string(),
        origin: z.string(),
        can_grow: z.array(z.string()).meta({ description: 'Streams that can be given any number of records.' }),
        grown: z.record(z.string(), z.number()),
        switches: z.record(z.string(), z.string()),
        webhooks: z
          .array(z.string())
          .nullable()
          .meta({ description: 'Events it can send; null: the vendor has no webhooks.' }),
        requests: z.number().int().meta({ description: 'Asked of it so far.' }),
      }),
    ),
  })
  .meta({ id: 'Sandbox' });
export type SandboxView = z.output<typeof SandboxView>;

/** What the control port says of itself. */
export const ControlReading = z.object({
  clock: Clock,
  faults: z.array(FaultView),
  providers: z.record(
    z.string(),
    z.object({
      origin: z.string(),
      can_grow: z.array(z.string()),
      grown: z.record(z.string(), z.object({ records: z.number().int() })),
      switches: z.record(z.string(), z.string()),
      webhooks: z.object({ types: z.array(z.string()) }).nullable(),
      traffic: z.object({ requests: z.number().int() }),
    }),
  ),
});

export const ClockInput = z
  .discriminatedUnion('action', [
    z.strictObject({ action: z.literal('freeze'), at: z.iso.datetime({ offset: true }).optional() }),
    z.strictObject({
      action: z.literal('advance'),
      ms: z
        .number()
        .int()
        .min(0)
        .max(366 * 86_400_000),
    }),
    z.strictObject({ action: z.literal('set'), at: z.iso.datetime({ offset: true }) }),
    z.strictObject({ action: z.literal('real') }),
  ])
  .meta({ id: 'SetSandboxClock' });
export const SandboxClock = Clock;

export const FaultInput = z
  .looseObject({
    kind: z.enum([
      'status',
      'delay',
      'hang',
      'reset',
      'html',
      'gzip_bomb',
      'truncate',
      'cut',
      'content_type',
      'alter',
      'lose_answer',
    ]),
    provider: z.string().meta({ description: '`*`: every provider.' }),
    path: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'Regular expression over the path; left out: every path.' }),
    rate: z.number().min(0).max(1).optional(),
    times: z.number().int().min(1).optional(),
  })
  .meta({
    id: 'AddSandboxFault',
    description: 'Further fields as the kind has them: `status`, `retry_after`, `ms`, `body`.',
  });

export const GrowInput = z
  .strictObject({ provider: z.string(), stream: z.string(), records: z.number().int().min(0).max(1_000_000) })
  .meta({ id: 'GrowSandboxStream' });

export const SendInput = z
  .strictObject({
    provider: z.string(),
    type: z.string(),
    count: z.number().int().min(1).max(1_000).default(1),
    tampered: z.enum(['signature', 'body', 'stale', 'early', 'missing']).optional(),
  })
  .meta({ id: 'SendSandboxWebhooks' });
export const SentView = z
  .object({
    sent: z.number().int(),
    received: z.number().int().meta({ description: 'Accepted by who they were sent to.' }),
  })
  .meta({ id: 'SandboxSent' });
