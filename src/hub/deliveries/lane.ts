/**
 * One endpoint while this process sends to it: fetches what is due, has the bodies made, sends as many at a time as the endpoint bears, has
 * written down what came of it, and gives the endpoint back when nothing is due any more. Lanes know nothing of each other; what they share
 * is in `Sending`. Opened by sender.ts.
 */
import { after, isParked, verdictOn } from '../../engine/deliveries/health.ts';
import { asksToSlowDown, type Pace } from '../../engine/deliveries/pace.ts';
import { retryAfter, waitAfter } from '../../engine/deliveries/schedule.ts';
import type { Answer, DeliveryTransport } from '../../engine/deliveries/send.ts';
import {
  fetchDeliveries,
  releaseEndpoint,
  type DueDelivery,
  type EndpointPlace,
  type Outcome,
} from '../../store/delivery-sending.ts';
import { sealedPlaces } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { newId, showId } from '../ids.ts';
import { keysAt } from './endpoint-secrets.ts';
import { disableEndpoint, warnOfEndpoint } from './endpoint-ends.ts';
import type { DeliveryRecorder, RememberedHealth } from './recorder.ts';
import {
  prepare,
  readHealth,
  readSendingEndpoint,
  storedHealth,
  type Prepared,
  type SendingEndpoint,
} from './sending-endpoint.ts';

/** What the lanes of a process share. */
export interface Sending {
  readonly context: HubContext;
  readonly transport: DeliveryTransport;
  readonly recorder: DeliveryRecorder;
  readonly holder: string;
  /** Nothing more is begun. */
  readonly stopping: AbortSignal;
  /** What is under way is cut, and counts as never sent. */
  readonly cutting: AbortSignal;
  readonly slots: Slots;
  /** Endpoints as they were last read. */
  readonly known: Map<string, SendingEndpoint>;
  /** The time all processes share, milliseconds. */
  now(): number;
}

/** Attempts in flight in this process, besides the first of each endpoint: an endpoint that hangs can never keep another from its first. */
export interface Slots {
  /** False: all are taken; `freed` is called when one is free again. */
  take(freed: () => void): boolean;
  release(): void;
}

export interface Lane {
  readonly place: EndpointPlace;
  /** When the oldest it has seen waiting should have gone. */
  oldest(): Date | undefined;
  /** There may be more to send. */
  wake(): void;
  /** Somebody else holds the endpoint. */
  lose(): void;
  /** When it has given the endpoint back: milliseconds until it is due again; undefined: there is nothing to do. Never rejects. */
  readonly done: Promise<number | undefined>;
}

type Found = NonNullable<Awaited<ReturnType<typeof fetchDeliveries>>>;
type Ready = Extract<Prepared, { kind: 'ready' }>;

/** Longer waits are not sat out: the endpoint is given back until then. */
const patientMs = 1_000;
/** After a failure of our own. */
const brokenMs = 5_000;
const mostFetched = 128;
const mostKnown = 5_000;
/** Of a strict endpoint, and of one that is not known yet. */
const fetchedInOrder = 20;

export function openLane(sending: Sending, place: EndpointPlace, pace: Pace): Lane {
  const { context, recorder, slots } = sending;
  const { tenantId, endpointId } = place;
  /** Fetched and not written down yet: not to be fetched again. */
  const busy = new Set<string>();
  let ready: Ready[] = [];
  let endpoint: SendingEndpoint | undefined;
  let inFlight = 0;
  let fetching = false;
  let more = true;
  let wakes = 0;
  let lost = false;
  let broken = false;
  let oldest: Date | undefined;
  let poke: () => void = () => {};
  const pokeNow = (): void => poke();

  const ends = (): boolean => lost || broken || sending.stopping.aborted;
  /** When it may be sent to again, if that is not soon. */
  const heldUntil = (): number | undefined => {
    const now = sending.now();
    if (endpoint !== undefined && isParked(endpoint.health, now)) return endpoint.health.parkedUntil ?? undefined;
    return pace.notBefore() > now + patientMs ? pace.notBefore() : undefined;
  };
  const places = (): number => {
    // One tries how it is after it was parked.
    if (endpoint === undefined || endpoint.strict || endpoint.health.parkedUntil !== null) return 1;
    return pace.places();
  };

  const run = async (): Promise<number | undefined> => {
    for (;;) {
      const poked = new Promise<void>((resolve) => (poke = resolve));
      refill();
      dispatch();
      const idle = inFlight === 0 && !fetching;
      if (idle && (ends() || heldUntil() !== undefined || (ready.length === 0 && !more))) return giveBack();
      await poked;
    }
  };

  const giveBack = async (): Promise<number | undefined> => {
    if (lost) return undefined;
    const held = broken ? sending.now() + brokenMs : heldUntil();
    try {
      return await releaseEndpoint(query(context), place, {
        holder: sending.holder,
        notBefore: held === undefined ? undefined : new Date(held),
        parked: endpoint !== undefined && isParked(endpoint.health, sending.now()),
        now: fixedNow(context),
      });
    } catch (error) {
      // The lease runs out by itself.
      context.log.warn({ err: error, endpoint_id: showId('ep', endpointId) }, 'an endpoint could not be given back');
      return undefined;
    }
  };

  const refill = (): void => {
    const strict = endpoint?.strict ?? false;
    const enough = strict ? ready.length + inFlight > 0 : ready.length >= places();
    if (fetching || !more || enough || ends() || heldUntil() !== undefined) return;
    const limit =
      endpoint === undefined || strict ? fetchedInOrder : Math.min(mostFetched, Math.max(2 * places(), fetchedInOrder));
    fetching = true;
    fetchSome(limit)
      .catch(breakOff)
      .finally(() => {
        fetching = false;
        poke();
      });
  };

  const fetchSome = async (limit: number): Promise<void> => {
    const wakesBefore = wakes;
    const found = await fetchDeliveries(query(context), place, { busy: [...busy], limit, now: fixedNow(context) });
    // Queued while we looked.
    more = (found !== undefined && found.due.length === limit) || wakes !== wakesBefore;
    if (found === undefined) return;
    if (endpoint?.version !== found.version) endpoint = await asItIs(found);
    if (endpoint === undefined) return;
    pace.limitTo(endpoint.perMinute);
    oldest = found.due[0]?.nextAt;
    if (heldUntil() !== undefined) return;
    for (const { id } of found.due) busy.add(id);
    const prepared = await prepare(context, place, endpoint, found.due);
    for (const [at, one] of prepared.entries()) {
      if (one.kind === 'ready') ready.push(one);
      else if (one.kind === 'gone') busy.delete(one.delivery.id);
      else track(withoutAttempt(one));
      if (one.kind !== 'problem' || !endpoint.strict) continue;
      for (const { delivery } of prepared.slice(at + 1)) busy.delete(delivery.id);
      return;
    }
  };

  /** What was read before is used again while nobody has changed it; its health may be another sender's doing. */
  const asItIs = async ({ version, health }: Found): Promise<SendingEndpoint | undefined> => {
    const before = sending.known.get(endpointId);
    const read = before?.version === version ? before : await readSendingEndpoint(context, place);
    if (read === undefined) return undefined;
    if (sending.known.size >= mostKnown) sending.known.clear();
    sending.known.set(endpointId, read);
    return { ...read, health: readHealth(health) };
  };

  /** Counts as in flight until it is written down, so that nothing is given back before. */
  const track = (work: Promise<void>): void => {
    inFlight += 1;
    work.catch(breakOff).finally(() => {
      inFlight -= 1;
      poke();
    });
  };

  const breakOff = (error: unknown): void => {
    broken = true;
    if (sending.stopping.aborted) return;
    context.log.warn(
      { err: error, endpoint_id: showId('ep', endpointId) },
      'sending to an endpoint failed; it is tried again',
    );
  };

  const withoutAttempt = async (one: Extract<Prepared, { kind: 'problem' | 'over' }>): Promise<void> => {
    const { id, failures } = one.delivery;
    const none = { tenantId, deliveryId: id, status: undefined, problem: one.message };
    if (one.kind === 'over')
      await recorder.record({ ...none, attempt: undefined, state: one.state, waitMs: undefined }, undefined);
    else {
      const attempt = {
        id: newId(context),
        at: context.clock.now(),
        durationMs: 0,
        sealed: undefined,
        keyVersion: undefined,
      };
      await recorder.record({ ...none, attempt, ...afterFailure(failures, undefined) }, undefined);
    }
    busy.delete(id);
  };

  const afterFailure = (failures: number, retryAfterMs: number | undefined): Pick<Outcome, 'state' | 'waitMs'> => {
    const waitMs = waitAfter(failures + 1, context.random, retryAfterMs);
    return waitMs === undefined ? { state: 'failed', waitMs } : { state: 'queued', waitMs };
  };

  const dispatch = (): void => {
    while (ready.length > 0 && !ends() && heldUntil() === undefined && inFlight < places()) {
      const now = sending.now();
      const wait = pace.notBefore() - now;
      if (wait > 0) {
        context.clock.sleep(wait, sending.stopping).then(pokeNow, pokeNow);
        return;
      }
      const counted = inFlight > 0;
      if (counted && !slots.take(pokeNow)) return;
      const next = ready.shift();
      if (next === undefined || endpoint === undefined) return;
      pace.sending(now);
      track(
        attempt(endpoint, next).finally(() => {
          if (counted) slots.release();
        }),
      );
    }
    if (ends() || heldUntil() !== undefined) forgetReady();
  };

  /** Still queued, and fetched again when their time has come. */
  const forgetReady = (): void => {
    for (const { delivery } of ready) busy.delete(delivery.id);
    if (ready.length > 0) more = true;
    ready = [];
  };

  const attempt = async (to: SendingEndpoint, { delivery, body }: Ready): Promise<void> => {
    const at = context.clock.now();
    const answer = await sending.transport
      .send({
        endpoint: endpointId,
        url: to.url,
        headers: to.secrets.headers,
        keys: keysAt(to.secrets, at),
        id: messageId(delivery),
        body,
        signal: sending.cutting,
      })
      // Only when we are cut: it counts as never sent.
      .catch(() => undefined);
    if (answer === undefined) return void busy.delete(delivery.id);
    const health = judge(answer);
    await recorder.record(await outcomeOf(delivery, to, at, answer), health);
    busy.delete(delivery.id);
    if (answer.problem === undefined) return;
    if (endpoint?.strict === true) forgetReady();
    if (answer.status === 410) await disableEndpoint(context, place, 'gone');
    else await conclude();
  };

  /** Health and pace after an attempt; answers the health if it is to be remembered. */
  const judge = ({ status, problem, headers }: Answer): RememberedHealth | undefined => {
    if (endpoint === undefined) return undefined;
    const now = sending.now();
    const good = problem === undefined;
    const before = endpoint.health;
    const health = after(before, now, { good: good ? 1 : 0, bad: good ? 0 : 1 });
    endpoint = { ...endpoint, health };
    if (good) pace.succeeded(inFlight);
    else {
      const retryAfterMs = retryAfter(headers['retry-after'], context.clock.now());
      pace.failed(now, { slowDown: asksToSlowDown(status), retryAfterMs });
    }
    const ill = !good || before.failingSince !== null || before.parkedUntil !== null;
    return ill ? { ...place, health: storedHealth(health) } : undefined;
  };

  const conclude = async (): Promise<void> => {
    if (endpoint === undefined) return;
    const verdict = verdictOn(endpoint.health, sending.now());
    if (verdict.kind === 'disable') await disableEndpoint(context, place, 'failing');
    if (verdict.kind !== 'tell') return;
    endpoint = { ...endpoint, health: { ...endpoint.health, told: verdict.percent } };
    await warnOfEndpoint(context, place, verdict.percent);
  };

  const outcomeOf = async (
    { id, failures }: DueDelivery,
    to: SendingEndpoint,
    at: number,
    answer: Answer,
  ): Promise<Outcome> => {
    const { status, problem, durationMs, headers } = answer;
    const attemptId = newId(context);
    const sealer = await context.store.vault.keyFor(tenantId);
    const kept = Buffer.from(JSON.stringify(keptOf(to, answer)));
    const seals = { sealed: sealer.seal(sealedPlaces.attempt(attemptId), kept), keyVersion: sealer.version };
    const then: Pick<Outcome, 'state' | 'waitMs'> =
      problem === undefined
        ? { state: 'delivered', waitMs: undefined }
        : afterFailure(failures, retryAfter(headers['retry-after'], context.clock.now()));
    return {
      tenantId,
      deliveryId: id,
      attempt: { id: attemptId, at, durationMs, ...seals },
      status,
      problem,
      ...then,
    };
  };

  const done = run().catch((error: unknown) => {
    breakOff(error);
    return undefined;
  });
  return {
    place,
    oldest: () => oldest,
    wake: () => {
      wakes += 1;
      more = true;
      poke();
    },
    lose: () => {
      lost = true;
      poke();
    },
    done,
  };
}

/** `webhook-id`. What a route makes of an event is another message than the event. */
export function messageId({ id, eventId, routeId }: Pick<DueDelivery, 'id' | 'eventId' | 'routeId'>): string {
  return routeId === null ? showId('evt', eventId) : showId('dlv', id);
}

/** What is kept of an attempt besides the body, which is the delivery's: where it went, our headers, the beginning of the answer. */
function keptOf({ url, secrets }: SendingEndpoint, { headers, body, cut, sent }: Answer) {
  const shown = Object.entries(headers)
    .filter(([name]) => name !== 'set-cookie')
    .slice(0, 50)
    .map(([name, value]) => [name, value.slice(0, 500)]);
  return {
    url: url.href,
    sent: { ...sent, own: Object.keys(secrets.headers) },
    headers: Object.fromEntries(shown),
    body: body.toString('utf8'),
    cut,
  };
}

export function query({ store }: Pick<HubContext, 'store'>) {
  return (text: string, values: readonly unknown[]) => store.statements.query(text, values);
}

/** In place of the database's time, for tests. */
export function fixedNow({ sharedClock }: Pick<HubContext, 'sharedClock'>): Date | null {
  return sharedClock === undefined ? null : new Date(sharedClock.now());
}
