/**
 * Runs what a provider declares about its webhooks over one request: is it genuine, is it only a try of the address, what does it tell
 * of? Stores nothing, knows no tenant. The secrets come in groups, one per party that may have signed (on the address of an app there are
 * several), and the answer says which of them did. Used by the hub's intake.
 */
import { PlugboardError } from '../../contract/errors.ts';
import type { Settings } from '../../contract/fields.ts';
import type { JsonObject, JsonValue } from '../../contract/http.ts';
import type {
  HandshakeAnswer,
  Unproven,
  Verification,
  WebhookEvent,
  WebhookRequest,
  Webhooks,
} from '../../contract/webhooks.ts';

/** Somebody who may have signed. */
export interface Signer {
  /** Those valid now. */
  readonly secrets: readonly string[];
}

export interface OpeningContext<S extends Signer> {
  /** At least one; where no signature proves the request, with whatever secrets. */
  readonly signers: readonly S[];
  readonly nowMs: number;
  readonly settings: Settings;
  readonly keys: (url: string, kid: string | undefined) => Promise<JsonObject>;
}

export type Opened<S> =
  | { readonly kind: 'handshake'; readonly answer: HandshakeAnswer }
  /** `signers`: by whose secrets it is genuine. */
  | { readonly kind: 'events'; readonly events: readonly WebhookEvent[]; readonly signers: readonly S[] }
  | { readonly kind: 'unproven'; readonly reason: Unproven | 'no_secret'; readonly message: string }
  /** Genuine, but it cannot be read. */
  | { readonly kind: 'unreadable'; readonly message: string }
  /** No POST, and no handshake of the vendor's either. */
  | { readonly kind: 'other_method' };

/** Throws what fetching the vendor's keys throws (`provider_unavailable`). */
export async function openWebhook<S extends Signer>(
  webhooks: Webhooks,
  request: WebhookRequest,
  context: OpeningContext<S>,
): Promise<Opened<S>> {
  const { handshake } = webhooks;
  const post = request.method === 'POST';
  if (!post && handshake?.methods?.some((method) => method === request.method) !== true)
    return { kind: 'other_method' };
  if (handshake?.signed === false) {
    const answer = handshake.answer(request, secretsOf(context.signers));
    if (answer !== undefined) return { kind: 'handshake', answer };
    if (!post) return { kind: 'other_method' };
  }
  const proven = await prove(webhooks, request, context);
  if ('kind' in proven) return proven;
  if (handshake?.signed === true) {
    const answer = handshake.answer(request, secretsOf(proven.signers));
    if (answer !== undefined) return { kind: 'handshake', answer };
    if (!post) return { kind: 'other_method' };
  }
  return eventsOf(webhooks, request, proven);
}

/** What the vendor sends besides POST, as the methods an address takes. */
export function methodsOf({ handshake }: Webhooks): readonly string[] {
  return ['POST', ...(handshake?.methods ?? [])];
}

function secretsOf(signers: readonly Signer[]): readonly string[] {
  return signers.flatMap(({ secrets }) => secrets);
}

interface Proven<S> {
  readonly signers: readonly S[];
  readonly content: JsonValue | undefined;
}

/** All signers are tried, so that the time taken does not tell which of them it was. */
async function prove<S extends Signer>(
  webhooks: Webhooks,
  request: WebhookRequest,
  { signers, ...context }: OpeningContext<S>,
): Promise<Proven<S> | Extract<Opened<S>, { kind: 'unproven' }>> {
  // Never waved through for want of a secret, unless the provider has another proof beside it and looks for itself.
  const needsSecret = webhooks.proof === 'signature' && webhooks.secret?.optional !== true;
  const able = needsSecret ? signers.filter(({ secrets }) => secrets.length > 0) : signers;
  if (able.length === 0)
    return {
      kind: 'unproven',
      reason: 'no_secret',
      message: 'No webhook secret is set here, so nothing that comes can be told from a forgery.',
    };
  const proven: S[] = [];
  let content: JsonValue | undefined;
  let refused: Extract<Verification, { genuine: false }> | undefined;
  for (const signer of able) {
    const verification = await webhooks.verify(request, { ...context, secrets: signer.secrets });
    if (verification.genuine) {
      proven.push(signer);
      content ??= verification.content;
    } else if (refused === undefined || isNearer(verification.reason, refused.reason)) refused = verification;
  }
  if (proven.length > 0) return { signers: proven, content };
  return { kind: 'unproven', reason: refused?.reason ?? 'wrong', message: refused?.message ?? 'It is not genuine.' };
}

/** Signed by one of them, but of another time: that says more than that the others did not sign it. */
function isNearer(reason: Unproven, than: Unproven): boolean {
  const late = (one: Unproven) => one === 'stale' || one === 'early';
  return late(reason) && !late(than);
}

function eventsOf<S>(webhooks: Webhooks, request: WebhookRequest, proven: Proven<S>): Opened<S> {
  const content = proven.content === undefined ? jsonOf(request.body) : { value: proven.content };
  if ('message' in content) return { kind: 'unreadable', message: content.message };
  try {
    return { kind: 'events', events: webhooks.events(content.value, request), signers: proven.signers };
  } catch (error) {
    if (error instanceof PlugboardError) return { kind: 'unreadable', message: error.message };
    throw error;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What is wrong names no part of the body. */
function jsonOf(body: Buffer): { readonly value: JsonValue } | { readonly message: string } {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return { message: 'The body is not UTF-8 text.' };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { message: text.trim() === '' ? 'The body is empty.' : 'The body is not JSON.' };
  }
}
