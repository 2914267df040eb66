/**
 * THE contract: what a provider is. A value that holds facts and pure functions; the engine does all I/O. Everything about a
 * provider is in its folder, nothing about it anywhere else; an oddity is a field or a small function here, never an `if` in
 * the engine.
 */
import type { Action } from './action.ts';
import type { AuthMethod } from './auth.ts';
import { missingOfCategory, type Category, type MeetsCategory } from './categories.ts';
import type { ErrorCode } from './errors.ts';
import type { Fields, Settings } from './fields.ts';
import type { HttpRequest, HttpResponse, JsonObject, ProviderHttp } from './http.ts';
import type { Limit, LimitHeaders } from './limits.ts';
import type { Account, Stream } from './stream.ts';
import type { Webhooks } from './webhooks.ts';

export type Priority = 'high' | 'medium' | 'emerging';

/** Where our knowledge of a provider's API comes from, shown on its page. */
export type Truth = 'vendor spec' | 'vendor docs' | 'third party' | 'our proposal';

/** A provider's reading of an answer that is not a success. The engine adds provider, operation and status. */
export interface Verdict {
  readonly code: ErrorCode;
  /** The vendor's own words, safe to show; redacted by the engine. */
  readonly message: string;
  readonly vendorCode?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** The vendor's word on retrying, outranking the table. */
  readonly retry?: boolean | undefined;
}

export interface CheckContext {
  readonly http: ProviderHttp;
  readonly settings: Settings;
  readonly account: Account | undefined;
  /** Key of the way in. */
  readonly method: string;
  /** What is kept with the tokens of an OAuth sign-in: the way's `redirectFacts` and its `extra`. Absent: nothing. */
  readonly grant?: JsonObject | undefined;
}

export interface CheckResult {
  /** For people: `Connected to Acme Training Pty Ltd (AUD)`. */
  readonly message: string;
  /** The account proven, with the facts mapping needs. */
  readonly account: Account | undefined;
  /**
   * Streams and actions this account turned out to lack, by name, and what to do about it (a function missing from the site's web
   * service, an operation from its WSDL). Kept with the integration until it is connected or tested again: those streams are skipped
   * and those actions refused with the reason.
   */
  readonly absent?: Readonly<Record<string, string>>;
}

export interface Provider {
  readonly key: string;
  readonly name: string;
  readonly category: Category;
  readonly priority: Priority;
  /** One or two sentences, our own words. */
  readonly summary: string;
  readonly features: readonly string[];
  /** The vendor's API documentation. */
  readonly docs: string;
  readonly truth: Truth;

  /** What relative request URLs stand on. */
  readonly baseUrl: string | ((settings: Settings) => string);
  /** The only hosts it may ever reach (`api.xero.com`, `*.example.com`). */
  readonly hosts: readonly string[] | ((settings: Settings) => readonly string[]);
  /** What the tenant sets besides credentials. */
  readonly settings?: Fields;
  readonly auth: readonly AuthMethod[];
  /**
   * What the operator registers with the vendor besides an OAuth client (Sage Intacct's sender id and password); part of the provider
   * app, so from the API or the environment: field `sender_id` is `SAGE_INTACCT_SENDER_ID`.
   */
  readonly app?: Fields;

  readonly limits: readonly Limit[];
  readonly limitHeaders?: LimitHeaders;
  /** Total time for one answer, milliseconds; default 30 000. */
  readonly timeoutMs?: number;
  /** Headers of every call (version pins, account selection). Lower-case names. */
  readonly headers?: (context: {
    readonly settings: Settings;
    readonly account: Account | undefined;
  }) => Readonly<Record<string, string>>;
  /** Has the last word on every request before it is signed and sent. Pure; sees requests that went through it before. */
  readonly outgoing?: (request: HttpRequest) => HttpRequest;
  /** Header that carries an idempotency key on writes. */
  readonly idempotencyHeader?: string;
  /** The same as a query parameter (QuickBooks' `requestid`). */
  readonly idempotencyParam?: string;
  /** Response header with the vendor's request id. */
  readonly requestIdHeader?: string;
  /** Is this answer really a success? Default: status below 300. For vendors that put errors in a 200. */
  readonly success?: (response: HttpResponse) => boolean;
  /** Which neutral error is this? `undefined`: the engine's reading of the status. */
  readonly error?: (response: HttpResponse) => Verdict | undefined;

  /** The accounts a fresh grant may speak for. Absent: `check` names the only one. */
  readonly accounts?: (context: Omit<CheckContext, 'account'>) => Promise<readonly Account[]>;
  /** The cheapest calls that prove the credentials. Throws PlugboardError when they are not good. */
  readonly check: (context: CheckContext) => Promise<CheckResult>;
  /** Ends the link to one account at the vendor, where the grant itself may serve others. */
  readonly disconnect?: (context: CheckContext) => HttpRequest | undefined;

  readonly streams: Readonly<Record<string, Stream>>;
  readonly actions: Readonly<Record<string, Action>>;
  /** What the vendor sends us of its own accord; absent: nothing, so its lists are read on schedule only. */
  readonly webhooks?: Webhooks;
}

/** What the hub, the demo and the tests need of a provider folder besides its definition; loaded only when asked for. */
export interface ProviderModule {
  readonly default: Provider;
}

/** What a provider app keeps besides its own fields where webhooks come to its address: the present secret, and the one before. */
export const webhookSecretNames = ['webhook_secret', 'webhook_secret_previous'] as const;

const names = /^[a-z][a-z0-9_]*$/;
/** Names that are verbs or sub-resources of an integration's URL and so cannot be streams. */
export const reservedStreamNames: readonly string[] = [
  'test_connection',
  'connect',
  'disconnect',
  'sync',
  'logs',
  'mappings',
  'runs',
  'records',
  'links',
  'exchanges',
  'usage',
  'webhooks',
  'actions',
  'proxy',
  'callback',
  'webhook',
  'streams',
  'deletions',
];

/**
 * Declares a provider and refuses what could never work, at load time and by name. Throws Error: a bad definition is a bug. What the
 * category asks for is checked by the compiler too (categories.ts).
 */
export function defineProvider<const P extends Provider>(provider: P & MeetsCategory<P>): Provider {
  const declared: Provider = provider;
  const wrong =
    wrongWithAuth(declared) ??
    wrongWithSettings(declared) ??
    wrongWithStreams(declared) ??
    wrongWithActions(declared) ??
    wrongWithWebhooks(declared) ??
    missingOfCategory(declared);
  if (wrong !== undefined) throw new Error(`provider ${declared.key}: ${wrong}`);
  return declared;
}

function wrongWithAuth(provider: Provider): string | undefined {
  if (!names.test(provider.key)) return 'key must be lower-case letters, digits and underscores';
  if (provider.auth.length === 0) return 'needs at least one way to sign in';
  if (new Set(provider.auth.map((way) => way.key)).size !== provider.auth.length) return 'two ways in share a key';
  const lost = provider.auth.find(
    (way) => way.kind === 'session' && way.usesApp === true && provider.app === undefined,
  );
  return lost === undefined ? undefined : `the way in "${lost.key}" uses app fields, but the provider has none`;
}

function wrongWithSettings(provider: Provider): string | undefined {
  const open = Object.entries(provider.settings ?? {}).find(([, field]) => field.secret === true);
  return open === undefined
    ? undefined
    : `setting "${open[0]}" may not be secret: settings are stored and shown as they are`;
}

function wrongWithStreams({ streams }: Provider): string | undefined {
  for (const [name, stream] of Object.entries(streams)) {
    if (!names.test(name)) return `stream "${name}" must be lower-case letters, digits and underscores`;
    if (reservedStreamNames.includes(name)) return `stream "${name}" may not be called like a verb of the API`;
    if (stream.deletions === 'flagged' && stream.deleted === undefined)
      return `stream "${name}" flags deletions but has no deleted()`;
    const wrong = wrongWithPartitions(name, streams);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function wrongWithPartitions(name: string, streams: Provider['streams']): string | undefined {
  const { partitions, incremental } = streams[name] ?? {};
  if (partitions === undefined) return undefined;
  if (incremental?.style === 'changes') return `stream "${name}" reads a change feed, which is not partitioned`;
  const parent = streams[partitions.of];
  if (parent === undefined) return `stream "${name}" is partitioned by "${partitions.of}", which is no stream`;
  if (partitions.onlyChanged === true && parent.incremental.style !== 'updated_since')
    return `stream "${name}" walks changed parts only, but "${partitions.of}" cannot tell what changed`;
  const above = new Set([name]);
  for (let at: string | undefined = partitions.of; at !== undefined; at = streams[at]?.partitions?.of) {
    if (above.has(at)) return `stream "${name}" is partitioned by itself`;
    above.add(at);
  }
  return undefined;
}

function wrongWithActions({ actions, streams }: Provider): string | undefined {
  for (const [name, action] of Object.entries(actions)) {
    if (!names.test(name)) return `action "${name}" must be lower-case letters, digits and underscores`;
    if (action.creates !== undefined && !(action.creates in streams))
      return `action "${name}" creates in an unknown stream`;
  }
  return undefined;
}

function wrongWithWebhooks({ webhooks, app }: Provider): string | undefined {
  if (webhooks === undefined) return undefined;
  const { addresses, proof, secret } = webhooks;
  if (addresses.length === 0) return 'webhooks need an address to come to';
  if ((proof === 'signature') !== (secret !== undefined))
    return 'webhooks have a secret exactly where a signature proves them';
  if ((proof !== 'signature' || secret?.optional === true) && addresses.includes('app'))
    return 'webhooks to the address of an app need a signature: the address is known to everybody';
  const taken = webhookSecretNames.find((name) => app !== undefined && name in app);
  return taken === undefined ? undefined : `the app field "${taken}" is the name of the webhooks' secret`;
}
