/**
 * What every call goes through: who is asking, for which account, in which version, has this been done before; then the work of
 * a route; then the answer, expanded and rendered. Routes are made with `endpoint`. Called by sandbox.ts.
 */
import { createHash } from 'node:crypto';
import type {
  GrownList,
  JsonObject,
  Method,
  SandboxContext,
  SandboxRequest,
  SandboxResponse,
  SandboxRoute,
  z,
} from 'plugboard/contract';
import { basicOf, bearerOf, fixedWindow, formOf, isObject } from 'plugboard/kit';
import { ApiFailure, forbidden, invalid, keyReused, tooMany, unauthenticated } from './failures.ts';
import type { GrownName } from './grown.ts';
import { text, type Key, type Ledger, type State, type World } from './ledger.ts';
import { bodyOf, isListing, type Listing } from './listing.ts';
import { read, treeOf, type Tree } from './params.ts';
import { expanded, inVersion, isVersion, latest } from './shapes.ts';
import { letPass } from './time.ts';

/** Test mode: 25 calls a second, whatever they ask for. */
const limit = fixedWindow({ per: 'second', max: 25 });
const keysKeptMs = 86_400_000;

export interface Call<P> {
  readonly world: World;
  readonly params: P;
  /** The `:name` parts of the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly version: string;
  grown(stream: GrownName): GrownList | undefined;
}

interface Caller {
  readonly secret: string;
  readonly key: Key;
  /** The account asked for, the key's own or a connected one. */
  readonly account: string;
  readonly ledger: Ledger;
}

export function worldOf(
  context: SandboxContext<State>,
  ledger: Ledger,
  request: World['request'] = { id: null, idempotency_key: null },
): World {
  const apiVersion = context.switches['api_version'] ?? latest;
  const world: World = {
    ledger,
    now: Math.floor(context.now() / 1000),
    hex: context.hex,
    origin: context.origin,
    request,
    apiVersion,
    snapshot(doc) {
      const shown = inVersion(world, { ...doc }, apiVersion);
      return isObject(shown) ? shown : {};
    },
    tell: (event) =>
      context.emit({ type: text(event, 'type'), payload: { account: text(ledger.account, 'id'), event } }),
  };
  return world;
}

function masked(secret: string): string {
  return `${secret.slice(0, 8)}${'*'.repeat(Math.max(4, secret.length - 12))}${secret.slice(-4)}`;
}

/** The key comes as a bearer token or as the user of HTTP Basic with an empty password. */
function callerOf(request: SandboxRequest, state: State): Caller {
  const secret = bearerOf(request) ?? basicOf(request)?.user;
  if (secret === undefined || secret === '') {
    throw unauthenticated(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  const key = Object.hasOwn(state.keys, secret) ? state.keys[secret] : undefined;
  if (key === undefined) throw unauthenticated(`Invalid API Key provided: ${masked(secret)}`);
  const account = request.headers['stripe-account'] ?? key.account;
  const ledger = Object.hasOwn(state.ledgers, account) ? state.ledgers[account] : undefined;
  if (ledger === undefined) {
    throw forbidden(
      `The provided key '${masked(secret)}' does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
      'account_invalid',
    );
  }
  return { secret, key, account, ledger };
}

/** Before every route: key, account, version and limit; and time passes. */
export function guard(request: SandboxRequest, context: SandboxContext<State>): SandboxResponse | undefined {
  const { state } = context;
  const id = `req_${context.hex(14)}`;
  try {
    const caller = callerOf(request, state);
    const version = request.headers['stripe-version'];
    if (version !== undefined && !isVersion(version)) throw invalid(`Invalid Stripe API version: ${version}`);
    if (context.switches['limits'] !== 'off' && !limit.take(state.calls, caller.account, context.now()).allowed)
      throw tooMany();
    for (const ledger of Object.values(state.ledgers)) letPass(worldOf(context, ledger));
    for (const [name, kept] of Object.entries(state.kept)) {
      if (kept.at < context.now() - keysKeptMs) delete state.kept[name];
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return refusal(error, { 'request-id': id, 'stripe-version': latest });
  }
}

function refusal(failure: ApiFailure, headers: Record<string, string>): SandboxResponse {
  const asked = failure.status === 429 ? {} : { 'stripe-should-retry': 'false' };
  const challenge = failure.status === 401 ? { 'www-authenticate': 'Basic realm="Stripe"' } : {};
  const log = `https://dashboard.stripe.com/test/logs/${headers['request-id'] ?? ''}`;
  return {
    status: failure.status,
    headers: { ...headers, ...asked, ...challenge },
    body: { error: { ...failure.error, request_log_url: log } },
  };
}

/**
 * A route. `right` is what a restricted key needs (`customer`: `rak_customer_read` to read, `rak_customer_write` to write). `params`
 * must be strict: what it does not know is refused, as Stripe does.
 */
export function endpoint<P>(
  method: Method,
  path: string,
  right: string,
  params: z.ZodType<P>,
  work: (call: Call<P>) => JsonObject | Listing,
): SandboxRoute<State> {
  return {
    method,
    path,
    handle(request, context) {
      const caller = callerOf(request, context.state);
      const version = request.headers['stripe-version'] ?? context.switches['api_version'] ?? latest;
      const key = method === 'POST' ? request.headers['idempotency-key'] : undefined;
      const id = `req_${context.hex(14)}`;
      const headers = {
        'request-id': id,
        'stripe-version': version,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(request.headers['stripe-account'] === undefined ? {} : { 'stripe-account': caller.account }),
      };
      const world = worldOf(context, caller.ledger, { id, idempotency_key: key ?? null });
      // Parameters of a DELETE may come either way: Stripe's description has a form, its SDK sends a query.
      const pairs = [...(method === 'POST' ? [] : request.query), ...formOf(request)];
      const once = key === undefined ? undefined : onceOf(caller, key, method, request, pairs);
      try {
        permit(caller, right, method);
        if (once !== undefined && key !== undefined) {
          if (key.length > 255) throw invalid('Idempotency keys must be 255 characters or less.');
          const before = context.state.kept[once.name];
          if (before !== undefined && before.fingerprint !== once.fingerprint) throw keyReused(key);
          if (before !== undefined) {
            return {
              status: before.status,
              headers: { ...headers, 'idempotent-replayed': 'true', 'original-request': before.request },
              body: before.body,
            };
          }
        }
        const { expand, ...tree } = treeOf(pairs);
        const answer = work({ world, params: read(params, tree), path: request.params, version, grown: context.grown });
        const body = rendered(world, answer, expandOf(expand), version);
        if (once !== undefined && isObject(body)) keep(context, once, { status: 200, body, request: id });
        return { headers, body };
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error;
        const shown = inVersion(world, error.error, version);
        const answer = refusal(new ApiFailure(error.status, isObject(shown) ? shown : {}, error.begun), headers);
        if (once !== undefined && error.begun && isObject(answer.body)) {
          keep(context, once, { status: error.status, body: answer.body, request: id });
        }
        return answer;
      }
    },
  };
}

interface Once {
  readonly name: string;
  readonly fingerprint: string;
}

function onceOf(
  caller: Caller,
  key: string,
  method: string,
  request: SandboxRequest,
  pairs: readonly (readonly [string, string])[],
): Once {
  const sorted = pairs.map(([name, value]) => `${name}=${value}`).toSorted();
  const fingerprint = createHash('sha256')
    .update([method, request.path, ...sorted].join('\n'))
    .digest('hex');
  return { name: `${caller.account} ${key}`, fingerprint };
}

function keep(
  context: SandboxContext<State>,
  once: Once,
  answer: { readonly status: number; readonly body: JsonObject; readonly request: string },
): void {
  context.state.kept[once.name] = { fingerprint: once.fingerprint, at: context.now(), ...answer };
}

function permit({ key, secret, account }: Caller, right: string, method: string): void {
  if (key.rights === undefined) return;
  const wanted = method === 'GET' ? [`${right}_read`, `${right}_write`] : [`${right}_write`];
  if (wanted.some((name) => key.rights?.includes(name) === true)) return;
  throw forbidden(
    `The provided key '${masked(secret)}' does not have the required permissions for this endpoint on account '${account}'. Having the 'rak_${wanted[0] ?? right}' permission would allow this request to continue.`,
  );
}

function expandOf(tree: Tree | undefined): readonly string[] {
  if (tree === undefined) return [];
  if (!Array.isArray(tree)) throw invalid('Invalid array', { param: 'expand' });
  return tree.map(String);
}

function rendered(
  world: World,
  answer: JsonObject | Listing,
  expand: readonly string[],
  version: string,
): NonNullable<SandboxResponse['body']> {
  const show = (doc: JsonObject, paths: readonly string[]): JsonObject => {
    const shown = inVersion(world, expanded(world, { ...doc }, paths), version);
    return isObject(shown) ? shown : {};
  };
  return isListing(answer) ? bodyOf(answer, expand, version, show) : show(answer, expand);
}
