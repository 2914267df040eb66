/**
 * QuickBooks' webhooks: which writes it tells, in both of its formats (the switch `webhook_format` says which), the signature and how often it
 * tries. Entered by hand at developer.intuit.com, so the addresses are the host's. Called by ../sandbox.ts and writes.ts.
 */
import { createHmac } from 'node:crypto';
import type { JsonObject, SandboxEvent, SandboxWebhooks } from 'plugboard/contract';
import { textAt, watchRows } from 'plugboard/kit';
import { entities, idOf, nameLists, type Context, type Entity, type State } from './state.ts';

/** Those Intuit tells of. */
const told = entities.filter((entity) => !entity.startsWith('Tax'));
const operations = {
  created: 'Create',
  updated: 'Update',
  deleted: 'Delete',
  voided: 'Void',
  merged: 'Merge',
} as const;
type Happened = keyof typeof operations;

const typeOf = (entity: Entity, happened: Happened): string => `qbo.${entity.toLowerCase()}.${happened}.v1`;

const types = told.flatMap((entity) =>
  (['created', 'updated', 'deleted'] as const).map((happened) => typeOf(entity, happened)),
);

function eventOf(entity: Entity, id: string, happened: Happened, context: Context): SandboxEvent {
  const { state } = context;
  state.webhook_events += 1;
  const number = state.webhook_events.toString(16).padStart(12, '0');
  return {
    type: typeOf(entity, happened),
    payload: {
      id: `88cd52aa-0000-4000-8000-${number}`,
      realm: state.company.realm,
      entity,
      entity_id: id,
      happened,
      at: new Date(context.now()).toISOString(),
    },
  };
}

/** A balance that follows from documents is no change of the name or account that shows it. */
function watched(state: State, entity: Entity): readonly JsonObject[] {
  const names: readonly string[] = nameLists;
  if (!names.includes(entity)) return state.tables[entity];
  return state.tables[entity].map(
    ({ Balance: _balance, CurrentBalance: _held, CurrentBalanceWithSubAccounts: _all, ...row }) => row,
  );
}

/** Does the work, and tells what it changed, what follows from it included. */
export function telling<T>(context: Context, work: () => T): T {
  const looks = told.map((entity) => ({ entity, changes: watchRows(() => watched(context.state, entity), idOf) }));
  const result = work();
  for (const { entity, changes } of looks)
    for (const { change, row } of changes()) context.emit(eventOf(entity, idOf(row), change, context));
  return result;
}

function cloudEvent({ type, payload }: SandboxEvent): JsonObject {
  return {
    specversion: '1.0',
    id: payload['id'] ?? '',
    source: 'intuit.dsnBgbseACLLRZNxo2dfc4evmEJdxde58xeeYcZliOU=',
    type,
    datacontenttype: 'application/json',
    time: payload['at'] ?? '',
    intuitentityid: payload['entity_id'] ?? '',
    intuitaccountid: payload['realm'] ?? '',
    data: {},
  };
}

/** The older format gathers the events of each company. */
function notifications(events: readonly SandboxEvent[]): JsonObject {
  const realms = [...new Set(events.map(({ payload }) => textAt(payload, 'realm') ?? ''))];
  return {
    eventNotifications: realms.map((realmId) => ({
      realmId,
      dataChangeEvent: {
        entities: events
          .filter(({ payload }) => payload['realm'] === realmId)
          .map(({ payload }) => ({
            name: payload['entity'] ?? '',
            id: payload['entity_id'] ?? '',
            operation: Object.entries(operations).find(([happened]) => happened === payload['happened'])?.[1] ?? '',
            lastUpdated: payload['at'] ?? '',
          })),
      },
    })),
  };
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

export const webhooks: SandboxWebhooks<State> = {
  // The verifier token is Intuit's, shown beside the address: a UUID.
  secret: (hex) => [8, 4, 4, 4, 12].map((length) => hex(length)).join('-'),
  signature: { header: 'intuit-signature' },
  types,
  example(type, context, nth) {
    const entity = told.find((one) => type.startsWith(`qbo.${one.toLowerCase()}.`));
    const happened = (['created', 'updated', 'deleted'] as const).find((one) => type.endsWith(`.${one}.v1`));
    if (entity === undefined || happened === undefined) return undefined;
    const rows = context.state.tables[entity];
    const row = rows[nth % Math.max(1, rows.length)];
    return eventOf(entity, row === undefined ? String(90_000 + nth) : idOf(row), happened, context);
  },
  eventsAtOnce: 50,
  request(events, { secret }, context) {
    const classic = context.switches['webhook_format'] === 'classic';
    const body = Buffer.from(JSON.stringify(classic ? notifications(events) : events.map(cloudEvent)));
    const signature = createHmac('sha256', secret).update(body).digest('base64');
    return { method: 'POST', headers: { 'content-type': 'application/json', 'intuit-signature': signature }, body };
  },
  retries: [10 * second, 20 * second, 30 * second, 5 * minute, 20 * minute, 2 * hour, 4 * hour, 6 * hour, 6 * hour],
  timeoutMs: 3000,
  received: (status) => status === 200,
};
