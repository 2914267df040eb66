/**
 * Checks of webhooks: what the vendor sends is believed, split and understood; what anybody else sends, or sends again, is not. Only for
 * providers that declare any.
 */
import {
  isJsonObject,
  PlugboardError,
  type JsonValue,
  type WebhookEffect,
  type WebhookEvent,
} from '../../contract/index.ts';
import { identify } from '../../engine/webhooks/identity.ts';
import { keepableHeaders } from '../../hub/webhooks/intake-headers.ts';
import { insist, type Check, type CheckMaker, type WithRig } from './check.ts';
import { jsonOf, streamOf, type Rig, type Subject } from './rig.ts';
import { flippedBodies, flippedProofs, missingProofs, targetOf, wrongMoments } from './webhook-attacks.ts';
import { webhookDesk, type WebhookDesk } from './webhook-desk.ts';
import { sendingChecks } from './webhook-sending.ts';

const month = 31 * 86_400_000;

export const webhookChecks: CheckMaker = (subject, withRig) => {
  const { webhooks } = subject.provider;
  if (webhooks === undefined && subject.sandbox.webhooks === undefined) return [];
  const check = (name: string, run: (desk: WebhookDesk, rig: Rig) => Promise<string>): Check => ({
    name: `webhook: ${name}`,
    run: () => withRig(async (rig) => run(await webhookDesk(rig), rig)),
  });
  if (webhooks === undefined) return [check('sent, and so received', async () => 'both')];
  const byKeys = webhooks.proof === 'keys' || webhooks.secret?.optional === true;
  return [
    check('every type', (desk, rig) => everyType(desk, rig)),
    check('several in one request', severalAtOnce),
    ...(webhooks.addresses.includes('app') ? [check('accounts kept apart', accountsApart)] : []),
    check('sent again', sentAgain),
    check('nonsense', (desk) => nonsense(desk, subject)),
    check('other methods', otherMethods),
    check('nothing secret is kept', nothingSecret),
    ...(webhooks.handshake === undefined && subject.sandbox.webhooks?.handshake === undefined
      ? []
      : [check('the address is tried', handshake)]),
    ...(webhooks.proof === 'address' ? [] : attackChecks(check)),
    ...(webhooks.proof === 'signature' ? [check('the secret is changed', secretChanged)] : []),
    ...(byKeys ? [check("the vendor's keys change", keysChange)] : []),
    ...(webhooks.subscription === undefined ? [] : [subscriptionCheck(subject, withRig)]),
    ...sendingChecks(subject, withRig),
  ];
};

// --- what is good ---------------------------------------------------------------------------------------------------------

/** One way of proving is enough where it does not matter which. */
function firstWay(desk: WebhookDesk): { readonly secret: string; readonly secrets: readonly string[] } {
  const secret = desk.ways[0]?.secret ?? '';
  return { secret, secrets: secret === '' ? [] : [secret] };
}

function effectOf(desk: WebhookDesk, event: WebhookEvent): WebhookEffect | undefined {
  const { webhooks, settings, account, method } = desk;
  return webhooks.effect(event, { settings, account, method });
}

async function everyType(desk: WebhookDesk, rig: Rig): Promise<string> {
  const { webhooks, sender } = desk;
  const { secret, secrets } = firstWay(desk);
  insist(webhooks.types.length > 0, 'no event is named that is worth subscribing to');
  insist(
    webhooks.types.some((type) => sender.types.includes(type)),
    'the sandbox cannot send any of them',
  );
  let followed = 0;
  for (const type of sender.types) {
    const [event, ...more] = await desk.accept(desk.request([desk.example(type)], secret), secrets);
    insist(event !== undefined && more.length === 0, `${type}: one event came as ${more.length + 1}`);
    insist(event.type === type, `${type} is received as ${event.type}`);
    insist(event.at === undefined || isMoment(event.at), `${type}: its moment ${event.at} is not ISO 8601 UTC`);
    const effect = effectOf(desk, event);
    if (effect !== undefined) checkEffect(desk, rig, type, effect);
    if (webhooks.types.includes(type) && effect !== undefined) followed += 1;
  }
  insist(followed > 0, 'nothing follows from any event');
  return `${sender.types.length} types, something follows from ${followed} of ${webhooks.types.length} worth subscribing to`;
}

function isMoment(text: string): boolean {
  return text.endsWith('Z') && !Number.isNaN(Date.parse(text));
}

/** Only streams there are; items in the shape of their list, which can be mapped. */
function checkEffect(desk: WebhookDesk, rig: Rig, type: string, effect: WebhookEffect): void {
  const { provider } = rig.subject;
  const { items = [], gone = [], wake = [], signal } = effect;
  insist(
    items.length + gone.length + wake.length > 0 || signal !== undefined,
    `${type}: an effect that asks for nothing should be undefined`,
  );
  for (const stream of [...wake, ...items, ...gone].map((one) => (typeof one === 'string' ? one : one.stream)))
    insist(Object.hasOwn(provider.streams, stream), `${type}: there is no stream "${stream}"`);
  for (const { stream: name, item, at } of items) {
    const stream = streamOf(provider, name);
    insist(isMoment(at), `${type}: the item's moment ${at} is not ISO 8601 UTC`);
    insist(stream.key(item) !== undefined, `${type}: the item of ${name} has no key`);
    const raw = stream.raw.safeParse(item);
    insist(raw.success, `${type}: the item is none of ${name}: ${raw.error?.issues[0]?.message}`);
    if (stream.deleted?.(item) !== true) stream.map(raw.data, { settings: desk.settings, account: desk.account });
  }
  for (const { stream, key, at } of gone)
    insist(key !== '' && isMoment(at), `${type}: what is gone of ${stream} has no key or no moment`);
}

async function severalAtOnce(desk: WebhookDesk): Promise<string> {
  const { sender } = desk;
  const { secret, secrets } = firstWay(desk);
  const most = Math.min(sender.eventsAtOnce ?? 1, 20);
  const sent = Array.from({ length: most }, (_, nth) =>
    desk.example(sender.types[nth % sender.types.length] ?? '', nth),
  );
  const events = await desk.accept(desk.request(sent, secret), secrets);
  insist(
    events.map(({ type }) => type).join() === sent.map(({ type }) => type).join(),
    `${sent.length} events were sent, and ${events.length} found, or in another order`,
  );
  const keys = new Set(events.map((event) => identify(event).key.toString('hex')));
  insist(keys.size === events.length, `${events.length} events of one request have ${keys.size} keys`);
  return `${events.length} in one request`;
}

/** The events of two accounts in one body: each names its own, and what is kept of it nothing of the other's. */
async function accountsApart(desk: WebhookDesk): Promise<string> {
  const { sender, account } = desk;
  insist(account !== undefined, 'the account has no id to tell its events by');
  const { secret, secrets } = firstWay(desk);
  const stranger = 'another-account-of-the-vendor';
  const types = desk.webhooks.types
    .filter((type) => sender.types.includes(type))
    .slice(0, Math.max(1, Math.floor((sender.eventsAtOnce ?? 1) / 2)));
  const own = types.map((type) => desk.example(type));
  const others = own.map(({ type, payload }) => ({
    type,
    payload: asObject(JSON.parse(jsonOf(payload).replaceAll(account.id, stranger))),
  }));
  // One event a request: nothing can be mixed up, and a sandbox may refuse to tell of an account it does not play.
  if ((sender.eventsAtOnce ?? 1) === 1) return 'one account a request';
  const events = await desk.accept(desk.request([...own, ...others], secret), secrets);
  for (const event of events) {
    const mine = event.account === account.id;
    insist(mine || event.account === stranger, `an event is of ${event.account}, which is nobody`);
    insist(
      !jsonOf(event.payload).includes(mine ? stranger : account.id),
      `what is kept of ${event.type} names another account as well`,
    );
  }
  const mine = events.filter((event) => event.account === account.id).length;
  insist(mine === own.length, `${mine} of ${own.length} events of the account were found`);
  return `${events.length} events of two accounts`;
}

function asObject(value: JsonValue): Readonly<Record<string, JsonValue>> {
  insist(isJsonObject(value), 'the example of an event is no object');
  return value;
}

/** A later attempt has the same key, and no two things that happened have one. */
async function sentAgain(desk: WebhookDesk, rig: Rig): Promise<string> {
  const { secret, secrets } = firstWay(desk);
  const seen = new Map<string, string>();
  for (const type of desk.sender.types) {
    for (const nth of [0, 1]) {
      const sent = desk.example(type, nth);
      const now = rig.box.now();
      const first = await desk.accept(desk.request([sent], secret, now), secrets, now);
      const later = await desk.accept(desk.request([sent], secret, now + 60_000), secrets, now + 60_000);
      const key = keyOf(first[0]);
      insist(key === keyOf(later[0]), `${type}: the second attempt has another key, and would be done twice`);
      const told = jsonOf(first[0]?.payload);
      const before = seen.get(key);
      insist(before === undefined || before === told, `${type}: another event has the same key, and would be lost`);
      seen.set(key, told);
    }
  }
  return `${seen.size} events, each known again`;
}

function keyOf(event: WebhookEvent | undefined): string {
  insist(event !== undefined, 'there is no event');
  return identify(event).key.toString('hex');
}

// --- what is not ----------------------------------------------------------------------------------------------------------

function attackChecks(check: (name: string, run: (desk: WebhookDesk, rig: Rig) => Promise<string>) => Check) {
  /** With each of the vendor's ways of proving. */
  const byEach = async (desk: WebhookDesk, run: (way: WebhookDesk['ways'][number]) => Promise<string>) => {
    const said: string[] = [];
    for (const way of desk.ways) said.push(`${way.name}: ${await run(way)}`);
    return said.join('; ');
  };
  const typeOf = ({ sender }: WebhookDesk): string => sender.types[0] ?? '';
  return [
    check('a body that was tampered with', (desk) =>
      byEach(desk, async (way) => {
        if (desk.webhooks.provesSenderOnly === true) return 'the proof says nothing of the body';
        return `${await flippedBodies(await targetOf(desk, way, typeOf(desk)))} refused`;
      }),
    ),
    check('a proof that was tampered with', (desk) =>
      byEach(desk, async (way) => {
        const target = await targetOf(desk, way, typeOf(desk));
        return `${await flippedProofs(target)} refused of ${target.proofs.join(', ') || 'the body alone'}`;
      }),
    ),
    check('no proof', (desk) =>
      byEach(desk, async (way) => (await missingProofs(await targetOf(desk, way, typeOf(desk)))).join(', ')),
    ),
    check('another moment', (desk, rig) =>
      byEach(desk, async (way) => wrongMoments(desk, way, typeOf(desk), rig.box.now())),
    ),
  ];
}

/** The one before counts for a day, which is the address's to keep; what is no longer among the secrets proves nothing. */
async function secretChanged(desk: WebhookDesk): Promise<string> {
  const [present, before, never] = [0, 1, 2].map((nth) => desk.secret(nth));
  insist(present !== undefined && before !== undefined && never !== undefined, 'there are no secrets');
  insist(new Set([present, before, never]).size === 3, 'the sandbox makes the same secret for every address');
  const type = desk.sender.types[0] ?? '';
  const signed = (secret: string) => desk.request([desk.example(type)], secret);
  for (const secret of [present, before]) await desk.accept(signed(secret), [present, before]);
  const old = await desk.refuse('a request signed with the secret before', signed(before), [present]);
  const strange = await desk.refuse('a request signed with a strange secret', signed(never), [present, before]);
  insist(old === 'wrong' && strange === 'wrong', `they are refused as ${old} and ${strange} instead of wrong`);
  const { pattern } = desk.webhooks.secret ?? {};
  insist(
    pattern === undefined || new RegExp(`^(?:${pattern.source})$`, 'u').test(present),
    "the vendor's own secret does not match the pattern people must type",
  );
  await desk.refuse('a request to an address without a secret', signed(present), []);
  // Anybody can sign with nothing.
  if (desk.webhooks.secret?.optional !== true)
    await desk.refuse('a request signed with an empty secret', signed(''), ['']);
  return 'the one before counts beside the present one, and not without';
}

async function keysChange(desk: WebhookDesk, rig: Rig): Promise<string> {
  const type = desk.sender.types[0] ?? '';
  const old = desk.request([desk.example(type)], '');
  await desk.accept(old, []);
  rig.box.advance(month);
  await desk.accept(desk.request([desk.example(type)], ''), []);
  // What was under way when the keys changed: its key is still published, though its time may be over.
  const late = await desk.open(old, []);
  insist(late.kind === 'events' || (late.kind === 'unproven' && late.reason === 'stale'), `a month old: ${late.kind}`);
  return 'signed a month later, and read';
}

async function handshake(desk: WebhookDesk): Promise<string> {
  const { secret, secrets } = firstWay(desk);
  const tries = desk.handshake(secret);
  insist(tries.length > 0, 'the provider answers a handshake the sandbox does not try');
  for (const [nth, { request, expect }] of tries.entries()) {
    const opened = await desk.open(request, secrets);
    const status = opened.kind === 'handshake' ? (opened.answer.status ?? 200) : opened.kind === 'unproven' ? 401 : 0;
    insist(status === expect, `request ${nth + 1} gets ${status === 0 ? opened.kind : status} instead of ${expect}`);
  }
  const opened = await desk.open(desk.request([desk.example(desk.sender.types[0] ?? '')], secret), secrets);
  insist(opened.kind === 'events', 'a request with an event is taken for a handshake');
  return tries.map(({ expect }) => expect).join(', ');
}

async function otherMethods(desk: WebhookDesk): Promise<string> {
  const { secret, secrets } = firstWay(desk);
  const good = desk.request([desk.example(desk.sender.types[0] ?? '')], secret);
  for (const method of ['GET', 'HEAD', 'DELETE'] as const) {
    const { kind } = await desk.open({ ...good, method }, secrets);
    insist(kind !== 'events', `${method} brings events`);
  }
  return 'GET, HEAD and DELETE bring nothing';
}

const nonsenses: readonly JsonValue[] = [
  null,
  true,
  0,
  '',
  'x',
  [],
  {},
  [null],
  [[]],
  [{}],
  { events: null },
  { events: [null] },
  { events: [{}] },
  { data: {} },
  { metadata: [], body: 7 },
  // As deep as a body of a few kilobytes can be.
  JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`),
  JSON.parse(`${'{"data":'.repeat(2000)}1${'}'.repeat(2000)}`),
  JSON.parse(`{"metadata":{"event_name":"x"},"body":${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}}`),
];

/** Whatever a genuine body or a stored event holds, it is refused in words and never a bug. */
async function nonsense(desk: WebhookDesk, { provider }: Subject): Promise<string> {
  const { webhooks } = desk;
  const request = { method: 'POST', url: 'https://plugboard.example/', headers: {}, body: Buffer.from([0xff, 0xfe]) };
  for (const [nth, content] of nonsenses.entries()) {
    try {
      for (const event of webhooks.events(content, request)) effectOf(desk, event);
    } catch (error) {
      insist(error instanceof PlugboardError, `the nonsense number ${nth}: ${String(error)}`);
      insist(error.code === 'decode_failed', `the nonsense number ${nth} is ${error.code}`);
    }
    for (const type of ['', 'nonsense', 'constructor', ...webhooks.types.slice(0, 20)]) {
      const effect = effectOf(desk, { type, payload: content });
      for (const stream of effect?.wake ?? [])
        insist(Object.hasOwn(provider.streams, stream), `${type}: there is no stream "${stream}"`);
    }
  }
  const { secrets } = firstWay(desk);
  for (const body of ['', '{', '\u0000', '[]', 'null', 'a.b.c', 'a=1&b=2', '..', '{"events":[]}']) {
    const opened = await desk.open({ method: 'POST', headers: [], body: Buffer.from(body) }, secrets);
    const refused = webhooks.proof === 'address' ? ['unreadable', 'unproven', 'events'] : ['unproven'];
    insist(refused.includes(opened.kind), `the body ${jsonOf(body)} without any proof: ${opened.kind}`);
  }
  return `${nonsenses.length} bodies`;
}

async function nothingSecret(desk: WebhookDesk): Promise<string> {
  const kept: string[] = [];
  for (const way of desk.ways) {
    const { request, proofs, secrets } = await targetOf(desk, way, desk.sender.types[0] ?? '');
    const headers = keepableHeaders(Object.fromEntries(request.headers));
    const text = jsonOf(headers);
    for (const name of proofs) {
      const value = request.headers.find(([one]) => one === name)?.[1] ?? '';
      insist(headers[name] !== value, `the header ${name} is kept as it came`);
    }
    insist(!secrets.some((secret) => text.includes(secret)), 'the secret can be read in the headers that are kept');
    const [event] = await desk.accept(request, secrets);
    const payload = jsonOf(event?.payload);
    insist(!secrets.some((secret) => payload.includes(secret)), 'the secret can be read in what is kept of the event');
    kept.push(text);
  }
  return kept[0] ?? 'no way of proving';
}

// --- the vendor's list of addresses ---------------------------------------------------------------------------------------

function subscriptionCheck({ provider }: Subject, withRig: WithRig): Check {
  return {
    name: 'webhook: registered by the API',
    run: () =>
      withRig(async (rig) => {
        const { subscription } = provider.webhooks ?? {};
        insist(subscription !== undefined, 'there is no subscription');
        const { settings, account, signIn, open } = await rig.connect();
        const context = { http: open('webhooks'), settings, account, method: signIn.method };
        const url = 'https://plugboard.example/api/webhooks/checked/token';
        const subscribed = await subscription.register({ ...context, url });
        const again = await subscription.register({ ...context, url });
        const state = await subscription.check(context, again);
        insist(state.state === 'active', `what was registered is ${state.state}`);
        await subscription.remove(context, again);
        await subscription.remove(context, again);
        await subscription.remove(context, subscribed);
        const after = await subscription.check(context, again);
        insist(after.state === 'gone', `what was removed is ${after.state}`);
        return `registered as ${again.id}, and removed`;
      }),
  };
}
