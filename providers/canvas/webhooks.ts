/**
 * Canvas' Live Events, sent by HTTPS: what happened to whom, by ids that count for all of Canvas (a shard's number and 13 digits of the
 * school's own). They are hints, delivered at least once and in no order, so an event wakes the lists it may concern and changes nothing.
 * @link https://developerdocs.instructure.com/services/dap/data-streams-live-events
 */
import { createHash } from 'node:crypto';
import { fail, isJsonObject, type Field, type JsonValue, type Settings, type Webhooks } from 'plugboard/contract';
import { at, fromIso, oneOf, textAt, verifySignedToken } from 'plugboard/kit';

/** One set of keys for every school: they prove Canvas, and the address proves which school. The previous and the next month's are in it. */
const publishedKeys = 'https://8axpcl50e4.execute-api.us-east-1.amazonaws.com/main/jwks';

export const webhookSettings = {
  event_keys_url: {
    label: 'Keys of signed events',
    help: 'Only for Live Events, and only when the form of the data stream in Canvas links to other public keys (JWK) than these.',
    pattern: {
      source: 'https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\\.[a-z]{2,63}(?:/[!-~]*)?',
      message: 'An address that begins with https:// and has a name',
    },
    default: publishedKeys,
    optional: true,
  },
  unsigned_events: {
    label: 'Accept events that are not signed',
    help: 'Yes believes whoever knows the address. Better: switch Sign Payload on for the data stream in Canvas.',
    choices: ['no', 'yes'],
    default: 'no',
    optional: true,
  },
} as const satisfies Readonly<Record<string, Field>>;

function keysUrlOf(settings: Settings): string {
  const typed = settings['event_keys_url'] ?? '';
  return typed === '' ? publishedKeys : typed;
}

/** The host the keys are published at. */
export function keysHostOf(settings: Settings): string {
  return URL.parse(keysUrlOf(settings))?.hostname ?? '';
}

/** Which lists an event may concern. What only tells that somebody looked at something (`course_progress`, `asset_accessed`) is not here. */
const streamsOf: Readonly<Record<string, readonly string[]>> = {
  course_created: ['courses'],
  course_updated: ['courses'],
  course_completed: ['enrolments'],
  user_created: ['users'],
  user_updated: ['users'],
  // Somebody is among the people who are read as soon as they are a student of something.
  enrollment_created: ['enrolments', 'users'],
  enrollment_updated: ['enrolments', 'users'],
  enrollment_state_created: ['enrolments'],
  enrollment_state_updated: ['enrolments'],
  assignment_created: ['assignments'],
  assignment_updated: ['assignments'],
  submission_created: ['submissions'],
  submission_updated: ['submissions'],
  grade_change: ['submissions', 'gradebook'],
  course_grade_change: ['gradebook', 'enrolments'],
  module_created: ['modules'],
  module_updated: ['modules'],
  module_item_created: ['modules'],
  module_item_updated: ['modules'],
};

/** What the body calls an id, and what the things in it do, in a fixed order. */
function idsIn(body: JsonValue | undefined): readonly string[] {
  const named = (value: JsonValue | undefined, path: string): readonly (readonly [string, JsonValue])[] =>
    isJsonObject(value) ? Object.entries(value).map(([name, inner]) => [`${path}${name}`, inner] as const) : [];
  return named(body, '')
    .flatMap(([name, value]) => [[name, value] as const, ...named(value, `${name}.`)])
    .filter(([name, value]) => /(^|[_.])id$/.test(name) && ['string', 'number'].includes(typeof value))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .toSorted();
}

/** Events have no id. The request that caused one, its name, moment and the ids it is about are the same whenever it is sent. */
function idOf(metadata: JsonValue | undefined, body: JsonValue | undefined): string | undefined {
  const [request, time] = [textAt(metadata, 'request_id'), textAt(metadata, 'event_time')];
  if (request === undefined || time === undefined) return undefined;
  const told = [request, textAt(metadata, 'event_name'), time, ...idsIn(body)];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}

/** The clocks of both sides may differ so much. */
const toleranceMs = 5 * 60_000;

export const webhooks: Webhooks = {
  addresses: ['integration'],
  proof: 'keys',
  types: Object.keys(streamsOf),
  verify(request, context) {
    const text = request.body.toString('latin1');
    if (!/^\s*[[{]/.test(text))
      return verifySignedToken(context, {
        token: text,
        where: 'The body',
        keys: keysUrlOf(context.settings),
        toleranceMs,
      });
    return context.settings['unsigned_events'] === 'yes'
      ? { genuine: true }
      : {
          genuine: false,
          reason: 'missing',
          message: 'The event is not signed. Switch Sign Payload on for the data stream in Canvas.',
        };
  },
  events(content) {
    const type = textAt(content, 'metadata.event_name');
    if (!isJsonObject(content) || type === undefined)
      throw fail('decode_failed', 'This is no event in the format Canvas: choose it, and not Caliper, in Canvas.');
    const { metadata = null, body = null } = content;
    return [{ type, id: idOf(metadata, body), at: fromIso(at(metadata, 'event_time')), payload: { metadata, body } }];
  },
  effect({ type }) {
    const wake = oneOf(streamsOf, type);
    return wake === undefined ? undefined : { wake };
  },
};
