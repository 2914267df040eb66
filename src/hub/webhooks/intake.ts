/**
 * Takes in what providers send: finds out whose address it is, refuses what comes from elsewhere, too often, too large or unproven, answers
 * tries of the address, and stores each event durably, once, sealed, before the vendor is told that it was received. What follows from an
 * event is a job's work, later (processing.ts). Called by the server's webhook routes for every request, so nothing here opens a
 * transaction of its own; what it needs to know is remembered for seconds.
 */
import type { HandshakeAnswer, WebhookEvent, WebhookRequest } from '../../contract/webhooks.ts';
import { fail, PlugboardError } from '../../contract/errors.ts';
import { formatIp, parseIp } from '../../engine/http/ip.ts';
import { singleHeaders } from '../../engine/webhooks/headers.ts';
import { identify, type WebhookIdentity } from '../../engine/webhooks/identity.ts';
import { methodsOf, openWebhook, type Opened } from '../../engine/webhooks/open-webhook.ts';
import { publishedKeys } from '../../engine/webhooks/published-keys.ts';
import type { Random } from '../../engine/ports.ts';
import { sealWebhookBody } from '../../store/webhook-body.ts';
import { webhookIntake, type Kept } from '../../store/webhook-intake.ts';
import type { HubContext } from '../context.ts';
import { newId } from '../ids.ts';
import type { KnownAddresses, KnownIntegration } from './addresses-known.ts';
import type { AppSecrets, AppSigner } from './app-secrets.ts';
import { keepableHeaders } from './intake-headers.ts';
import { requestLimits } from './intake-limits.ts';
import { intakePlaces, nowhere, type IntakePlace } from './intake-places.ts';
import type { Refusal, Refusals } from './refusals.ts';
import { readTest, testEvent, testHeader } from './test-delivery-proof.ts';

/** A request whose body has not been read yet. */
export interface WebhookArrival {
  readonly provider: string;
  /** Of an integration's own address; undefined: that of the provider's apps. */
  readonly token: string | undefined;
  readonly method: string;
  /** Path and query as they came. */
  readonly path: string;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  /** Of the client, by what proxies say only where they are trusted. */
  readonly ip: string;
}

export interface WebhookDoor {
  /** Largest body that is read. */
  readonly maxBytes: number;
  /** Counts a body that was larger, and answers the refusal. */
  tooLarge(): PlugboardError;
  /** The whole body: the vendor's answer. */
  take(body: Buffer): Promise<WebhookAnswer>;
}

export interface WebhookAnswer {
  readonly status: number;
  /** None: an empty body. */
  readonly body?: HandshakeAnswer['body'];
  /** With 405: the methods the address takes. */
  readonly allow?: readonly string[];
}

const defaultMaxBytes = 1024 * 1024;
/** Names of types and ids are short; longer ones are not kept whole. */
const longestType = 200;
const longestId = 500;
/** Everybody could say that he is a test. */
const testsPerMinute = 60;

export type Intake = ReturnType<typeof intake>;

export interface IntakeParts {
  readonly known: KnownAddresses;
  readonly apps: AppSecrets;
  readonly refusals: Refusals;
}

export function intake(context: HubContext, { known, apps, refusals }: IntakeParts) {
  const { store, clock } = context;
  const places = intakePlaces(context, known, apps);
  const limits = requestLimits(clock);
  const keys = publishedKeys({ transport: context.http.transport, clock });
  const { keep } = webhookIntake(store.statements);
  const random = drawnAtOnce(context.random);

  /**
   * Whether something may come in at all, before its body is read. Throws `not_found` (404), `permission_denied` (403), `rate_limited`
   * (429), `storage_unavailable` (503).
   */
  const open = async (arrival: WebhookArrival): Promise<WebhookDoor> => {
    const place = await places.find(arrival.provider, arrival.token);
    const headers = singleHeaders(arrival.rawHeaders);
    const refuse = (reason: Refusal, error: PlugboardError): PlugboardError => {
      refusals.note(place.refusals, reason, error.message, headers);
      return error;
    };
    const test = headers[testHeader];
    const { allowed } = place.limits;
    if (test === undefined && allowed !== undefined && !isAmong(allowed, arrival.ip))
      throw refuse('address', fail('permission_denied', `Webhooks are not taken from ${arrival.ip}.`, notAllowed));
    const perMinute = test === undefined ? place.limits.perMinute : testsPerMinute;
    const wait =
      perMinute === undefined ? undefined : limits.take(`${test === undefined ? '' : 'test '}${place.name}`, perMinute);
    if (wait !== undefined)
      throw refuse('rate', fail('rate_limited', `This address takes ${perMinute} requests a minute.`, tooOften(wait)));
    const maxBytes = place.webhooks.maxBytes ?? defaultMaxBytes;
    return {
      maxBytes,
      tooLarge: () =>
        refuse('too_large', fail('too_large', `The body is larger than the ${maxBytes} bytes this address takes.`)),
      take: (body) => {
        const request = { method: arrival.method, url: context.publicUrl + arrival.path, headers, body };
        return test === undefined ? take(place, request, refuse) : takeTest(place, request, test);
      },
    };
  };

  const take = async (place: IntakePlace, request: WebhookRequest, refuse: Refuse): Promise<WebhookAnswer> => {
    const opened: Opened<AppSigner> = await openWebhook(place.webhooks, request, {
      signers: await place.signers(),
      nowMs: clock.now(),
      settings: place.settings,
      keys: keys(place.provider, place.settings),
    });
    switch (opened.kind) {
      case 'handshake':
        return { status: opened.answer.status ?? 200, body: opened.answer.body };
      case 'unproven':
        // Nothing is told to who cannot prove anything; people read it in the log. Some vendors ask for an empty body, too.
        refusals.note(place.refusals, opened.reason, opened.message, request.headers);
        return { status: 401 };
      case 'unreadable':
        throw refuse('unreadable', fail('invalid_request', opened.message, { next: 'Send the body as documented.' }));
      case 'other_method':
        return { status: 405, allow: methodsOf(place.webhooks) };
      case 'events':
        return takeEvents(place, request, opened, refuse);
    }
  };

  const takeEvents = async (
    place: IntakePlace,
    request: WebhookRequest,
    { events, signers }: Extract<Opened<AppSigner>, { kind: 'events' }>,
    refuse: Refuse,
  ): Promise<WebhookAnswer> => {
    const headers = keepableHeaders(request.headers);
    const about: {
      readonly event: WebhookEvent;
      readonly identity: WebhookIdentity;
      readonly integration: KnownIntegration;
    }[] = [];
    let lost = false;
    for (const event of events) {
      const receivers = await place.receivers(event, signers);
      lost ||= receivers.length === 0;
      const identity = identified(event, refuse);
      about.push(...receivers.map((integration) => ({ event, identity, integration })));
    }
    const kept = await Promise.all(about.map((one) => keepOne(one.integration, one.event, one.identity, headers)));
    if (lost || kept.includes('gone'))
      refusals.note(place.refusals, 'unknown_account', 'It is about an account that is not connected here.', headers);
    const none = events.length > 0 && kept.every((one) => one === 'gone');
    if (none && place.webhooks.unknownAccount !== 'acknowledged')
      throw fail('not_found', 'It is about no account that is connected here.', {
        next: 'Connect the account, or stop sending its webhooks here.',
      });
    return { status: place.webhooks.answer ?? 200 };
  };

  const keepOne = async (
    integration: Pick<KnownIntegration, 'tenantId' | 'id' | 'provider'>,
    event: WebhookEvent,
    identity: WebhookIdentity,
    headers: Readonly<Record<string, string>>,
  ): Promise<Kept> => {
    const { tenantId, id: integrationId } = integration;
    const sealer = await store.vault.keyFor(tenantId);
    const id = newId({ clock, random });
    const kept = await keep({
      tenantId,
      integrationId,
      ...identity,
      id,
      type: event.type.slice(0, longestType),
      vendorId: event.id?.slice(0, longestId),
      happenedAt: momentOf(event.at),
      sealed: sealWebhookBody(sealer, id, { headers, payload: event.payload }),
      keyVersion: sealer.version,
    });
    if (kept === 'differs')
      refusals.note(
        { tenantId, integrationId, provider: integration.provider.key },
        'other_content',
        'The provider sent an event again under the same id with another content; the first one stays.',
        headers,
      );
    return kept;
  };

  /** What we send ourselves, to see whether the address can be reached. */
  const takeTest = async (place: IntakePlace, request: WebhookRequest, header: string): Promise<WebhookAnswer> => {
    const proof = await readTest(context, header, request.body);
    const integration = proof === undefined ? undefined : await known.byId(proof.tenantId, proof.integrationId);
    const own = 'integrationId' in place.refusals ? place.refusals.integrationId : integration?.id;
    if (integration === undefined || integration.id !== own || integration.provider.key !== place.provider.key) {
      refusals.note(place.refusals, 'wrong', 'It says that it is a test of ours, and is not.', request.headers);
      return { status: 401 };
    }
    const event = testEvent(request.body);
    const kept = await keepOne(integration, event, identify(event), keepableHeaders(request.headers));
    if (kept === 'gone') throw nowhere();
    return { status: place.webhooks.answer ?? 200 };
  };

  return { open };
}

/** A draw of random bytes costs as much as the digest of a body: many ids are made of one. */
function drawnAtOnce(random: Random): Random {
  let pool: Buffer = Buffer.alloc(0);
  return {
    next: () => random.next(),
    bytes(length) {
      if (pool.length < length) pool = random.bytes(length * 256);
      const drawn = pool.subarray(0, length);
      pool = pool.subarray(length);
      return drawn;
    },
  };
}

type Refuse = (reason: Refusal, error: PlugboardError) => PlugboardError;

function identified(event: WebhookEvent, refuse: Refuse): WebhookIdentity {
  try {
    return identify(event);
  } catch (error) {
    if (!(error instanceof PlugboardError)) throw error;
    throw refuse('unreadable', fail('invalid_request', error.message));
  }
}

/** ISO 8601, or nothing: a moment that cannot be read is not worth the event. */
function momentOf(text: string | undefined): string | undefined {
  const at = new Date(text ?? Number.NaN);
  const year = at.getUTCFullYear();
  return Number.isNaN(year) || year < 1970 || year > 9999 ? undefined : at.toISOString();
}

const notAllowed = { next: 'Ask who runs this address to add yours to its list.' } as const;

function tooOften(wait: number) {
  return {
    retryAfterMs: wait,
    fault: 'you',
    next: 'Wait for the time given in Retry-After, then send it again.',
  } as const;
}

function isAmong(allowed: NonNullable<IntakePlace['limits']['allowed']>, ip: string): boolean {
  const bytes = parseIp(ip.replace(/%.*$/, ''));
  return bytes !== undefined && allowed.check(formatIp(bytes), bytes.length === 4 ? 'ipv4' : 'ipv6');
}
