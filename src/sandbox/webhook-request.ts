/**
 * One webhook on its way: an HTTP request to exactly the address given, no redirect followed, the answer read up to a few kilobytes.
 * And the ways of spoiling one, for receivers that must notice. Called by webhook-sender.ts.
 */
import { Agent, request } from 'undici';
import { fail, type SandboxWebhook, type SandboxWebhooks } from '../contract/index.ts';

/** What came of one request. */
export interface WebhookAnswer {
  /** Null when there was none in time. */
  readonly status: number | null;
  readonly error: string | null;
  /** The beginning of what was answered. */
  readonly body: string;
}

const keptCharacters = 2_000;

export interface WebhookPost {
  post(url: string, webhook: SandboxWebhook, timeoutMs: number): Promise<WebhookAnswer>;
  /** Breaks off what is under way: it answers with an error. */
  close(): Promise<void>;
}

export function webhookPost(): WebhookPost {
  // One slow receiver must not hold up another, and a vendor opens as many connections as it likes.
  const agent = new Agent({ connections: 256 });
  const stopping = new AbortController();
  return {
    async post(url, { method, headers, body }, timeoutMs) {
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(timeoutMs)]);
      try {
        const answer = await request(url, {
          dispatcher: agent,
          method,
          headers,
          signal,
          ...(method === 'POST' ? { body } : {}),
        });
        let text = '';
        for await (const part of answer.body.setEncoding('utf8')) {
          text += String(part);
          if (text.length > keptCharacters) break;
        }
        return { status: answer.statusCode, error: null, body: text.slice(0, keptCharacters) };
      } catch (error) {
        if (stopping.signal.aborted) return { status: null, error: 'the sandbox was stopped', body: '' };
        if (signal.aborted) return { status: null, error: `no answer within ${timeoutMs} ms`, body: '' };
        return { status: null, error: error instanceof Error ? error.message || error.name : String(error), body: '' };
      }
    },
    async close() {
      stopping.abort();
      await agent.destroy();
    },
  };
}

/** Throws invalid_request for what is no http(s) address. */
export function checkedUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:'))
    throw fail('invalid_request', `"${url}" is no address a vendor could send to; give one with http:// or https://.`);
  if (parsed.username !== '' || parsed.password !== '')
    throw fail(
      'invalid_request',
      'An address with a user name or password in it is refused by vendors; leave them out.',
    );
  return parsed.href;
}

/** What can be wrong with a webhook: its signature, one bit of its body, the moment it was signed (an hour off), no proof at all. */
export const tamperings = ['signature', 'body', 'stale', 'early', 'missing'] as const;
export type Tampering = (typeof tamperings)[number];

type Signature = SandboxWebhooks<unknown>['signature'];

const hourMs = 3_600_000;

/**
 * The webhook that `make` gives for a moment, spoilt. Throws invalid_request where it cannot be told from a good one, because the vendor
 * proves nothing of the kind.
 */
export function tampered(
  kind: Tampering,
  nowMs: number,
  signature: Signature,
  make: (atMs: number) => SandboxWebhook,
): SandboxWebhook {
  const good = make(nowMs);
  switch (kind) {
    case 'stale':
    case 'early': {
      const off = make(kind === 'stale' ? nowMs - hourMs : nowMs + hourMs);
      const same = off.body.equals(good.body) && JSON.stringify(off.headers) === JSON.stringify(good.headers);
      if (same) throw fail('invalid_request', 'This vendor signs no moment, so its webhooks cannot be of a wrong one.');
      return off;
    }
    case 'body': {
      const body = Buffer.from(good.body);
      const middle = body.length >> 1;
      body[middle] = (body[middle] ?? 0) ^ 1;
      return { ...good, body };
    }
    case 'signature':
      return withoutGoodProof(good, signature, otherwise, otherwise);
    case 'missing':
      return withoutGoodProof(
        good,
        signature,
        () => undefined,
        (token) => token.slice(0, token.lastIndexOf('.') + 1),
      );
  }
}

function withoutGoodProof(
  webhook: SandboxWebhook,
  signature: Signature,
  header: (proof: string) => string | undefined,
  body: (token: string) => string,
): SandboxWebhook {
  if (signature === undefined)
    throw fail(
      'invalid_request',
      'This vendor signs nothing, so there is no signature that could be wrong or missing.',
    );
  if (signature === 'body') return { ...webhook, body: Buffer.from(body(webhook.body.toString('latin1')), 'latin1') };
  const { [signature.header]: proof = '', ...others } = webhook.headers;
  const changed = header(proof);
  return { ...webhook, headers: changed === undefined ? others : { ...others, [signature.header]: changed } };
}

/** Of the same form and length, and wrong: a letter in the middle of every longer run of letters and digits is another one. */
function otherwise(proof: string): string {
  const changed = proof.replaceAll(/[A-Za-z0-9+/_-]{16,}/g, (run) => {
    const middle = run.length >> 1;
    return `${run.slice(0, middle)}${run[middle] === 'a' ? 'b' : 'a'}${run.slice(middle + 1)}`;
  });
  return changed === proof ? `${proof.slice(0, -1)}${proof.endsWith('a') ? 'b' : 'a'}` : changed;
}
