/**
 * The proxy: an authenticated call to the vendor that Plugboard does not understand, for what no stream or action covers yet. The
 * host is the provider's own, the credential is added on the way out and never seen on the way back; limits, renewal and retries
 * are those of every call. Typed writes are actions.ts.
 */
import { isUtf8 } from 'node:buffer';
import type { AuthMethod } from '../../contract/auth.ts';
import { fail, reportError } from '../../contract/errors.ts';
import type { HttpRequest, JsonValue, Method, RequestBody } from '../../contract/http.ts';
import { keyHeaders } from '../../engine/auth/apply.ts';
import type { HubContext } from '../context.ts';
import { readId } from '../ids.ts';
import { invalidInput } from '../inputs.ts';
import { writeLog } from '../logs/logs.ts';
import { openIntegration, type OpenIntegration } from '../integrations/open-integration.ts';
import { nameOf, seesPeople, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';

export interface ProxyCall {
  readonly method: Method;
  /** As it stood in the address, beginning with `/`, not decoded; with its query. Stands on the provider's base URL. */
  readonly target: string;
  /** The caller's, lower-case names. What must not travel is taken out here. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

export interface ProxyAnswer {
  readonly provider: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Longest a write may take; it is not cut short when its caller goes away. */
const longestWriteMs = 120_000;

export function proxy(context: HubContext, tenants: Tenants) {
  const { store } = context;

  /**
   * Reading needs the right `read` itself (what a vendor answers cannot be masked), everything else `act`. Answers whatever the vendor answers, but for 401, 429 and 5xx: those throw
   * what they mean, after renewing the credential or trying again where that is safe.
   */
  const call = async (
    principal: Principal,
    tenant: string,
    integration: string,
    asked: ProxyCall,
    signal: AbortSignal,
  ): Promise<ProxyAnswer> => {
    const reads = asked.method === 'GET' || asked.method === 'HEAD';
    const { id: tenantId } = await tenants.enter(principal, reads ? 'read' : 'act', tenant);
    if (!seesPeople(principal))
      throw fail('permission_denied', 'What a vendor answers may be personal, and cannot be masked here.', {
        next: 'Use an API key (or a role) that has the right "read".',
      });
    const integrationId = readId('int', integration);
    checkTarget(asked.target);
    const until = reads ? signal : AbortSignal.timeout(longestWriteMs);
    const open = await openIntegration(context, tenantId, integrationId, `proxy ${asked.method}`, until, {
      handOn: true,
    });
    const request = requestOf(asked, open);
    // Before the call: a write that is on no record must not happen.
    if (!reads) await noteWrite(tenantId, integrationId, nameOf(principal), asked.method);
    try {
      const { status, headers, body } = await open.http.send(request);
      if (!reads)
        await logWrite(tenantId, integrationId, asked, status < 400 ? 'success' : 'error', `answered ${status}`);
      return {
        provider: open.provider.key,
        status,
        headers: answerHeaders(headers),
        body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      };
    } catch (error) {
      if (!reads) await logWrite(tenantId, integrationId, asked, 'error', reportError(error).message);
      throw error;
    }
  };

  const noteWrite = (tenantId: string, integrationId: string, actor: string, method: string): Promise<void> =>
    store.inTenant(tenantId, (trx) =>
      store.audit.append(trx, { tenantId, actor, action: 'proxy.write', target: integrationId, details: { method } }),
    );

  const logWrite = async (
    tenantId: string,
    integrationId: string,
    { method, target }: ProxyCall,
    status: 'success' | 'error',
    said: string,
  ): Promise<void> => {
    const path = target.replace(/\?.*$/s, '').slice(0, 300);
    const message = `${method} ${path}: ${said}`;
    try {
      await store.inTenant(tenantId, (trx) =>
        writeLog(context, trx, { tenantId, integrationId, action: 'proxy', status, message }),
      );
    } catch (error) {
      // The vendor has answered: that answer counts more than its line in the log.
      context.log.warn({ err: error, integration_id: integrationId }, 'a proxied write could not be logged');
    }
  };

  return { call };
}

/** `..` would leave the provider's base URL, and URLs know several ways to write it. */
function checkTarget(target: string): void {
  const path = target.replace(/\?.*$/s, '');
  const climbs = path.includes('\\') || path.split('/').some((part) => /^(\.|%2e){1,2}$/i.test(part));
  if (climbs) throw invalidInput([{ path: 'path', message: 'expected a path without "." and ".." parts' }]);
}

function requestOf({ method, target, headers, body }: ProxyCall, open: OpenIntegration): HttpRequest {
  const { provider, way } = open;
  const idempotencyKey = headers['idempotency-key'];
  const place = provider.idempotencyHeader ?? provider.idempotencyParam;
  return {
    method,
    url: target,
    headers: { accept: '*/*', ...travellingHeaders(headers, open) },
    ...(body === undefined || body.length === 0 ? {} : { body: bodyOf(body, headers['content-type'], way) }),
    ...(idempotencyKey === undefined || place === undefined ? {} : { idempotencyKey }),
  };
}

/** Between one connection and the next only (RFC 9110, 7.6.1), and the length, which is counted anew. */
const hopByHop = [
  'connection',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** Meant for us, or about whoever called us. */
const ours = [
  'accept-encoding',
  'authorization',
  'cookie',
  'content-type',
  'expect',
  'forwarded',
  'host',
  'idempotency-key',
  'origin',
  'referer',
  'true-client-ip',
  'user-agent',
  'via',
  'x-real-ip',
  'x-request-id',
];
const oursBegin = ['cf-', 'sec-', 'x-forwarded-'];

/** Headers that choose the account or the version stay the provider's: they decide whose data this is. */
function travellingHeaders(
  headers: Readonly<Record<string, string>>,
  { provider, settings, account, way }: OpenIntegration,
): Record<string, string> {
  const fixed = Object.keys(provider.headers?.({ settings, account }) ?? {});
  const stay = new Set(
    [...hopByHop, ...ours, ...fixed, ...keyHeaders(way), ...namedByConnection(headers)].map((name) =>
      name.toLowerCase(),
    ),
  );
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !stay.has(name) && !oursBegin.some((begin) => name.startsWith(begin))),
  );
}

function namedByConnection(headers: Readonly<Record<string, string>>): readonly string[] {
  return (headers['connection'] ?? '').split(',').map((name) => name.trim());
}

/** Cookies are the vendor's with us, the rest is about a connection or a page that is not ours. */
const staysHere = new Set([
  ...hopByHop,
  'alt-svc',
  'content-encoding',
  'content-security-policy',
  'nel',
  'report-to',
  'server',
  'set-cookie',
  'strict-transport-security',
  'www-authenticate',
  'x-frame-options',
  'x-powered-by',
]);

function answerHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const named = new Set(namedByConnection(headers).map((name) => name.toLowerCase()));
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !staysHere.has(name) && !named.has(name) && !name.startsWith('access-control-'),
    ),
  );
}

/** As it came; taken apart only where the provider wants its key inside the body. */
function bodyOf(body: Buffer, type: string | undefined, way: AuthMethod): RequestBody {
  if (!isUtf8(body)) throw fail('unsupported', 'The proxy passes on text (JSON, forms, XML); this body is none.');
  const text = body.toString();
  const place = way.kind === 'api_key' ? way.place.in : 'header';
  if (place === 'form') return { form: Object.fromEntries(new URLSearchParams(text)) };
  if (place === 'body') return { json: parsed(text) };
  return { text, type: type ?? 'application/octet-stream' };
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidInput([{ path: 'body', message: 'expected JSON' }]);
  }
}
