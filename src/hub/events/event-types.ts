/**
 * The types of events a tenant's own systems and its routes can hear of, and what each says. The one list of them: the filters of endpoints
 * and routes are checked against it, and docs/guide/events.md is generated from it. A type is added here by whoever writes it to the outbox.
 */
import { z } from 'zod';
import { modelNames } from '../../contract/models/index.ts';
import { printable } from '../ids.ts';

export interface EventTypeFacts {
  /** When it comes about, for people. */
  readonly says: string;
  /** What `data` of the body holds: field -> what it is. */
  readonly data: Readonly<Record<string, string>>;
  /** Is it about one record? Then filters by model apply. */
  readonly ofRecord?: true;
}

const integration = { integration_id: 'The integration, `int_...`.' };
const ofIntegration = { ...integration, provider: 'Key of its provider.' };
const stream = { ...integration, stream: 'Name of the stream.' };
const record = {
  change: '`created`, `updated` or `deleted`.',
  record:
    'The record in that state, as the API shows it: personal fields included. Of a deleted one what was known last.',
};
const run = {
  ...stream,
  run_id: 'The run, `run_...`.',
  state: '`succeeded`, `partial`, `cancelled` or `failed`.',
  read: 'Records read.',
  created: 'Records new here.',
  updated: 'Records changed here.',
  deleted: 'Records deleted here.',
  failed: 'Records that could not be mapped.',
};
const endpoint = {
  endpoint_id: 'The endpoint, `ep_...`.',
  url: 'Where it sends to, without query.',
  reason: 'Why, for people.',
};

export const eventTypes = {
  'record.created': { says: 'A record is new here, or is back after it was deleted.', data: record, ofRecord: true },
  'record.updated': { says: 'A record changed.', data: record, ofRecord: true },
  'record.deleted': { says: 'A record is gone at the vendor.', data: record, ofRecord: true },
  'record.erased': {
    says: 'A record was erased because it was about somebody who is to be forgotten: erase it, too.',
    data: { ...integration, record_id: 'Id of the record, `rec_...`.', erasure_id: 'The erasure, `era_...`.' },
    ofRecord: true,
  },
  'subject.erased': {
    says: 'The erasure of a person is complete.',
    data: { erasure_id: 'The erasure, `era_...`.' },
  },
  'run.finished': { says: 'A run ended: it succeeded, in part at least, or was cancelled.', data: run },
  'run.failed': { says: 'A run failed.', data: { ...run, error: 'Its error, as the API shows it.' } },
  'integration.connected': { says: 'An integration was connected.', data: ofIntegration },
  'integration.account_choice': {
    says: 'Somebody signed in to several accounts of a vendor: one of them is to be chosen before the integration is connected.',
    data: ofIntegration,
  },
  'integration.needs_reauth': {
    says: 'The vendor no longer accepts the credentials of an integration: somebody has to connect it again. Nothing is read until then.',
    data: { ...ofIntegration, message: 'What happened, for people.' },
  },
  'integration.disconnected': { says: 'An integration was disconnected. Its records stay.', data: ofIntegration },
  'integration.removed': { says: 'An integration was deleted, with its records.', data: ofIntegration },
  'integration.uninstalled': {
    says: 'The account took our app away at the vendor.',
    data: { ...ofIntegration, webhook_id: 'The webhook that said so, `whk_...`.' },
  },
  'integration.erasure_requested': {
    says: 'The vendor passed on the wish of a person to be forgotten. Nothing is erased unasked.',
    data: { ...ofIntegration, webhook_id: 'The webhook that said so, `whk_...`.' },
  },
  'webhook.received': {
    says: 'A webhook of a vendor came and was processed.',
    data: {
      ...ofIntegration,
      webhook_id: 'The webhook, `whk_...`: what it says is read by the API.',
      type: "The vendor's own word for what happened.",
      vendor_id: "The vendor's id of it; null where it has none.",
    },
  },
  'schema.drift': {
    says: 'A vendor sends fields it did not send before, or of another type. Reading goes on.',
    data: {
      ...stream,
      run_id: 'The run that saw it, `run_...`.',
      changes: 'The fields: `path` (`lines[].amount`), `types` now and, where it was known, `types_before`.',
      more: 'How many there are besides those named.',
    },
  },
  'deletion.held': {
    says: 'Many records are missing at the vendor at once. They are deleted here only when somebody approves.',
    data: {
      ...stream,
      deletion_id: 'The held deletion, `del_...`.',
      found: 'Records that are missing.',
      live: 'Records the stream held.',
    },
  },
  'delivery.endpoint_failing': {
    says: 'Deliveries to an endpoint have failed for long enough to say so; it will be disabled if that goes on.',
    data: endpoint,
  },
  'delivery.endpoint_disabled': { says: 'An endpoint is no longer sent to.', data: endpoint },
  'route.cut': {
    says: 'A route was not called: it would have gone round in a circle.',
    data: {
      route_id: 'The route, `rte_...`.',
      event_id: 'The event it was not called for, `evt_...`.',
      reason: 'Why, for people.',
    },
  },
  'event.test': {
    says: 'Somebody asked for an event to try things with.',
    data: { message: 'A text.', requested_by: 'Who asked.' },
  },
} as const satisfies Readonly<Record<string, EventTypeFacts>>;
export type EventType = keyof typeof eventTypes;

const names = Object.keys(eventTypes);

export const EventTypeList = z
  .object({
    data: z.array(
      z.object({
        type: z.string().meta({ example: 'record.updated' }),
        says: z.string().meta({ description: 'When it comes about.' }),
        of_record: z.boolean().meta({ description: 'Is it about one record? Then filters by model apply.' }),
      }),
    ),
    models: z.array(z.string()).meta({ description: 'Models filters may name.' }),
  })
  .meta({ id: 'EventTypeList' });

/** The types, and the models those about records may be narrowed to. */
export function listEventTypes(): z.output<typeof EventTypeList> {
  const facts: readonly (readonly [string, EventTypeFacts])[] = Object.entries(eventTypes);
  return {
    data: facts.map(([type, { says, ofRecord = false }]) => ({ type, says, of_record: ofRecord })),
    models: [...modelNames],
  };
}

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventTypes, text);
}

/** Beginnings of types that stand for all of them: `record.*`. */
const groups = [...new Set(names.map((name) => `${name.split('.')[0]}.*`))];

/** A type, `record.*` or `*`, as filters name them. */
export const eventPattern = z.string().refine((text) => text === '*' || isEventType(text) || groups.includes(text), {
  error: ({ input }) =>
    `there is no event type "${printable(String(input))}"; expected *, ${[...groups, ...names].join(', ')}`,
});
