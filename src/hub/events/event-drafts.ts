/**
 * From what the store says happened to events: a row of the outbox is one, a record that changed is one if its change is one to those who hear
 * of it. Pure; called by follow.ts.
 */
import type { JsonObject } from '../../contract/http.ts';
import type { ChangedRecord, OutboxRow } from '../../store/event-feed.ts';
import { showId } from '../ids.ts';
import type { StreamFacts } from '../records/record-views.ts';
import type { NewEvent } from './consumers.ts';
import { eventTypes, isEventType, type EventType, type EventTypeFacts } from './event-types.ts';

/** An event before somebody is found to want it. */
export interface EventDraft extends Omit<NewEvent, 'id'> {
  /** What it says, if it is not about a state of a record. */
  readonly data: JsonObject;
}

/** What drafts name things by. */
export interface EventFacts {
  readonly streams: ReadonlyMap<number, StreamFacts>;
  /** Provider by integration. */
  readonly providers: ReadonlyMap<string, string>;
}

/** Kind of the outbox's rows that only say that there is something in the change feed. */
export const recordsKind = 'records';

/** The integration and the stream are added to what the writer said, so that it need not look them up. */
export function outboxDraft(row: OutboxRow, { streams, providers }: EventFacts): EventDraft {
  const { integration_id: integrationId, stream_no: streamNo, payload } = row;
  const stream = streamNo === null ? undefined : streams.get(streamNo);
  const provider = integrationId === null ? undefined : providers.get(integrationId);
  const facts: EventTypeFacts | undefined = isEventType(row.kind) ? eventTypes[row.kind] : undefined;
  return {
    type: row.kind,
    at: row.created_at,
    integrationId: integrationId ?? undefined,
    model: facts?.ofRecord === true ? stream?.model : undefined,
    record: undefined,
    trail: [],
    data: {
      ...(integrationId === null ? {} : { integration_id: showId('int', integrationId) }),
      ...(provider === undefined ? {} : { provider }),
      ...(stream === undefined ? {} : { stream: stream.stream }),
      ...payload,
      // Written by SQL, which does not know how ids are shown.
      ...(row.kind === 'deletion.held' ? { deletion_id: shownDeletion(payload['deletion_id']) } : {}),
    },
  };
}

function shownDeletion(id: unknown): string | null {
  return typeof id === 'string' ? showId('del', id) : null;
}

/** Undefined: nothing happened that concerns anybody who never heard of it, or heard that it is gone. Or its stream is gone. */
export function recordDraft(row: ChangedRecord, trail: readonly string[], facts: EventFacts): EventDraft | undefined {
  const type = changeOf(row);
  const stream = facts.streams.get(row.stream_no);
  if (type === undefined || stream === undefined) return undefined;
  return {
    type,
    at: row.updated_at,
    integrationId: stream.integrationId,
    model: stream.model,
    record: { streamNo: row.stream_no, key: row.key, seq: row.seq },
    trail,
    data: {},
  };
}

export const recordTypes = ['record.created', 'record.updated', 'record.deleted'] as const satisfies EventType[];

export function changeOf({
  before,
  deleted,
}: Pick<ChangedRecord, 'before' | 'deleted'>): (typeof recordTypes)[number] | undefined {
  if (deleted) return before === 'alive' ? 'record.deleted' : undefined;
  return before === 'alive' ? 'record.updated' : 'record.created';
}
