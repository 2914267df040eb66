/**
 * API keys of the platform and of partners: `pb_platform_<id>_<secret>`. The platform sees all of them, a partner those of its own. They
 * are recognised by api-keys.ts like any other.
 */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { platformTenant, type TenantTransaction } from '../../store/index.ts';
import { endOf, isKeyId, keyView, knownScopes, mayGrant, mintKey, rotated } from './api-key-tokens.ts';
import { CreateApiKey, RotateApiKey, type ApiKeyView, type NewApiKeyView } from './api-key-views.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { printable } from '../ids.ts';
import { listQuery, parseInput, type List, type ListQuery } from '../inputs.ts';
import { nameOf, type Principal } from './principal.ts';
import type { Tenants } from './tenants.ts';

const Position = z.object({ at: z.iso.datetime(), id: z.string() });

export function platformKeys(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store, clock, random } = context;

  /** The partner whose keys the principal manages; null: the platform's own, which may look at all. */
  const partnerOf = (principal: Principal): string | null => {
    tenants.authorizePlatform(principal, 'admin');
    return 'partnerId' in principal ? (principal.partnerId ?? null) : null;
  };

  return {
    createForPlatform: async (principal: Principal, input: z.input<typeof CreateApiKey>): Promise<NewApiKeyView> => {
      const partner_id = partnerOf(principal);
      const { name, scopes: wanted, expires_at } = parseInput(CreateApiKey, input);
      mayGrant(principal, wanted);
      const { key, id, hash } = mintKey(random, 'platform');
      const row = await store.inTenant(platformTenant, async (trx) => {
        const ends = { expires_at: endOf(clock, expires_at), created_at: new Date(clock.now()) };
        const values = { id, name, hash, scopes: [...wanted], partner_id, created_by: nameOf(principal), ...ends };
        const made = await trx.insertInto('platform_key').values(values).returningAll().executeTakeFirstOrThrow();
        await store.audit.append(trx, {
          tenantId: platformTenant,
          actor: nameOf(principal),
          action: 'platform_key.created',
          target: id,
          details: { scopes: wanted.join(' ') },
        });
        return made;
      });
      return { ...keyView(row, clock.now()), key };
    },

    listForPlatform: async (principal: Principal, query: ListQuery = {}): Promise<List<ApiKeyView>> => {
      const partnerId = partnerOf(principal);
      const { limit, cursor } = parseInput(listQuery, query);
      const list = `platform_keys:${partnerId ?? ''}`;
      const after = await cursors.read(platformTenant, list, cursor, Position);
      let wanted = store.platform
        .selectFrom('platform_key')
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit + 1);
      if (partnerId !== null) wanted = wanted.where('partner_id', '=', partnerId);
      if (after !== undefined) {
        const { at, id } = after;
        wanted = wanted.where((row) => row(row.refTuple('created_at', 'id'), '>', row.tuple(new Date(at), id)));
      }
      return cursors.page(
        { tenantId: platformTenant, list, limit },
        await wanted.execute(),
        (row) => ({ at: row.created_at.toISOString(), id: row.id }),
        (row) => keyView(row, clock.now()),
      );
    },

    /** A new secret under the same id, as for a tenant's key. */
    rotateForPlatform: async (
      principal: Principal,
      id: string,
      input: z.input<typeof RotateApiKey> = {},
    ): Promise<NewApiKeyView> => {
      const partnerId = partnerOf(principal);
      const { overlap_s } = parseInput(RotateApiKey, input);
      const fresh = mintKey(random, 'platform', id);
      const row = await store.inTenant(platformTenant, async (trx) => {
        const old = await storedKey(trx, partnerId, id);
        mayGrant(principal, knownScopes(old.scopes));
        const made = await trx
          .updateTable('platform_key')
          .set(rotated(old, fresh, overlap_s, clock.now()))
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow();
        await store.audit.append(trx, {
          tenantId: platformTenant,
          actor: nameOf(principal),
          action: 'platform_key.rotated',
          target: id,
          details: { overlap_s },
        });
        return made;
      });
      return { ...keyView(row, clock.now()), key: fresh.key };
    },

    /** Ends a key at once; asking twice changes nothing. */
    revokeForPlatform: async (principal: Principal, id: string): Promise<ApiKeyView> => {
      const partnerId = partnerOf(principal);
      return store.inTenant(platformTenant, async (trx) => {
        const row = await storedKey(trx, partnerId, id);
        if (row.revoked_at !== null) return keyView(row, clock.now());
        const revoked_at = new Date(clock.now());
        await trx.updateTable('platform_key').set({ revoked_at }).where('id', '=', id).execute();
        await store.audit.append(trx, {
          tenantId: platformTenant,
          actor: nameOf(principal),
          action: 'platform_key.revoked',
          target: id,
        });
        return keyView({ ...row, revoked_at }, clock.now());
      });
    },
  };
}

/** Locked. One of another partner is not there for this one. */
async function storedKey(trx: TenantTransaction, partnerId: string | null, id: string) {
  const row =
    isKeyId(id) &&
    (await trx.selectFrom('platform_key').selectAll().where('id', '=', id).forUpdate().executeTakeFirst());
  if (!row || (partnerId !== null && row.partner_id !== partnerId)) {
    throw fail('not_found', `There is no API key "${printable(id)}".`);
  }
  return row;
}
