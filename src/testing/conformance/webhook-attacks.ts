/**
 * What somebody who is not the vendor may try with a request of the vendor's: every one must be refused. Also the body of fault F20.
 * Called by webhooks.ts.
 */
import { insist } from './check.ts';
import type { Travelling, WebhookDesk, Way } from './webhook-desk.ts';

/** Places of a text or body that are tried; all of them where there are fewer. */
const mostPlaces = 200;
const hour = 3_600_000;

/** A good request, its parts that prove it, and the secrets of the address it goes to. */
export interface Target {
  readonly desk: WebhookDesk;
  readonly request: Travelling;
  readonly secrets: readonly string[];
  /** Names of the headers without which it is refused. */
  readonly proofs: readonly string[];
}

export async function targetOf(desk: WebhookDesk, { secret }: Way, type: string): Promise<Target> {
  const secrets = secret === '' ? [] : [secret];
  const request = desk.request([desk.example(type)], secret);
  await desk.accept(request, secrets);
  const proofs: string[] = [];
  for (const [name] of request.headers)
    if ((await desk.open(without(request, name), secrets)).kind === 'unproven') proofs.push(name);
  insist(
    desk.sender.signature === 'body' || proofs.length > 0,
    'it is believed whichever of its headers is missing, and the sandbox does not say that the body is the proof',
  );
  return { desk, request, secrets, proofs };
}

export function without(request: Travelling, name: string): Travelling {
  return { ...request, headers: request.headers.filter(([one]) => one !== name) };
}

function withHeader(request: Travelling, name: string, value: string): Travelling {
  return { ...request, headers: request.headers.map(([one, was]) => [one, one === name ? value : was] as const) };
}

/** One bit of the body, at many places. Answers how many requests were refused. */
export async function flippedBodies({ desk, request, secrets }: Target): Promise<number> {
  const places = spread(request.body.length);
  for (const place of places) {
    const body = Buffer.from(request.body);
    body[place] = (body[place] ?? 0) ^ (1 << (place % 8));
    await desk.refuse(`a body with one bit changed (byte ${place})`, { ...request, body }, secrets);
  }
  for (const body of [request.body.subarray(0, -1), Buffer.concat([request.body, Buffer.from(' ')]), Buffer.alloc(0)])
    await desk.refuse(
      `a body of ${body.length} instead of ${request.body.length} bytes`,
      { ...request, body },
      secrets,
    );
  return places.length + 3;
}

/**
 * One bit of the header that proves it, at many places. Of one with several parts (`t=1,v1=a,v0=b`) only those count without which the
 * request is refused: what a vendor adds for others proves nothing here, and so may say anything.
 */
export async function flippedProofs(target: Target): Promise<number> {
  const { desk, request, secrets, proofs } = target;
  let tried = 0;
  const refuse = async (what: string, name: string, value: string) => {
    tried += 1;
    await desk.refuse(what, withHeader(request, name, value), secrets);
  };
  for (const name of proofs) {
    const value = request.headers.find(([one]) => one === name)?.[1] ?? '';
    const parts = value.split(',');
    for (const [nth, part] of parts.entries()) {
      const rest = parts.toSpliced(nth, 1).join(',');
      if ((await desk.open(withHeader(request, name, rest), secrets)).kind !== 'unproven') continue;
      const instead = (changed: string) => parts.with(nth, changed).join(',');
      for (const place of spread(part.length)) {
        const letter = String.fromCharCode(part.charCodeAt(place) ^ 1);
        const changed = `${part.slice(0, place)}${letter}${part.slice(place + 1)}`;
        await refuse(`${name} with one bit changed (part ${nth}, place ${place})`, name, instead(changed));
      }
      await refuse(`${name} with a letter less`, name, instead(part.slice(0, -1)));
      await refuse(`${name} with a letter more`, name, instead(`${part}0`));
    }
    for (const changed of ['', ' ', 'null', '='.repeat(value.length)])
      await refuse(`${name} "${changed}"`, name, changed);
  }
  return tried;
}

/** Not there, there twice, or the plain event where a signed one is expected. */
export async function missingProofs({ desk, request, secrets, proofs }: Target): Promise<readonly string[]> {
  const reasons: string[] = [];
  for (const name of proofs) {
    reasons.push(await desk.refuse(`a request without ${name}`, without(request, name), secrets));
    const twice = { ...request, headers: request.headers.flatMap((one) => (one[0] === name ? [one, one] : [one])) };
    reasons.push(await desk.refuse(`a request with ${name} twice`, twice, secrets));
  }
  if (proofs.length > 0) return reasons;
  const [, claims = ''] = request.body.toString('latin1').split('.');
  const plain = Buffer.from(claims, 'base64url');
  reasons.push(await desk.refuse('the event without its signature', { ...request, body: plain }, secrets));
  for (const alg of ['none', 'HS256']) {
    const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');
    const body = Buffer.from(`${header}.${claims}.${alg === 'none' ? '' : 'c2lnbmF0dXJl'}`);
    reasons.push(await desk.refuse(`a token with the algorithm ${alg}`, { ...request, body }, secrets));
  }
  return reasons;
}

/** Does the vendor sign the moment? Then one of another hour is refused, and the small difference of two clocks is not. */
export async function wrongMoments(desk: WebhookDesk, { secret }: Way, type: string, nowMs: number): Promise<string> {
  const secrets = secret === '' ? [] : [secret];
  const event = desk.example(type);
  const at = (ms: number) => desk.request([event], secret, nowMs + ms);
  if (sameRequest(at(0), at(60_000))) return 'the vendor signs no moment';
  const old = await desk.refuse('a request of an hour ago', at(-hour), secrets, nowMs);
  insist(old === 'stale', `a request of an hour ago is refused as ${old} instead of stale`);
  const early = await desk.refuse('a request of an hour ahead', at(hour), secrets, nowMs);
  insist(early === 'early', `a request of an hour ahead is refused as ${early} instead of early`);
  for (const ms of [-240_000, 240_000]) await desk.accept(at(ms), secrets, nowMs);
  return 'an hour before and after refused, four minutes not';
}

function sameRequest(a: Travelling, b: Travelling): boolean {
  return a.body.equals(b.body) && JSON.stringify(a.headers) === JSON.stringify(b.headers);
}

/** Evenly over the whole, its first and last places among them. */
function spread(length: number): readonly number[] {
  const count = Math.min(length, mostPlaces);
  return Array.from({ length: count }, (_, nth) =>
    Math.floor((nth * Math.max(length - 1, 0)) / Math.max(count - 1, 1)),
  );
}
