/** The streams of an integration: what each is, how it stands, whether and when it is read. Starting runs is runs.ts. */
import { z } from 'zod';
import { fail } from '../contract/errors.ts';
import type { HubContext } from './context.ts';
import { printable, readId } from './ids.ts';
import { parseInput } from './inputs.ts';
import { readIntegration } from './integration-rows.ts';
import { IntegrationView } from './integration-views.ts';
import { nameOf, type Principal } from './principal.ts';
import { planStreams } from './schedule.ts';
import { ScheduleInput, scheduleOf } from './schedule-input.ts';
import type { Tenants } from './tenants.ts';

export const StreamView = IntegrationView.shape.streams.element;
export type StreamView = z.output<typeof StreamView>;
/** An integration has a handful: one page. */
export const StreamList = z.object({ data: z.array(StreamView), next_cursor: z.null() }).meta({ id: 'StreamList' });

export const ChangeStream = z
  .strictObject({
    enabled: z.boolean().optional().meta({ description: 'false: read only when asked for by name.' }),
    schedule: ScheduleInput.nullable().optional().meta({ description: "Null: the integration's own." }),
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
    const view = await store.inTenant(tenantId, (trx) =>
      readIntegration(trx, tenantId, readId('int', integration), integration),
    );
    return { data: view.streams, next_cursor: null };
  };

  /** What is left out stays. Throws `not_found` for an unknown stream, naming those there are. */
  const change = async (
    principal: Principal,
    tenant: string,
    integration: string,
    stream: string,
    input: ChangeStream,
  ): Promise<StreamView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const { enabled, schedule } = parseInput(ChangeStream, input);
    const id = readId('int', integration);
    return store.inTenant(tenantId, async (trx) => {
      const { streams: known } = await readIntegration(trx, tenantId, id, integration);
      const before = known.find((one) => one.name === stream);
      if (before === undefined)
        throw fail(
          'not_found',
          `There is no stream "${printable(stream)}"; there are ${known.map((one) => one.name).join(', ')}.`,
        );
      if (enabled === undefined && schedule === undefined) return before;
      await trx
        .updateTable('stream_state')
        .set({
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
      const details = { stream, ...(enabled === undefined ? {} : { enabled }), schedule: schedule !== undefined };
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

  return { list, change };
}
