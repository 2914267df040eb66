/** Which records somebody asks for, by what they typed: checked and made into conditions. Used by records.ts and record-export.ts. */
import { fail } from '../../contract/errors.ts';
import { isPersonal } from '../../contract/models/personal.ts';
import { modelNames, type ModelName } from '../../contract/models/index.ts';
import { isModel } from '../../engine/mapping/rules.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { seesPeople, type Principal } from '../access/principal.ts';
import { printable, showId } from '../ids.ts';
import { knownIntegration } from '../integrations/integration-rows.ts';
import { streamsOf, type RowFilter, type Search, type StreamFilter } from './record-queries.ts';
import type { RecordFilter, StreamFacts } from './record-views.ts';

export function rowFilterOf(principal: Principal, asked: RecordFilter): RowFilter {
  return {
    includeDeleted: asked.include_deleted === 'true',
    problems: asked.problems === 'true',
    search: asked.search === undefined ? undefined : { text: asked.search, sees: seenBy(principal) },
  };
}

/** Who is shown `[masked]` must not find out by searching what stands there. */
function seenBy(principal: Principal): Search['sees'] {
  return seesPeople(principal) ? () => true : (model) => isModel(model) && !isPersonal(model);
}

/** Throws `not_found` when an integration or stream was named that is not there. */
export async function matchingStreams(
  trx: TenantTransaction,
  tenantId: string,
  filter: StreamFilter,
): Promise<readonly StreamFacts[]> {
  const streams = await streamsOf(trx, tenantId, filter);
  const [integrationId] = filter.integrationIds ?? [];
  if (streams.length > 0 || (integrationId === undefined && filter.stream === undefined)) return streams;
  const there = await streamsOf(trx, tenantId, { integrationIds: filter.integrationIds });
  if (integrationId !== undefined && there.length === 0)
    await knownIntegration(trx, tenantId, integrationId, showId('int', integrationId));
  if (filter.stream === undefined || there.some((one) => one.stream === filter.stream)) return streams;
  const names = [...new Set(there.map((one) => one.stream))].join(', ');
  throw fail(
    'not_found',
    `There is no stream "${printable(filter.stream)}"; there ${names === '' ? 'is none' : `are ${names}`}.`,
  );
}

/** Throws `not_found` naming the models there are. */
export function knownModel(model: string): ModelName {
  if (isModel(model)) return model;
  throw fail('not_found', `There is no model "${printable(model)}"; there are ${modelNames.join(', ')}.`);
}
