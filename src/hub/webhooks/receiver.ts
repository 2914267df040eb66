/** The integration a webhook came for, as far as processing it needs. No credentials: nothing is asked of the vendor. Used by inbox.ts and by erasures. */
import { withProfile } from '../../contract/override-profile.ts';
import type { Provider } from '../../contract/provider.ts';
import { stripper, type Strip } from '../../engine/sync/dropped-fields.ts';
import type { AuthState } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import type { Source } from '../records/brought-items.ts';

export interface Receiver extends Source {
  readonly provider: Provider;
  readonly connectedAt: Date | null;
  /** Key of the way in. */
  readonly method: string;
  /** Streams this account lacks, with the reason. */
  readonly absent: Readonly<Record<string, string>>;
  /** Fields that are never kept, by stream; only streams that have some. */
  readonly dropped: ReadonlyMap<string, readonly string[]>;
}

/** How the integration stands. */
export interface ReceiverState {
  readonly name: string;
  readonly providerKey: string;
  readonly authState: AuthState;
  readonly enabled: boolean;
  readonly pausedUntil: Date | null;
  /** Undefined: this process has no such provider. */
  readonly receiver: Receiver | undefined;
}

/** Undefined: there is no such integration. */
export async function readReceiver(
  context: HubContext,
  tenantId: string,
  integrationId: string,
): Promise<ReceiverState | undefined> {
  const found = await context.store.inTenant(tenantId, async (trx) => {
    const row = await trx
      .selectFrom('integration')
      .select(['provider', 'name', 'settings', 'account', 'absent', 'overrides', 'connected_at'])
      .select(['auth_method', 'auth_state', 'enabled', 'paused_until'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', integrationId)
      .executeTakeFirst();
    const streams = await trx
      .selectFrom('stream_state')
      .select(['stream', 'dropped_fields'])
      .where('tenant_id', '=', tenantId)
      .where('integration_id', '=', integrationId)
      .execute();
    return row === undefined ? undefined : { row, streams };
  });
  if (found === undefined) return undefined;
  const { row, streams } = found;
  const state = {
    name: row.name,
    providerKey: row.provider,
    authState: row.auth_state,
    enabled: row.enabled,
    pausedUntil: row.paused_until,
  };
  if (!context.registry.keys.includes(row.provider)) return { ...state, receiver: undefined };
  return {
    ...state,
    receiver: {
      tenantId,
      integrationId,
      provider: withProfile(await context.registry.load(row.provider), row.overrides.profile),
      settings: row.settings,
      account: row.account ?? undefined,
      method: row.auth_method,
      absent: row.absent ?? {},
      connectedAt: row.connected_at,
      dropped: new Map(
        streams.flatMap(({ stream, dropped_fields: fields }) =>
          fields.length === 0 ? [] : [[stream, fields] as const],
        ),
      ),
    },
  };
}

/**
 * For what is kept of an event: takes the fields out that are never kept of these streams; where it brought nothing, of all. Wherever in the
 * payload its items stand. Undefined: there are none.
 */
export function payloadStrip({ dropped }: Receiver, streams: readonly string[]): Strip | undefined {
  const of = streams.length === 0 ? [...dropped.keys()] : streams;
  return stripper(of.flatMap((stream) => dropped.get(stream) ?? []).map((field) => `**.${field}`));
}
