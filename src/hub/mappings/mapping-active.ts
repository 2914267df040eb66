/**
 * The rules in force, as the engine's Mapper. A run may take hours and its tenant may apply other rules meanwhile: they are looked up
 * again every few seconds, so that the next pages follow the new ones. What older rules made in between is found by the
 * re-derivation that was begun with the new ones (rederive-passes.ts).
 */
import { PlugboardError } from '../../contract/errors.ts';
import type { ModelName } from '../../contract/models/index.ts';
import type { Mapper } from '../../engine/mapping/mapper.ts';
import { ruleMapper } from '../../engine/mapping/rule-mapper.ts';
import type { HubContext } from '../context.ts';
import { readActiveRules, type ActiveRules } from './mapping-rows.ts';

/** How long rules are gone by before they are looked up again. */
const rereadMs = 5_000;

export interface RuledStream {
  readonly streamNo: number;
  readonly model: ModelName;
}

/** For a run: follows what is in force. */
export function activeMapper(context: HubContext, tenantId: string, { streamNo, model }: RuledStream): Mapper {
  let known: (ActiveRules & { readonly mapper: Mapper }) | undefined;
  let readMs = 0;
  const reread = async (): Promise<Mapper> => {
    if (known !== undefined && context.clock.now() - readMs < rereadMs) return known.mapper;
    try {
      const found = await context.store.inTenant(tenantId, (trx) => readActiveRules(trx, tenantId, streamNo));
      if (found.version !== known?.version || known === undefined)
        known = { ...found, mapper: mapperOf(context, tenantId, model, found) };
      readMs = context.clock.now();
    } catch (error) {
      // A database that is away for a moment stops no run that knows its rules.
      const away = error instanceof PlugboardError && error.code === 'storage_unavailable';
      if (known === undefined || !away) throw error;
    }
    return known.mapper;
  };
  return { apply: async (items) => (await reread()).apply(items) };
}

/**
 * For what is mapped first and stored then: the version goes along, and whoever stores maps again when it is another by then. Never within
 * a transaction: rules may take seconds, and a transaction that waits so long is ended by the database.
 */
export async function mapperInForce(
  context: HubContext,
  tenantId: string,
  { streamNo, model }: RuledStream,
): Promise<{ readonly version: number | null; readonly mapper: Mapper }> {
  const rules = await context.store.inTenant(tenantId, (trx) => readActiveRules(trx, tenantId, streamNo));
  return { version: rules.version, mapper: mapperOf(context, tenantId, model, rules) };
}

export function mapperOf(
  context: HubContext,
  tenantId: string,
  model: ModelName,
  { rules }: Pick<ActiveRules, 'rules'>,
): Mapper {
  return ruleMapper({ expressions: context.expressions, group: tenantId, model, rules });
}
