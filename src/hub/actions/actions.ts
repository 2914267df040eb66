/**
 * Actions: typed writes at a vendor. The input is checked against the action's schema, the caller's reference makes asking twice act
 * once (action-calls.ts), and what comes back is stored like what a sync reads, together with the answer to give again
 * (action-results.ts). Untyped calls are proxy.ts.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Action, ActionResult } from '../../contract/action.ts';
import { fail, PlugboardError, reportError, type ErrorCode } from '../../contract/errors.ts';
import type { HttpRequest, JsonValue, ProviderHttp } from '../../contract/http.ts';
import { canonical } from '../../engine/sync/canonical.ts';
import { VendorClock } from '../../engine/sync/vendor-clock.ts';
import { absentReason } from '../integrations/absent.ts';
import { claimCall, keepFailure, longestActionMs, type CallKey } from './action-calls.ts';
import { keepResult, type Alongside } from './action-results.ts';
import { ActionAnswer, RunAction, type ActionList } from './action-views.ts';
import type { HubContext } from '../context.ts';
import { newId, printable, readId } from '../ids.ts';
import { droppedFields, invalidInput, parseInput } from '../inputs.ts';
import type { Integrations } from '../integrations/integrations.ts';
import { writeLog } from '../logs/logs.ts';
import { openIntegration, type OpenIntegration } from '../integrations/open-integration.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Providers } from '../providers/providers.ts';
import type { Tenants } from '../access/tenants.ts';
import { namedAfter } from '../vendor-error.ts';

interface Attempt {
  readonly key: CallKey;
  readonly actor: string;
  readonly open: OpenIntegration;
  readonly action: Action;
  readonly input: unknown;
  readonly inputHash: Buffer;
  readonly leaseUntil: Date;
  readonly alongside: Alongside | undefined;
}

export type Actions = ReturnType<typeof actions>;

export function actions(context: HubContext, tenants: Tenants, integrations: Integrations, providers: Providers) {
  const { store } = context;

  /** What can be asked of an integration, with JSON Schemas. */
  const list = async (
    principal: Principal,
    tenant: string,
    integration: string,
  ): Promise<z.output<typeof ActionList>> => {
    const { provider, absent } = await integrations.get(principal, tenant, integration);
    const { actions: all } = await providers.get(provider);
    return { data: all.map((one) => ({ ...one, absent: absentReason(absent, one.name) ?? null })), next_cursor: null };
  };

  /**
   * Acts once for a reference. Throws `not_found` for an unknown action, `invalid_request` naming the fields that are wrong,
   * `conflict` (see claimCall), and whatever the vendor's refusal means.
   */
  const run = async (
    principal: Principal,
    tenant: string,
    integration: string,
    name: string,
    input: RunAction,
    alongside?: Alongside,
  ): Promise<ActionAnswer> => {
    const { id: tenantId } = await tenants.enter(principal, 'act', tenant);
    const asked = parseInput(RunAction, input);
    const integrationId = readId('int', integration);
    const signal = AbortSignal.timeout(longestActionMs);
    const open = await openIntegration(context, tenantId, integrationId, `action ${printable(name)}`, signal, {
      bodies: 'all',
    });
    const action = actionOf(open, name);
    const checked = checkInput(action, asked.input);
    const key = { tenantId, integrationId, action: name, reference: asked.external_reference ?? newId(context) };
    const inputHash = createHash('sha256').update(canonical(asked.input)).digest();
    const { idempotencyHeader, idempotencyParam } = open.provider;
    const claimed = await claimCall(context, key, inputHash, (idempotencyHeader ?? idempotencyParam) !== undefined);
    const answer = { action: name, external_reference: key.reference };
    if ('kept' in claimed) {
      return ActionAnswer.parse({ ...answer, replayed: true, ...claimed.kept });
    }
    const attempt = {
      key,
      actor: nameOf(principal),
      open,
      action,
      input: checked,
      inputHash,
      leaseUntil: claimed.leaseUntil,
      alongside,
    };
    const { result, asOfMs } = await act(attempt);
    const records = await keepResult(context, key, { ...attempt, result, asOfMs }).catch((error: unknown) => {
      throw explained(error, key, true);
    });
    return { ...answer, replayed: false, output: result.output, withheld: [], records };
  };

  /** Runs the action that creates in a stream. `integration`: its id, its name, or a provider with one integration. */
  const create = async (
    principal: Principal,
    tenant: string,
    integration: string,
    stream: string,
    input: RunAction,
  ): Promise<ActionAnswer> => {
    const { id, provider, streams } = await integrations.find(principal, tenant, integration);
    if (!streams.some((one) => one.name === stream)) {
      throw fail(
        'not_found',
        `There is no stream "${printable(stream)}"; there are ${streams.map((one) => one.name).join(', ')}.`,
      );
    }
    const declared = Object.entries((await context.registry.load(provider)).actions);
    const [name] = declared.find(([, action]) => action.creates === stream) ?? [];
    if (name === undefined) {
      const some = declared.flatMap(([, action]) => action.creates ?? []);
      throw fail(
        'unsupported',
        `Nothing can be created in "${stream}"${some.length === 0 ? '' : `, only in ${some.join(', ')}`}.`,
      );
    }
    return run(principal, tenant, id, name, input);
  };

  const act = async (attempt: Attempt): Promise<{ result: ActionResult<JsonValue>; asOfMs: number }> => {
    const { key, open, action, input, inputHash } = attempt;
    const { settings, account, method } = open;
    const watched = watch(context, open.http);
    try {
      const idempotencyKey = vendorKey(key, inputHash);
      const result = await action.run({ http: watched.http, input, idempotencyKey, settings, account, method });
      return { result: { ...result, output: checkOutput(action, result.output) }, asOfMs: watched.asOfMs() };
    } catch (failure) {
      const error = namedAfter(open.http.clean(failure), open.provider.key, `action ${key.action}`);
      const inDoubt = watched.wrote() || !isRefusal(error);
      await noteFailure(attempt, error, inDoubt);
      throw explained(error, key, inDoubt);
    }
  };

  const noteFailure = async ({ key, actor, leaseUntil }: Attempt, error: unknown, inDoubt: boolean): Promise<void> => {
    const { tenantId, integrationId, action, reference } = key;
    const report = reportError(error);
    try {
      await store.inTenant(tenantId, async (trx) => {
        await keepFailure(context, trx, key, leaseUntil, report, inDoubt);
        const details = { external_reference: reference, in_doubt: inDoubt, code: report.code };
        await writeLog(context, trx, {
          tenantId,
          integrationId,
          action,
          status: 'error',
          message: `${action}: ${report.message}`,
          details,
        });
        await store.audit.append(trx, {
          tenantId,
          actor,
          action: 'action.failed',
          target: integrationId,
          details: { action, ...details },
        });
      });
    } catch (unwritten) {
      // The caller hears of the failure itself; the lease runs out, and then the reference counts as in doubt.
      context.log.warn(
        { err: unwritten, integration_id: integrationId, action },
        'a failed action could not be written down',
      );
    }
  };

  return { list, run, create };
}

function actionOf({ provider, absent }: OpenIntegration, name: string): Action {
  const action = Object.hasOwn(provider.actions, name) ? provider.actions[name] : undefined;
  const reason = absentReason(absent, name);
  if (reason !== undefined) throw fail('unsupported', `${provider.name} cannot do "${name}" here: ${reason}`);
  if (action !== undefined) return action;
  const names = Object.keys(provider.actions).join(', ');
  throw fail(
    'not_found',
    `${provider.name} has no action "${printable(name)}"; it has ${names === '' ? 'none' : names}.`,
  );
}

/** A field nobody asked for is refused: in a write it is a typo that would lose something. */
export function checkInput(action: Pick<Action, 'input'>, input: unknown): unknown {
  const checked = parseInput(z.object({ input: action.input }), { input });
  const unknown = droppedFields({ input }, checked, []);
  if (unknown.length > 0) throw invalidInput(unknown);
  return checked.input;
}

/** The vendor has acted; an output that is not as declared is our mistake and must not pass for one that is. */
function checkOutput(action: Action, output: unknown): JsonValue {
  const checked = z.json().safeParse(JSON.parse(JSON.stringify(action.output.safeParse(output).data ?? null)));
  if (!checked.success || checked.data === null)
    throw fail('decode_failed', 'The provider did what was asked, but its answer cannot be read.');
  return checked.data;
}

/** The same for the same reference and input, whoever asks and however often; nobody else's. */
function vendorKey({ tenantId, integrationId, action, reference }: CallKey, inputHash: Buffer): string {
  const of = JSON.stringify([tenantId, integrationId, action, reference, inputHash.toString('hex')]);
  return `pb_${createHash('sha256').update(of).digest('hex').slice(0, 48)}`;
}

/** The vendor's door, with an eye on whether it has acted, and when by its clock. */
function watch(
  { clock }: HubContext,
  http: ProviderHttp,
): { readonly http: ProviderHttp; readonly wrote: () => boolean; readonly asOfMs: () => number } {
  const vendorClock = new VendorClock(clock, clock.now());
  let lastMs = clock.now();
  let wrote = false;
  const send = async (request: HttpRequest) => {
    const sentMs = clock.now();
    const response = await http.send(request);
    vendorClock.observe(response.headers['date'], clock.now());
    const reads =
      request.method === undefined || request.method === 'GET' || request.method === 'HEAD' || request.safe === true;
    if (!reads) {
      wrote = true;
      lastMs = sentMs;
    }
    return response;
  };
  return { http: { send }, wrote: () => wrote, asOfMs: () => vendorClock.asOf(lastMs) };
}

/** Codes that say the vendor did not act. A conflict does not: the first attempt may be what it clashes with. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'auth_expired',
  'auth_revoked',
  'permission_denied',
  'not_found',
  'invalid_request',
  'rate_limited',
  'blocked_host',
  'unsupported',
  'too_large',
]);

function isRefusal(error: unknown): boolean {
  return error instanceof PlugboardError && (refusals.has(error.code) || error.details.unsent === true);
}

/** The same failure, with what the caller needs to ask again. */
function explained(error: unknown, { reference }: CallKey, inDoubt: boolean): unknown {
  if (!(error instanceof PlugboardError)) return error;
  const meta = { ...error.details.meta, external_reference: reference, in_doubt: inDoubt };
  const next = inDoubt
    ? 'It may have been done. Ask again with the same external_reference and input: it is done once.'
    : error.details.next;
  return fail(error.code, error.message, { ...error.details, meta, next, cause: error });
}
