/**
 * What one account lacks of what its provider offers: streams and actions the provider's check did not find (a function missing from a
 * site's web service). Found out when an integration is connected or tested, kept with it, and heeded by runs and actions.
 */
import type { Provider } from '../../contract/provider.ts';
import type { TenantTransaction } from '../../store/index.ts';

export type Absent = Readonly<Record<string, string>>;

/** As it is stored: null when nothing is lacking. */
export function absentText(absent: Absent): string | null {
  return Object.keys(absent).length === 0 ? null : JSON.stringify(absent);
}

/** What a check has found replaces what an earlier one found. */
export async function keepAbsent(
  trx: TenantTransaction,
  tenantId: string,
  integrationId: string,
  absent: Absent,
): Promise<void> {
  await trx
    .updateTable('integration')
    .set({ absent: absentText(absent) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', integrationId)
    .execute();
}

/** With the streams that walk the parts of an absent one, for the same reason. */
export function withDependents({ streams }: Pick<Provider, 'streams'>, absent: Absent): Absent {
  const missing = Object.keys(streams).flatMap((stream) => {
    for (let at: string | undefined = stream; at !== undefined; at = streams[at]?.partitions?.of) {
      const reason = absentReason(absent, at);
      if (reason !== undefined) return [[stream, reason] as const];
    }
    return [];
  });
  return { ...absent, ...Object.fromEntries(missing) };
}

/** Why there is no such stream or action here; undefined when there is. */
export function absentReason(absent: Absent | null, name: string): string | undefined {
  return absent !== null && Object.hasOwn(absent, name) ? absent[name] : undefined;
}
