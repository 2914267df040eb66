/** The streams of an integration: what each is, how it stands, whether and when it is read. Starting runs is runs.ts. */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { decide } from '../../store/erasure-marks.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { beginFieldErasure } from '../privacy/erasure-requests.ts';
import { printable, readId } from '../ids.ts';
import { invalidInput, parseInput } from '../inputs.ts';
import { readIntegration } from '../integrations/integration-rows.ts';
import { IntegrationView } from '../integrations/integration-views.ts';
import { definitionOf } from '../mappings/mapping-derive.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import { runColumns, RunView, runView } from './run-views.ts';
import { planStreams } from './schedule.ts';
import { ScheduleInput, scheduleOf } from './schedule-input.ts';
import type { Tenants } from '../access/tenants.ts';

export const StreamView = IntegrationView.shape.streams.element;
export type StreamView = z.output<typeof StreamView>;
export const StreamDetail = StreamView.extend({
  last_run: RunView.nullable().meta({ description: 'The run that was begun last; null: none yet.' }),
}).meta({ id: 'Stream' });
/** An integration has a handful: one page. */
export const StreamList = z.object({ data: z.array(StreamDetail), next_cursor: z.null() }).meta({ id: 'StreamList' });

const DroppedFields = z
  .array(
    z
      .string()
      .max(300)
      .regex(/^[^.\p{Cc}]+(\.[^.\p{Cc}]+)*$/u, 'expected names separated by dots, like Contact.Phones')
      .refine((path) => !/(^|\.)\*\*$/.test(path), 'expected a name after **'),
  )
  .max(100);

export const ChangeStream = z
  .strictObject({
    enabled: z.boolean().optional().meta({ description: 'false: read only when asked for by name.' }),
    schedule: ScheduleInput.nullable().optional().meta({ description: "Null: the integration's own." }),
    dropped_fields: DroppedFields.optional().meta({
      description:
        "Paths in the vendor's items (as `raw` shows them) that are never kept: taken out before anything is stored, and out of what is. Names separated by dots, lists on the way are walked through; `*` is any name, `**` any depth. Needs the right `admin`.",
      example: ['Phones', 'Contact.DateOfBirth', '**.HomeAddress'],
    }),
  })
  .meta({ id: 'ChangeStream' });
export type ChangeStream = z.input<typeof ChangeStream>;

export function streams(context: HubContext, tenants: Tenants) {
  const { store } = context;

  const list = async (
    principal: Principal,
    tenant: string,
    integration: string,
  ): Promise<z.output<typeof StreamList>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const id = readId('int', integration);
    return store.inTenant(tenantId, async (trx) => {
      const view = await readIntegration(trx, tenantId, id, integration);
      const rows = await trx
        .selectFrom('stream_state')
        .innerJoin('run', (join) =>
          join.onRef('run.tenant_id', '=', 'stream_state.tenant_id').onRef('run.id', '=', 'stream_state.last_run_id'),
        )
        .select(runColumns.map((column) => `run.${column}` as const))
        .where('stream_state.tenant_id', '=', tenantId)
        .where('stream_state.integration_id', '=', id)
        .execute();
      const last = new Map(rows.map((row) => [row.stream, runView(row)]));
      return { data: view.streams.map((one) => ({ ...one, last_run: last.get(one.name) ?? null })), next_cursor: null };
    });
  };

  /** What is left out stays. Throws `not_found` for an unknown stream, naming those there are. */
  const change = async (
    principal: Principal,
    tenant: string,
    integration: string,
    stream: string,
    input: ChangeStream,
  ): Promise<StreamView> => {
    const { enabled, schedule, dropped_fields: dropped } = parseInput(ChangeStream, input);
    const { id: tenantId } = await tenants.enter(principal, dropped === undefined ? 'connect' : 'admin', tenant);
    const id = readId('int', integration);
    if (dropped !== undefined) await checkDropped(context, tenantId, id, stream, dropped);
    return store.inTenant(tenantId, async (trx) => {
      const { streams: known } = await readIntegration(trx, tenantId, id, integration);
      const before = known.find((one) => one.name === stream);
      if (before === undefined)
        throw fail(
          'not_found',
          `There is no stream "${printable(stream)}"; there are ${known.map((one) => one.name).join(', ')}.`,
        );
      if (enabled === undefined && schedule === undefined && dropped === undefined) return before;
      const fields = dropped === undefined ? undefined : [...new Set(dropped)];
      await trx
        .updateTable('stream_state')
        .set({
          ...(fields === undefined ? {} : { dropped_fields: fields }),
          ...(enabled === undefined ? {} : { enabled }),
          ...(schedule === undefined
            ? {}
            : { schedule: schedule === null ? null : JSON.stringify(scheduleOf(schedule)) }),
        })
        .where('tenant_id', '=', tenantId)
        .where('integration_id', '=', id)
        .where('stream', '=', stream)
        .execute();
      await planStreams(context, trx, tenantId, id);
      if (fields !== undefined) await changeKept(trx, { tenantId, id, stream }, before, fields, nameOf(principal));
      const details = {
        stream,
        ...(enabled === undefined ? {} : { enabled }),
        schedule: schedule !== undefined,
        ...(fields === undefined ? {} : { dropped_fields: fields.length }),
      };
      await store.audit.append(trx, {
        tenantId,
        actor: nameOf(principal),
        action: 'stream.changed',
        target: id,
        details,
      });
      const after = await readIntegration(trx, tenantId, id, integration);
      return after.streams.find((one) => one.name === stream) ?? before;
    });
  };

  /** What is stored of newly dropped fields goes; what is kept again comes with the next run, which reads everything. */
  const changeKept = async (
    trx: TenantTransaction,
    of: { readonly tenantId: string; readonly id: string; readonly stream: string },
    before: StreamView,
    fields: readonly string[],
    requestedBy: string,
  ): Promise<void> => {
    const ofStream = trx
      .updateTable('stream_state')
      .where('tenant_id', '=', of.tenantId)
      .where('integration_id', '=', of.id)
      .where('stream', '=', of.stream);
    const keptAgain = before.dropped_fields.some((field) => !fields.includes(field));
    const { stream_no: streamNo } = await ofStream
      .set(keptAgain ? { cursor: null } : { dropped_fields: [...fields] })
      .returning('stream_no')
      .executeTakeFirstOrThrow();
    if (fields.some((field) => !before.dropped_fields.includes(field)))
      await beginFieldErasure(context, trx, { tenantId: of.tenantId, requestedBy, by: 'job' }, streamNo);
    else if (keptAgain) await decide(trx, of.tenantId);
  };

  return { list, change };
}

/** Refuses to drop what the built-in map cannot do without: every record would have a problem from then on. */
async function checkDropped(
  context: HubContext,
  tenantId: string,
  integrationId: string,
  stream: string,
  dropped: readonly string[],
): Promise<void> {
  const { stream: definition } = await definitionOf(context, tenantId, integrationId, stream);
  const needed = dropped.flatMap((field) => {
    const [first = '', ...deeper] = field.split('.');
    const shape = definition.raw instanceof z.ZodObject ? definition.raw.shape : {};
    const schema: unknown = deeper.length === 0 && Object.hasOwn(shape, first) ? shape[first] : undefined;
    return schema instanceof z.ZodType && !schema.safeParse(undefined).success ? [field] : [];
  });
  if (needed.length > 0)
    throw invalidInput(
      needed.map((field) => ({
        path: 'dropped_fields',
        message: `"${field}" is needed to understand the records of ${stream}: it cannot be dropped`,
      })),
    );
}
