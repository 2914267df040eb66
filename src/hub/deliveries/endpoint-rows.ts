/** Reading the endpoint a caller names, and checking the transformation he wrote. */
import { fail } from '../../contract/errors.ts';
import { compileExpressions } from '../../engine/mapping/evaluate.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { printable, readId } from '../ids.ts';
import { invalidInput } from '../inputs.ts';
import type { EndpointRow } from './endpoint-views.ts';

/** Throws `not_found`, for one that was deleted too. */
export async function readEndpoint(
  trx: TenantTransaction,
  tenantId: string,
  endpoint: string,
  { lock } = { lock: false },
): Promise<EndpointRow> {
  const rows = trx
    .selectFrom('endpoint')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', readId('ep', endpoint))
    .where('deleted_at', 'is', null);
  const row = await (lock ? rows.forUpdate() : rows).executeTakeFirst();
  if (row === undefined) throw fail('not_found', `There is no endpoint "${printable(endpoint)}".`);
  return row;
}

/** Throws `invalid_request` when it does not compile. */
export async function checkTransformation(context: HubContext, tenantId: string, text: string): Promise<void> {
  const [problem] = await compileExpressions(context.expressions, tenantId, [text]);
  if (problem === undefined) return;
  const place = problem.position === null ? '' : ` (at character ${problem.position})`;
  throw invalidInput([{ path: 'transformation', message: `${problem.message}${place}` }]);
}
