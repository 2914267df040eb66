/**
 * The change feed: the latest state of every record that changed after a position, in the order it changed. Positions are given
 * out by the tenant's feed counter, whose row a writer holds until it commits: what is seen is complete up to the last position
 * seen, so no caller who comes back with his cursor misses a change or gets one twice.
 */
import { z } from 'zod';
import { modelNames } from '../../contract/models/index.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { printable, readId } from '../ids.ts';
import { invalidInput, parseInput } from '../inputs.ts';
import { shownRecord } from '../privacy/masking.ts';
import type { Principal } from '../access/principal.ts';
import { pageByFeed, recordViews, streamsOf } from './record-queries.ts';
import { ChangesQuery, type ChangeList, type ChangeView, type RecordView } from './record-views.ts';
import type { Tenants } from '../access/tenants.ts';

const Position = z.object({ seq: z.number().int() });
const feedName = 'changes';

export function changes(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const list = async (principal: Principal, tenant: string, query: ChangesQuery = {}): Promise<ChangeList> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { cursor, limit, ...asked } = parseInput(ChangesQuery, query);
    const models = listed(asked.models);
    const unknown = models?.filter((model) => !knownModels.includes(model)) ?? [];
    if (unknown.length > 0) {
      throw invalidInput(
        unknown.map((model) => ({
          path: 'models',
          message: `there is no model "${printable(model)}"; expected some of ${knownModels.join(', ')}`,
        })),
      );
    }
    const integrationIds = listed(asked.integrations)?.map((id) => readId('int', id));
    const after = (await cursors.read(tenantId, feedName, cursor, Position))?.seq ?? 0;
    return context.store.inTenant(
      tenantId,
      async (trx) => {
        const streams = await streamsOf(trx, tenantId, { models, integrationIds });
        const all = models === undefined && integrationIds === undefined;
        const { rows, next, through } = await pageByFeed(trx, tenantId, after, limit, {
          streamNos: all ? undefined : streams.map((stream) => stream.streamNo),
          updatedSince: undefined,
          includeDeleted: true,
          problems: false,
        });
        const data = recordViews(rows, streams).map((record) => changeView(shownRecord(principal, record), after));
        return {
          data,
          next_cursor: await cursors.write(tenantId, feedName, { seq: through }),
          has_more: next !== undefined,
        };
      },
      // Several looks at one moment.
      { isolation: 'repeatable read' },
    );
  };
  return { list };
}

/** `a, b` */
function listed(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((part) => part.trim());
}

const knownModels: readonly string[] = modelNames;

function changeView(record: RecordView, after: number): ChangeView {
  const change = record.deleted_at !== null ? 'deleted' : record.created_seq > after ? 'created' : 'updated';
  return { seq: record.seq, change, record };
}
