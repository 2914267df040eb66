/**
 * How vendors prove that a webhook is theirs: the four ways nearly all of them use, for `Webhooks.verify`. All are total (what cannot be
 * read is not genuine) and compare in constant time. A signature must be written exactly as it is computed: base64 and hex can be written
 * in several ways that decode to the same bytes, and a body that was tampered with must not come through as another spelling.
 */
import { createHash, createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import {
  isJsonObject,
  type JsonObject,
  type Unproven,
  type Verification,
  type VerifyContext,
} from 'plugboard/contract';
import { textAt } from './reading.ts';

/** What the verifiers read of a request. */
interface Signed {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

type Secrets = Pick<VerifyContext, 'secrets'>;
type SecretsAt = Pick<VerifyContext, 'secrets' | 'nowMs'>;

/** Stripe's way: one header `t=1777593600,v1=<hex>,v1=<hex>`, the HMAC-SHA256 of `{t}.{body}`. */
export interface TimestampedHmac {
  readonly header: string;
  /** The scheme that counts (`v1`); signatures under any other name prove nothing. */
  readonly scheme: string;
  /** How far the moment that was signed may lie from now, before or after. Milliseconds. */
  readonly toleranceMs: number;
}

export function verifyTimestampedHmac(request: Signed, context: SecretsAt, options: TimestampedHmac): Verification {
  const text = request.headers[options.header];
  if (text === undefined) return missing(options.header);
  const pairs = text.split(',').map((part) => part.split('='));
  const of = (name: string) => pairs.filter(([key]) => key?.trim() === name).map(([, value = '']) => value.trim());
  const [moment, ...more] = of('t');
  const signatures = of(options.scheme);
  if (pairs.some((pair) => pair.length !== 2) || moment === undefined || more.length > 0)
    return malformed(`The header ${options.header} is not written as t=<seconds>,${options.scheme}=<signature>.`);
  if (!/^[0-9]{1,12}$/.test(moment))
    return malformed(`The moment in the header ${options.header} is not a number of seconds.`);
  if (signatures.length === 0) return malformed(`The header ${options.header} has no signature "${options.scheme}".`);
  const signed = [`${moment}.`, request.body];
  if (!signedWithAny(context.secrets, signed, 'hex', signatures)) return wrong(options.header);
  return inTime(Number(moment) * 1000, context.nowMs, options.toleranceMs);
}

/** The HMAC-SHA256 of the body in a header of its own, as Xero's `x-xero-signature`. */
export interface BodyHmac {
  readonly header: string;
  /** Hex is lower case. */
  readonly encoding: 'base64' | 'hex';
}

export function verifyBodyHmac(request: Signed, context: Secrets, { header, encoding }: BodyHmac): Verification {
  const text = request.headers[header];
  if (text === undefined || text === '') return missing(header);
  const form = encoding === 'hex' ? /^[0-9a-f]{64}$/ : /^[A-Za-z0-9+/]{43}=$/;
  if (!form.test(text)) return malformed(`The header ${header} is no HMAC-SHA256 in ${encoding}.`);
  return signedWithAny(context.secrets, [request.body], encoding, [text]) ? { genuine: true } : wrong(header);
}

/** The secret itself in a header: it proves who sends, and says nothing about the body. */
export function verifySharedSecret(request: Signed, context: Secrets, { header }: { header: string }): Verification {
  const text = request.headers[header];
  if (text === undefined || text === '') return missing(header);
  const matches = usable(context.secrets).map((secret) => sameSecret(secret, text));
  return matches.includes(true)
    ? { genuine: true }
    : unproven('wrong', `The header ${header} is not the secret that is set here.`);
}

export interface SignedToken {
  /** Compact form, `header.claims.signature`. */
  readonly token: string | undefined;
  /** Where it stood, for messages: `The body`, `The header authorization`. */
  readonly where: string;
  /** Address of the vendor's JWKS document. */
  readonly keys: string;
  /** How far the two clocks may be apart where the token says from when and until when it holds. Milliseconds. */
  readonly toleranceMs: number;
}

type Jws = { readonly alg: Algorithm; readonly kid: string | undefined; readonly claims: JsonObject };

/** Only signatures by public keys: with an HMAC the vendor's published key would be the secret, and `none` is no signature. */
const algorithms = { RS256: 'RSA', ES256: 'EC' } as const;
type Algorithm = keyof typeof algorithms;

/**
 * A JWT signed with one of the vendor's published keys; `content` are its claims. Who issued it and for whom is the provider's to look
 * at. Throws what `keys` throws, since that says nothing about the request.
 */
export async function verifySignedToken(
  context: Pick<VerifyContext, 'nowMs' | 'keys'>,
  { token, where, keys, toleranceMs }: SignedToken,
): Promise<Verification> {
  if (token === undefined || token === '') return unproven('missing', `${where} holds no signed token.`);
  const jws = readToken(token);
  if (jws === undefined)
    return malformed(`${where} is no token signed with ${Object.keys(algorithms).join(' or ')} in compact form.`);
  const cut = token.lastIndexOf('.');
  const signature = Buffer.from(token.slice(cut + 1), 'base64url');
  const found = keysOf(await context.keys(keys, jws.kid), jws);
  if (!found.some((key) => isSignature(key, Buffer.from(token.slice(0, cut)), signature)))
    return unproven('wrong', `${where} is not signed with any key the vendor publishes at ${keys}.`);
  return withinItsTime(jws.claims, context.nowMs, toleranceMs) ?? { genuine: true, content: jws.claims };
}

function readToken(token: string): Jws | undefined {
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every(isBase64Url)) return undefined;
  const [header, claims] = parts.map(jsonObject);
  if (header === undefined || claims === undefined) return undefined;
  const { alg, kid, crit } = header;
  // `crit` names extensions that must be understood; none are.
  if (crit !== undefined || (kid !== undefined && typeof kid !== 'string')) return undefined;
  return alg === 'RS256' || alg === 'ES256' ? { alg, kid, claims } : undefined;
}

/** Written the one way that encodes these bytes. */
function isBase64Url(text: string): boolean {
  return text !== '' && Buffer.from(text, 'base64url').toString('base64url') === text;
}

function jsonObject(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url')));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The published keys it may be signed with. A key says for what it is; one that says nothing is judged by its type. */
function keysOf(document: JsonObject, { alg, kid }: Jws): readonly KeyObject[] {
  const list = document['keys'];
  return (Array.isArray(list) ? list : [])
    .filter(isJsonObject)
    .filter(
      (key) =>
        key['kty'] === algorithms[alg] &&
        (kid === undefined || key['kid'] === kid) &&
        (key['use'] ?? 'sig') === 'sig' &&
        (key['alg'] ?? alg) === alg,
    )
    .flatMap((key) => keyOf(key) ?? []);
}

const smallestRsaBits = 2048;

function keyOf(jwk: JsonObject): KeyObject | undefined {
  const names = jwk['kty'] === 'RSA' ? ['kty', 'n', 'e'] : ['kty', 'crv', 'x', 'y'];
  const parts = Object.fromEntries(names.map((name) => [name, textAt(jwk, name) ?? '']));
  try {
    const key = createPublicKey({ key: parts, format: 'jwk' });
    const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
    const strong = parts['kty'] === 'RSA' ? (modulusLength ?? 0) >= smallestRsaBits : namedCurve === 'prime256v1';
    return strong ? key : undefined;
  } catch {
    return undefined;
  }
}

function isSignature(key: KeyObject, signed: Buffer, signature: Buffer): boolean {
  try {
    return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}

/** Undefined: nothing it says of its time is against it. */
function withinItsTime(claims: JsonObject, nowMs: number, toleranceMs: number): Verification | undefined {
  const times = ['exp', 'nbf', 'iat'].map((name) => claims[name]);
  if (times.some((time) => time !== undefined && !Number.isFinite(time)))
    return malformed('The token says no readable time in exp, nbf or iat.');
  const [exp = Infinity, nbf = 0, iat = 0] = times.map((time) => (time === undefined ? undefined : Number(time)));
  if (exp * 1000 <= nowMs - toleranceMs) return unproven('stale', 'The token was valid only until earlier than now.');
  if (Math.max(nbf, iat) * 1000 > nowMs + toleranceMs)
    return unproven('early', 'The token is valid only from later than now; the clocks of both sides differ.');
  return undefined;
}

/** All pairs are compared, so that the time taken does not tell which secret or signature was the right one. */
function signedWithAny(
  secrets: readonly string[],
  signed: readonly (string | Buffer)[],
  encoding: 'base64' | 'hex',
  signatures: readonly string[],
): boolean {
  const matches = usable(secrets).flatMap((secret) => {
    const hmac = createHmac('sha256', secret);
    for (const part of signed) hmac.update(part);
    const right = Buffer.from(hmac.digest(encoding));
    return signatures.map((signature) => isSame(right, Buffer.from(signature)));
  });
  return matches.includes(true);
}

/** How long a right signature is, everybody knows. */
function isSame(right: Buffer, signature: Buffer): boolean {
  return right.length === signature.length && timingSafeEqual(right, signature);
}

/** Compares two secrets without telling by the time taken where they differ, nor how long they are. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Anybody can sign with an empty secret. */
function usable(secrets: readonly string[]): readonly string[] {
  return secrets.filter((secret) => secret !== '');
}

function inTime(signedAtMs: number, nowMs: number, toleranceMs: number): Verification {
  if (signedAtMs < nowMs - toleranceMs)
    return unproven(
      'stale',
      'The signature is right, but older than is accepted: perhaps a copy of an earlier request.',
    );
  if (signedAtMs > nowMs + toleranceMs)
    return unproven(
      'early',
      'The signature is right, but of a moment that is yet to come; the clocks of both sides differ.',
    );
  return { genuine: true };
}

function unproven(reason: Unproven, message: string): Verification {
  return { genuine: false, reason, message };
}

function missing(header: string): Verification {
  return unproven('missing', `The header ${header} is missing, or came more than once.`);
}

function malformed(message: string): Verification {
  return unproven('malformed', message);
}

function wrong(header: string): Verification {
  return unproven('wrong', `No signature in the header ${header} was made with a secret that is set here.`);
}
