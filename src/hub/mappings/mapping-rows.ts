/** Reading what is stored of mappings, within a transaction of their tenant: a stream with its rules, versions, the rules in force. */
import { fail } from '../../contract/errors.ts';
import type { ModelName } from '../../contract/models/index.ts';
import { isModel, type Rule } from '../../engine/mapping/rules.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { printable } from '../ids.ts';
import { noIntegration } from '../integrations/integration-rows.ts';

export interface MappedStream {
  readonly streamNo: number;
  readonly integrationId: string;
  readonly stream: string;
  readonly model: ModelName;
  readonly mapVersion: number;
  /** The version in force; null: none. */
  readonly activeVersion: number | null;
}

/** Throws `not_found` for an unknown integration or stream, naming the streams there are. `lock`: until the transaction ends. */
export async function readStream(
  trx: TenantTransaction,
  tenantId: string,
  integrationId: string,
  stream: string,
  named: string,
  { lock } = { lock: false },
): Promise<MappedStream> {
  const all = await readStreams(trx, tenantId, integrationId, named);
  const found = all.find((one) => one.stream === stream);
  if (found === undefined)
    throw fail(
      'not_found',
      `There is no stream "${printable(stream)}"; there are ${all.map((one) => one.stream).join(', ')}.`,
    );
  if (!lock) return found;
  const { mapping_version: activeVersion } = await trx
    .selectFrom('stream_state')
    .select('mapping_version')
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', found.streamNo)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return { ...found, activeVersion };
}

export async function readStreams(
  trx: TenantTransaction,
  tenantId: string,
  integrationId: string,
  named: string,
): Promise<readonly MappedStream[]> {
  const rows = await trx
    .selectFrom('stream_state')
    .select(['stream_no', 'stream', 'model', 'map_version', 'mapping_version'])
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .orderBy('stream_no')
    .execute();
  if (rows.length === 0) throw noIntegration(named);
  return rows.map((row) => ({
    streamNo: row.stream_no,
    integrationId,
    stream: row.stream,
    model: modelOf(row.model),
    mapVersion: row.map_version,
    activeVersion: row.mapping_version,
  }));
}

/** A stored model's name. Throws `unsupported` when this version of Plugboard does not know it any more. */
export function modelOf(name: string): ModelName {
  if (isModel(name)) return name;
  throw fail('unsupported', `There is no model "${printable(name)}" any more.`);
}

/** The version, or the latest; undefined when there is none. */
export function readVersion(trx: TenantTransaction, tenantId: string, streamNo: number, version?: number) {
  const versions = trx
    .selectFrom('mapping')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', streamNo)
    .orderBy('version', 'desc')
    .limit(1);
  return (version === undefined ? versions : versions.where('version', '=', version)).executeTakeFirst();
}

/** Throws `not_found` for a version that was never saved. */
export async function knownVersion(trx: TenantTransaction, tenantId: string, stream: MappedStream, version?: number) {
  const row = await readVersion(trx, tenantId, stream.streamNo, version);
  if (row !== undefined) return row;
  const what = version === undefined ? 'no mapping yet; save one first' : `no version ${version} of its mapping`;
  throw fail('not_found', `The stream "${stream.stream}" has ${what}.`);
}

export interface ActiveRules {
  /** null: none are in force. */
  readonly version: number | null;
  readonly rules: readonly Rule[];
}

/** One look by primary keys. */
export async function readActiveRules(
  trx: TenantTransaction,
  tenantId: string,
  streamNo: number,
): Promise<ActiveRules> {
  const row = await trx
    .selectFrom('stream_state as s')
    .leftJoin('mapping as m', (join) =>
      join
        .onRef('m.tenant_id', '=', 's.tenant_id')
        .onRef('m.stream_no', '=', 's.stream_no')
        .onRef('m.version', '=', 's.mapping_version'),
    )
    .select(['m.version', 'm.rules'])
    .where('s.tenant_id', '=', tenantId)
    .where('s.stream_no', '=', streamNo)
    .executeTakeFirst();
  return { version: row?.version ?? null, rules: row?.rules ?? [] };
}

/** The re-derivation begun last. */
export function readRederivation(trx: TenantTransaction, tenantId: string, streamNo: number) {
  return trx
    .selectFrom('rederivation')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', streamNo)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
