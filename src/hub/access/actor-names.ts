/**
 * What people and API keys named in an audit trail are called now. The trail itself holds ids only, because it outlives an erasure: a name
 * is looked up when somebody reads it, and is gone when the person is.
 */
import { platformTenant, type TenantTransaction } from '../../store/index.ts';

/** By actor as nameOf(principal) writes it; those without a name are left out. People of the platform have none for a tenant. */
export async function actorNames(
  trx: TenantTransaction,
  tenantId: string,
  actors: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const own = tenantId === platformTenant;
  const people = idsOf(actors, own ? ['person', 'platform_member', 'tenant_member'] : ['tenant_member']);
  const keys = idsOf(actors, [own ? 'platform_key' : 'tenant_key']);
  const names = new Map<string, string>();
  if (people.size > 0)
    for (const { id, name } of await trx
      .selectFrom('auth.user')
      .select(['id', 'name'])
      .where('id', 'in', [...people])
      .execute())
      names.set(id, name);
  if (keys.size > 0) {
    const found = own
      ? trx
          .selectFrom('platform_key')
          .select(['id', 'name'])
          .where('id', 'in', [...keys])
      : trx
          .selectFrom('api_key')
          .select(['id', 'name'])
          .where('tenant_id', '=', tenantId)
          .where('id', 'in', [...keys]);
    for (const { id, name } of await found.execute()) names.set(id, name);
  }
  return new Map(
    actors.flatMap((actor) => {
      const name = names.get(partsOf(actor).id);
      return name === undefined ? [] : [[actor, name] as const];
    }),
  );
}

function idsOf(actors: readonly string[], kinds: readonly string[]): ReadonlySet<string> {
  return new Set(
    actors
      .map(partsOf)
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ id }) => id),
  );
}

function partsOf(actor: string): { readonly kind: string; readonly id: string } {
  const at = actor.indexOf(':');
  return { kind: actor.slice(0, at), id: actor.slice(at + 1) };
}
