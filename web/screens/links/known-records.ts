/** Records by their ids, many at once: links and deletions name records, and a person wants to see them. */
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';

export type KnownRecord = Schema['Record'];

/** Asked for at once, at most. */
const most = 200;

/** Those that are there; undefined while they are being asked for. */
export function useRecords(ids: readonly string[]): ReadonlyMap<string, KnownRecord> | undefined {
  const { tenant } = useSession();
  const records = [...new Set(ids)].slice(0, most);
  const found = api.useQuery(
    'post',
    '/api/tenants/{tenant}/records/find',
    { params: { path: { tenant } }, body: { records } },
    { enabled: records.length > 0 },
  );
  if (records.length === 0) return new Map();
  return found.data === undefined ? undefined : new Map(found.data.data.map((one) => [one.id, one]));
}
