/**
 * The addresses this process has lately received webhooks at, remembered for a few seconds: a vendor that sends a thousand a second does not
 * make a thousand look-ups. What another process changes counts here within that time. Used by the intake.
 */
import type { BlockList } from 'node:net';
import type { Settings } from '../../contract/fields.ts';
import type { Provider } from '../../contract/provider.ts';
import { withProfile } from '../../contract/override-profile.ts';
import { cidrs } from '../../engine/http/ip.ts';
import type { HubContext } from '../context.ts';
import { openAddress, type AddressSecrets } from './addresses-secrets.ts';
import { isSame, namedBy, type AddressTokens } from './addresses-token.ts';
import { living } from './addresses-secrets.ts';
import { remembered, type Remembered } from './intake-memory.ts';

/** From where, and how often. */
export interface AddressLimits {
  /** Undefined: from everywhere. */
  readonly allowed: BlockList | undefined;
  readonly perMinute: number | undefined;
}

export interface KnownIntegration {
  readonly tenantId: string;
  readonly id: string;
  readonly provider: Provider;
  readonly settings: Settings;
  /** Id of its account at the provider. */
  readonly account: string | undefined;
  /** May something come for it? Not before it was connected, nor after it was disconnected. */
  readonly receives: boolean;
  /** Undefined: it has no address of its own. */
  readonly address: (AddressSecrets & AddressLimits) | undefined;
}

export interface KnownAddresses {
  /** The integration whose address has this token, and none for a token that does not count (any more). Throws `storage_unavailable`. */
  byToken(provider: string, token: string): Promise<KnownIntegration | undefined>;
  byId(tenantId: string, integrationId: string): Promise<KnownIntegration | undefined>;
  limitsOfApp(provider: string): Promise<AddressLimits>;
  /** It was changed here: the next look is a new one. */
  forget(integrationId: string): void;
  forgetApp(provider: string): void;
}

export function knownAddresses(context: HubContext, tokens: AddressTokens): KnownAddresses {
  const { store, clock, registry } = context;
  const integrations: Remembered<KnownIntegration | undefined> = remembered(clock);
  const apps: Remembered<AddressLimits> = remembered(clock);

  const load = async (tenantId: string, id: string): Promise<KnownIntegration | undefined> => {
    const row = await store.inTenant(tenantId, (trx) =>
      trx
        .selectFrom('integration as i')
        .leftJoin('webhook_address as a', (join) =>
          join.onRef('a.tenant_id', '=', 'i.tenant_id').onRef('a.integration_id', '=', 'i.id'),
        )
        .select(['i.provider', 'i.settings', 'i.account', 'i.auth_state', 'i.overrides'])
        .select(['a.sealed', 'a.key_version', 'a.allowed_ips', 'a.per_minute'])
        .where('i.tenant_id', '=', tenantId)
        .where('i.id', '=', id)
        .executeTakeFirst(),
    );
    if (row === undefined || !registry.keys.includes(row.provider)) return undefined;
    const { sealed, key_version } = row;
    const address =
      sealed === null || key_version === null
        ? undefined
        : {
            ...(await openAddress(store.vault, tenantId, { integration_id: id, sealed, key_version })),
            ...limitsOf(row),
          };
    return {
      tenantId,
      id,
      provider: withProfile(await registry.load(row.provider), row.overrides.profile),
      settings: row.settings,
      account: row.account?.id,
      receives: row.auth_state === 'connected' || row.auth_state === 'needs_reauth',
      address,
    };
  };

  const byId = (tenantId: string, id: string) => integrations.get(id, () => load(tenantId, id));

  return {
    byId,
    async byToken(provider, token) {
      const named = namedBy(token);
      if (named === undefined) return undefined;
      // Whether we minted it is asked before anything is looked up; what is remembered knows its tokens itself.
      const recent = integrations.peek(named.integrationId);
      if (recent === undefined && !(await tokens.isOurs(token))) return undefined;
      const found = await (recent ?? byId(named.tenantId, named.integrationId));
      // An id is unique without its tenant, but what tells one tenant from another is the tenant.
      if (found === undefined || found.provider.key !== provider || found.tenantId !== named.tenantId) return undefined;
      const matches = living(found.address?.tokens ?? [], clock.now()).map((one) => isSame(one, token));
      return matches.includes(true) ? found : undefined;
    },
    limitsOfApp: (provider) =>
      apps.get(provider, async () => {
        const row = await store.platform
          .selectFrom('webhook_app_address')
          .select(['allowed_ips', 'per_minute'])
          .where('provider', '=', provider)
          .executeTakeFirst();
        return limitsOf(row ?? { allowed_ips: null, per_minute: null });
      }),
    forget: (integrationId) => integrations.forget(integrationId),
    forgetApp: (provider) => apps.forget(provider),
  };
}

function limitsOf(row: {
  readonly allowed_ips: readonly string[] | null;
  readonly per_minute: number | null;
}): AddressLimits {
  const ranges = row.allowed_ips ?? [];
  return { allowed: ranges.length === 0 ? undefined : cidrs(ranges), perMinute: row.per_minute ?? undefined };
}
