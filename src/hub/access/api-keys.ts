/**
 * API keys: `pb_<tenant>_<id>_<secret>` acts for one tenant, `pb_platform_<id>_<secret>` for the platform or a partner. Only
 * sha256 of the whole key is stored. The key itself names its tenant, so that the tenant is known before anything is read; what a
 * principal may do is decided in tenants.ts and principal.ts.
 */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { endOf, isKeyId, keyView, knownScopes, mayGrant, mintKey, opens, partsOf, rotated } from './api-key-tokens.ts';
import { CreateApiKey, RotateApiKey, type ApiKeyView, type NewApiKeyView } from './api-key-views.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { bare, dashed, printable } from '../ids.ts';
import { listQuery, parseInput, type List, type ListQuery } from '../inputs.ts';
import { nameOf, type Principal, type Scope } from './principal.ts';
import type { Tenants } from './tenants.ts';

/** Written at most this often per key: a write for every call would cost more than the call. */
const usedEveryMs = 60_000;

const secretColumns = ['hash', 'previous_hash', 'previous_until', 'expires_at', 'revoked_at'] as const;

export type ApiKeys = ReturnType<typeof apiKeys>;

export function apiKeys(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store, clock, random } = context;

  const usedLongAgo = (lastUsed: Date | null): boolean =>
    lastUsed === null || lastUsed.getTime() < clock.now() - usedEveryMs;

  const authenticateTenantKey = async (tenantId: string, id: string, token: string): Promise<Principal> =>
    store.inTenant(tenantId, async (trx) => {
      const key = trx.selectFrom('api_key').where('tenant_id', '=', tenantId).where('id', '=', id);
      const row = await key.select([...secretColumns, 'scopes', 'last_used_at']).executeTakeFirst();
      if (row === undefined || !opens(row, token, clock.now())) throw badKey();
      if (usedLongAgo(row.last_used_at)) {
        await trx
          .updateTable('api_key')
          .set({ last_used_at: new Date(clock.now()) })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .execute();
      }
      return { kind: 'tenant_key', id, tenantId, scopes: knownScopes(row.scopes) };
    });

  const authenticatePlatformKey = async (id: string, token: string): Promise<Principal> => {
    const row = await store.platform
      .selectFrom('platform_key')
      .select([...secretColumns, 'scopes', 'partner_id', 'last_used_at'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined || !opens(row, token, clock.now())) throw badKey();
    if (usedLongAgo(row.last_used_at)) {
      await store.platform
        .updateTable('platform_key')
        .set({ last_used_at: new Date(clock.now()) })
        .where('id', '=', id)
        .execute();
    }
    return { kind: 'platform_key', id, partnerId: row.partner_id ?? undefined, scopes: knownScopes(row.scopes) };
  };

  const insert = async (
    trx: TenantTransaction,
    principal: Principal,
    tenantId: string,
    key: {
      readonly id: string;
      readonly hash: Buffer;
      readonly name: string;
      readonly scopes: readonly Scope[];
      readonly expires_at: Date | null;
    },
  ) =>
    trx
      .insertInto('api_key')
      .values({
        ...key,
        scopes: [...key.scopes],
        tenant_id: tenantId,
        created_by: nameOf(principal),
        created_at: new Date(clock.now()),
      })
      .returningAll()
      .executeTakeFirstOrThrow();

  const storedKey = async (trx: TenantTransaction, tenantId: string, id: string) => {
    const row =
      isKeyId(id) &&
      (await trx
        .selectFrom('api_key')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst());
    if (!row) throw fail('not_found', `There is no API key "${printable(id)}".`);
    return row;
  };

  return {
    /** Who a token speaks for. Throws `unauthorized`, the same for every kind of wrong. */
    authenticate: async (token: string): Promise<Principal> => {
      const parts = partsOf(token);
      if (parts === undefined) throw badKey();
      const { owner, id } = parts;
      return owner === 'platform'
        ? authenticatePlatformKey(id, token)
        : authenticateTenantKey(dashed(owner), id, token);
    },

    list: async (principal: Principal, tenant: string, query: ListQuery = {}): Promise<List<ApiKeyView>> => {
      const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
      const { limit, cursor } = parseInput(listQuery, query);
      const after = await cursors.read(
        tenantId,
        'api_keys',
        cursor,
        z.object({ at: z.iso.datetime(), id: z.string() }),
      );
      const rows = await store.inTenant(tenantId, (trx) => {
        let wanted = trx
          .selectFrom('api_key')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .orderBy('created_at')
          .orderBy('id')
          .limit(limit + 1);
        if (after !== undefined)
          wanted = wanted.where((row) =>
            row(row.refTuple('created_at', 'id'), '>', row.tuple(new Date(after.at), after.id)),
          );
        return wanted.execute();
      });
      return cursors.page(
        { tenantId, list: 'api_keys', limit },
        rows,
        (row) => ({ at: row.created_at.toISOString(), id: row.id }),
        (row) => keyView(row, clock.now()),
      );
    },

    /** The only answer that holds the key. */
    create: async (
      principal: Principal,
      tenant: string,
      input: z.input<typeof CreateApiKey>,
    ): Promise<NewApiKeyView> => {
      const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
      const { name, scopes: wanted, expires_at } = parseInput(CreateApiKey, input);
      mayGrant(principal, wanted);
      const { key, id, hash } = mintKey(random, bare(tenantId));
      const row = await store.inTenant(tenantId, async (trx) => {
        const made = await insert(trx, principal, tenantId, {
          id,
          hash,
          name,
          scopes: wanted,
          expires_at: endOf(clock, expires_at),
        });
        await store.audit.append(trx, {
          tenantId,
          actor: nameOf(principal),
          action: 'api_key.created',
          target: id,
          details: { scopes: wanted.join(' ') },
        });
        return made;
      });
      return { ...keyView(row, clock.now()), key };
    },

    /** A new secret under the same id, name and rights; the one before works on for `overlap_s` seconds (or to the key's own end). */
    rotate: async (
      principal: Principal,
      tenant: string,
      id: string,
      input: z.input<typeof RotateApiKey> = {},
    ): Promise<NewApiKeyView> => {
      const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
      const { overlap_s } = parseInput(RotateApiKey, input);
      const fresh = mintKey(random, bare(tenantId), id);
      const row = await store.inTenant(tenantId, async (trx) => {
        const old = await storedKey(trx, tenantId, id);
        mayGrant(principal, knownScopes(old.scopes));
        const made = await trx
          .updateTable('api_key')
          .set(rotated(old, fresh, overlap_s, clock.now()))
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow();
        await store.audit.append(trx, {
          tenantId,
          actor: nameOf(principal),
          action: 'api_key.rotated',
          target: id,
          details: { overlap_s },
        });
        return made;
      });
      return { ...keyView(row, clock.now()), key: fresh.key };
    },

    /** Ends a key at once; asking twice changes nothing. */
    revoke: async (principal: Principal, tenant: string, id: string): Promise<ApiKeyView> => {
      const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
      return store.inTenant(tenantId, async (trx) => {
        const row = await storedKey(trx, tenantId, id);
        if (row.revoked_at !== null) return keyView(row, clock.now());
        const revoked_at = new Date(clock.now());
        await trx
          .updateTable('api_key')
          .set({ revoked_at })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .execute();
        await store.audit.append(trx, { tenantId, actor: nameOf(principal), action: 'api_key.revoked', target: id });
        return keyView({ ...row, revoked_at }, clock.now());
      });
    },
  };
}

function badKey() {
  return fail('unauthorized', 'This API key is not valid: unknown, expired or revoked.');
}
