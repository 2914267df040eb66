/**
 * What can be said about a route before it is saved: everything it names exists, and its expressions compile. What its expressions make of
 * an event only events can show (route-dry-run.ts).
 */
import type { Action } from '../../contract/action.ts';
import type { FieldProblem } from '../../contract/errors.ts';
import { withProfile } from '../../contract/override-profile.ts';
import { compileExpressions } from '../../engine/mapping/evaluate.ts';
import { isModel, targetsOf } from '../../engine/mapping/rules.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { printable, readId } from '../ids.ts';
import { invalidInput } from '../inputs.ts';
import { absentReason } from '../integrations/absent.ts';
import type { RouteDefinition, RouteLookup } from './route-views.ts';

/** Throws `invalid_request` naming everything that is wrong. */
export async function checkRoute(context: HubContext, tenantId: string, definition: RouteDefinition): Promise<void> {
  const problems = [
    ...lookupProblems(definition.lookups),
    ...(await namedProblems(context, tenantId, definition)),
    ...(await expressionProblems(context, tenantId, definition)),
  ];
  if (problems.length > 0) throw invalidInput(problems);
}

// --- look-ups -------------------------------------------------------------------------------------------------------------

function lookupProblems(lookups: readonly RouteLookup[]): readonly FieldProblem[] {
  const known = new Set(['event']);
  return lookups.flatMap((lookup, at) => {
    const problems: FieldProblem[] = [];
    const { name } = lookup;
    if (known.has(name))
      problems.push({
        path: `lookups.${at}.name`,
        message: name === 'event' ? '"event" is the event itself' : `there is a look-up "${name}" before it`,
      });
    if ('linked' in lookup && lookup.linked.from !== undefined && !known.has(lookup.linked.from))
      problems.push({
        path: `lookups.${at}.linked.from`,
        message: `there is no look-up "${lookup.linked.from}" before it`,
      });
    if ('find' in lookup)
      for (const field of Object.keys(lookup.find.where))
        if (!isField(lookup.find.model, field))
          problems.push({ path: `lookups.${at}.find.where.${printable(field)}`, message: fieldsOf(lookup.find.model) });
    known.add(name);
    return problems;
  });
}

function isField(model: string, field: string): boolean {
  if (field === 'key' || /^custom\.[^.\0]{1,90}$/.test(field)) return true;
  return isModel(model) && targetsOf(model).includes(field);
}

function fieldsOf(model: string): string {
  const fields = isModel(model) ? targetsOf(model) : [];
  return `${model} has no such field; expected key, ${fields.join(', ')} or custom.<name>`;
}

// --- what it names --------------------------------------------------------------------------------------------------------

/** Places in the definition that name an integration. */
function integrationsIn({ when, lookups, do: target }: RouteDefinition): readonly { path: string; id: string }[] {
  return [
    ...(when.integrations ?? []).map((id, at) => ({ path: `when.integrations.${at}`, id })),
    ...lookups.map((lookup, at) =>
      'find' in lookup
        ? { path: `lookups.${at}.find.integration`, id: lookup.find.integration }
        : { path: `lookups.${at}.linked.integration`, id: lookup.linked.integration },
    ),
    ...('action' in target ? [{ path: 'do.integration', id: target.integration }] : []),
  ];
}

async function namedProblems(
  context: HubContext,
  tenantId: string,
  definition: RouteDefinition,
): Promise<readonly FieldProblem[]> {
  const { do: target } = definition;
  const problems: FieldProblem[] = [];
  const { known, endpoint } = await context.store.inTenant(tenantId, async (trx) => ({
    known: await integrationsOf(trx, tenantId),
    endpoint: 'endpoint' in target && (await hasEndpoint(trx, tenantId, target.endpoint)),
  }));
  for (const { path, id } of integrationsIn(definition))
    if (!known.has(uuidOf('int', id) ?? ''))
      problems.push({ path, message: `there is no integration "${printable(id)}"` });
  if ('endpoint' in target) {
    if (!endpoint)
      problems.push({ path: 'do.endpoint', message: `there is no endpoint "${printable(target.endpoint)}"` });
    return problems;
  }
  const integration = known.get(uuidOf('int', target.integration) ?? '');
  if (integration === undefined) return problems;
  const found = await actionOf(context, integration, target.action);
  return 'problem' in found ? [...problems, found.problem] : problems;
}

type FoundAction = { readonly action: Action } | { readonly problem: FieldProblem };

/** The action a route names, as its integration has it now. */
export async function targetAction(
  context: HubContext,
  tenantId: string,
  target: { readonly action: string; readonly integration: string },
): Promise<FoundAction> {
  const known = await context.store.inTenant(tenantId, (trx) => integrationsOf(trx, tenantId));
  const integration = known.get(uuidOf('int', target.integration) ?? '');
  return integration === undefined
    ? { problem: { path: 'do.integration', message: `there is no integration "${printable(target.integration)}"` } }
    : actionOf(context, integration, target.action);
}

async function actionOf(
  { registry }: HubContext,
  { provider, overrides, absent }: TargetIntegration,
  action: string,
): Promise<FoundAction> {
  const { name, actions } = withProfile(await registry.load(provider), overrides.profile);
  const found = Object.hasOwn(actions, action) ? actions[action] : undefined;
  const reason = absentReason(absent, action);
  const path = 'do.action';
  if (reason !== undefined)
    return { problem: { path, message: `${name} cannot do "${printable(action)}" here: ${reason}` } };
  if (found !== undefined) return { action: found };
  const names = Object.keys(actions).join(', ');
  return { problem: { path, message: `${name} has no such action; it has ${names === '' ? 'none' : names}` } };
}

interface TargetIntegration {
  readonly provider: string;
  readonly overrides: { readonly profile?: Parameters<typeof withProfile>[1] };
  readonly absent: Readonly<Record<string, string>> | null;
}

async function integrationsOf(
  trx: TenantTransaction,
  tenantId: string,
): Promise<ReadonlyMap<string, TargetIntegration>> {
  const rows = await trx
    .selectFrom('integration')
    .select(['id', 'provider', 'overrides', 'absent'])
    .where('tenant_id', '=', tenantId)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function hasEndpoint(trx: TenantTransaction, tenantId: string, shown: string): Promise<boolean> {
  const id = uuidOf('ep', shown);
  if (id === undefined) return false;
  const row = await trx
    .selectFrom('endpoint')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Undefined: no id of this kind. */
function uuidOf(prefix: 'int' | 'ep', shown: string): string | undefined {
  return new RegExp(`^${prefix}_[0-9a-f]{32}$`).test(shown) ? readId(prefix, shown) : undefined;
}

// --- expressions ----------------------------------------------------------------------------------------------------------

async function expressionProblems(
  context: HubContext,
  tenantId: string,
  { when, lookups, shape }: RouteDefinition,
): Promise<readonly FieldProblem[]> {
  const texts = [
    ...(when.condition === undefined ? [] : [{ path: 'when.condition', text: when.condition }]),
    ...lookups.flatMap((lookup, at) =>
      'find' in lookup
        ? Object.entries(lookup.find.where).map(([field, text]) => ({
            path: `lookups.${at}.find.where.${printable(field)}`,
            text,
          }))
        : [],
    ),
    { path: 'shape', text: shape },
  ];
  const compiled = await compileExpressions(
    context.expressions,
    tenantId,
    texts.map(({ text }) => text),
  );
  return texts.flatMap(({ path }, at) => {
    const problem = compiled[at];
    if (problem === undefined) return [];
    const place = problem.position === null ? '' : ` (at character ${problem.position})`;
    return [{ path, message: `${problem.message}${place}` }];
  });
}
