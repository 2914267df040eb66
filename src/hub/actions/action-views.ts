/** What callers send and see of actions. */
import { z } from 'zod';
import { lineText } from '../inputs.ts';
import { ProviderView } from '../providers/providers.ts';

export const ActionView = ProviderView.shape.actions.element;
export const IntegrationAction = ActionView.extend({
  absent: z.string().nullable().meta({ description: 'Why this account does not have it; null: it has.' }),
}).meta({ id: 'IntegrationAction' });
/** A provider has a handful: one page. */
export const ActionList = z
  .object({ data: z.array(IntegrationAction), next_cursor: z.null() })
  .meta({ id: 'ActionList' });

export const RunAction = z
  .strictObject({
    input: z
      .record(z.string(), z.unknown())
      .default({})
      .meta({ description: "The action's input; its JSON Schema is in the list of actions." }),
    external_reference: lineText(200).optional().meta({
      description:
        'Your own id for what you ask (an order, an enrolment). Asking again with the same reference and the same input acts once and answers the same. Left out: the Idempotency-Key, or a new one.',
      example: 'enrolment-4711',
    }),
  })
  .meta({ id: 'RunAction' });
export type RunAction = z.input<typeof RunAction>;

export const ActionAnswer = z
  .object({
    action: z.string(),
    external_reference: z.string(),
    replayed: z.boolean().meta({ description: 'It was done before: this is what was answered then.' }),
    output: z.unknown().meta({ description: "The action's output; its JSON Schema is in the list of actions." }),
    withheld: z.array(z.string()).meta({
      description:
        'Fields of the output that are secrets: given to the first caller, kept nowhere, so missing in a replay.',
    }),
    records: z.array(z.object({ id: z.string(), stream: z.string(), model: z.string() })).meta({
      description: 'What is stored of it, readable at once.',
    }),
  })
  .meta({ id: 'ActionAnswer' });
export type ActionAnswer = z.output<typeof ActionAnswer>;
