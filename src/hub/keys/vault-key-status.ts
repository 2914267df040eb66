/** How the keys of the vault stand, for people: the root key and who works with which, and how far renewals of data keys have come. */
import { platformTenant } from '../../store/index.ts';
import { rootKeyUses, type RootKeyUse } from '../../store/root-key-use.ts';
import { rootKeyCounts, type RootKeyCounts } from '../../store/root-rotation.ts';
import type { HubContext } from '../context.ts';
import type { KeyStatusView, RotationView } from './vault-key-views.ts';

const shown = 200;

export async function keyStatus(context: HubContext): Promise<KeyStatusView> {
  const { store, rootKeys } = context;
  const counts = await rootKeyCounts(store, rootKeys.current.id);
  const uses = await rootKeyUses(store);
  return {
    root_key: {
      id: rootKeys.current.id,
      previous: rootKeys.previous?.id ?? null,
      data_keys: counts.keys,
      closed: counts.closed,
      unsettled: counts.unsettled,
      known: uses.map((use) => ({
        id: use.id,
        seen_at: use.seenAt.toISOString(),
        in_use: use.inUse,
        retired_at: use.retiredAt?.toISOString() ?? null,
      })),
      message: messageOf(rootKeys.current.id, counts, uses),
    },
    data_keys: { ...(await totals(context)), rotations: await rotations(context) },
  };
}

function messageOf(id: string, { closed, unsettled }: RootKeyCounts, uses: readonly RootKeyUse[]): string {
  const others = uses.filter((use) => use.id !== id && use.inUse).map((use) => use.id);
  if (closed > 0)
    return `${closed} data keys do not open with root key ${id} yet: run \`plugboard keys rotate --root\`.`;
  if (unsettled === 0) return `Every data key is wrapped with root key ${id} alone; no other one is needed.`;
  if (others.length > 0)
    return `The root key is being changed: processes still work with ${others.join(' and ')}. Start them with both keys.`;
  return 'The root key is being changed, and no process works with the old one any more: run `plugboard keys rotate --root` to finish.';
}

async function totals({ store }: HubContext): Promise<Omit<KeyStatusView['data_keys'], 'rotations'>> {
  const rows = await store.platform
    .selectFrom('key_rotation')
    .select((eb) => [
      'state',
      eb.fn.countAll<number>().as('owners'),
      eb.fn.sum<string>('done').as('done'),
      eb.fn.sum<string>('total').as('total'),
    ])
    .groupBy('state')
    .execute();
  const owners = { queued: 0, sealing: 0, waiting: 0, finished: 0 };
  let [done, total] = [0, 0];
  for (const row of rows) {
    owners[row.state] = row.owners;
    done += Number(row.done);
    total += Math.max(Number(row.total), Number(row.done));
  }
  return { owners, done, total };
}

async function rotations({ store }: HubContext): Promise<RotationView[]> {
  const rows = await store.platform
    .selectFrom('key_rotation as r')
    .leftJoin('tenant as t', 't.id', 'r.tenant_id')
    .selectAll('r')
    .select('t.slug')
    .orderBy((eb) => eb('r.state', '=', 'finished'))
    .orderBy('r.finished_at', 'desc')
    .orderBy('r.tenant_id')
    .limit(shown)
    .execute();
  return rows.map((row) => ({
    owner: row.tenant_id === platformTenant ? 'platform' : (row.slug ?? row.tenant_id),
    state: row.state,
    requested_by: row.requested_by,
    requested_at: row.requested_at.toISOString(),
    to_version: row.to_version,
    done: row.done,
    total: Math.max(row.total, row.done),
    unreadable: row.unreadable,
    destroyed: row.destroyed,
    next_at: row.state === 'finished' ? null : row.next_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    problem: row.problem,
  }));
}

/** `platform`, or the slug of a tenant. */
export async function ownerName({ store }: HubContext, tenantId: string): Promise<string> {
  if (tenantId === platformTenant) return 'platform';
  const row = await store.platform.selectFrom('tenant').select('slug').where('id', '=', tenantId).executeTakeFirst();
  return row?.slug ?? tenantId;
}
