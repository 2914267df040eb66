/** What callers send and see of events. */
import { z } from 'zod';
import { showId } from '../ids.ts';
import { lineText, listOf, listQuery, moment } from '../inputs.ts';
import { showRecordId } from '../records/record-views.ts';
import { eventPattern } from './event-types.ts';

export const EventView = z
  .object({
    id: z.string().meta({ example: 'evt_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    type: z.string().meta({ example: 'record.updated' }),
    timestamp: z.iso.datetime().meta({ description: 'When it happened.' }),
    integration_id: z.string().nullable(),
    model: z.string().nullable().meta({ description: 'Of events about records.' }),
    record_id: z.string().nullable().meta({ description: 'Of events about records.' }),
    routes: z.array(z.string()).meta({
      description: 'Routes by whose doing it came about, the first one first; none of them is called for it.',
    }),
  })
  .meta({ id: 'Event' });
export type EventView = z.output<typeof EventView>;
export const EventList = listOf(EventView).meta({ id: 'EventList' });

export const EventDetail = EventView.extend({
  data: z.record(z.string(), z.unknown()).nullable().meta({
    description:
      'What it says to those who listen, as docs/guide/events.md tells for each type. Null: the state of the record it is about is kept no longer.',
  }),
}).meta({ id: 'EventDetail' });
export type EventDetail = z.output<typeof EventDetail>;

export const EventQuery = listQuery.extend({
  type: eventPattern.optional().meta({ description: 'Only this type, `record.*` for all of a kind.' }),
  integration: z.string().max(100).optional().meta({ description: 'Only of this integration (its id).' }),
  model: z.string().max(100).optional().meta({ description: 'Only about records of this model.' }),
  record: z.string().max(8000).optional().meta({ description: 'Only about this record (its id).' }),
  since: moment.optional().meta({ description: 'Made at this moment or later.' }),
  until: moment.optional().meta({ description: 'Made before this moment.' }),
});
export type EventQuery = z.input<typeof EventQuery>;

export const TestEvent = z
  .strictObject({ message: lineText(500).optional().meta({ example: 'Is anybody there?' }) })
  .meta({ id: 'TestEvent' });

/** An event as it is stored. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly integration_id: string | null;
  readonly stream_no: number | null;
  readonly key: string | null;
  readonly model: string | null;
  readonly trail: readonly string[];
}

export function eventView(row: StoredEvent): EventView {
  const { stream_no: streamNo, key } = row;
  return {
    id: showId('evt', row.id),
    type: row.type,
    timestamp: row.at.toISOString(),
    integration_id: row.integration_id === null ? null : showId('int', row.integration_id),
    model: row.model,
    record_id: streamNo === null || key === null ? null : showRecordId({ streamNo, key }),
    routes: row.trail.map((id) => showId('rte', id)),
  };
}
