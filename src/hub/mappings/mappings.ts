/**
 * Mappings: a tenant's own rules for a stream, saved as versions that never change, looked at, restored, and brought into force, which
 * maps what is stored anew. Trying rules out is mapping-trials.ts's work.
 */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { compileExpressions } from '../../engine/mapping/evaluate.ts';
import { ruleProblems, targetsOf, type Rule } from '../../engine/mapping/rules.ts';
import type { ModelName } from '../../contract/models/index.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { StoredRule } from '../../store/mapping-tables.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { readId, showId } from '../ids.ts';
import { invalidInput, listQuery, parseInput, type List, type ListQuery } from '../inputs.ts';
import { definitionOf, mapVersionOf } from './mapping-derive.ts';
import { fieldsOfModel } from './mapping-fields.ts';
import {
  knownVersion,
  readRederivation,
  readStream,
  readStreams,
  readVersion,
  type MappedStream,
} from './mapping-rows.ts';
import { diffMapping, previewMapping, type MappingPlace } from './mapping-trials.ts';
import {
  ApplyMapping,
  DiffMapping,
  PreviewMapping,
  rederivationView,
  SaveMapping,
  type MappingDiff,
  type MappingList,
  type MappingPreview,
  type MappingVersionView,
  type MappingView,
} from './mapping-views.ts';
import { shownDiff, shownPreview } from '../privacy/masking.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import { beginRederivation } from './rederive-requests.ts';
import type { Tenants } from '../access/tenants.ts';

/** A stream as callers name it. */
export interface NamedStream {
  readonly integration: string;
  readonly stream: string;
}

export function mappings(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store } = context;

  /** Of all streams of an integration. */
  const list = async (
    principal: Principal,
    tenant: string,
    integration: string,
  ): Promise<z.output<typeof MappingList>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    return store.inTenant(tenantId, async (trx) => {
      const data = [];
      for (const stream of await readStreams(trx, tenantId, readId('int', integration), integration)) {
        const { model, version, rules, active_version, rederivation } = await viewOf(trx, tenantId, stream);
        data.push({ stream: stream.stream, model, version, rules: rules.length, active_version, rederivation });
      }
      return { data, next_cursor: null };
    });
  };

  /** The latest version, which one is in force, and how mapping stored records anew is getting on. */
  const get = async (principal: Principal, tenant: string, which: NamedStream): Promise<MappingView> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    return store.inTenant(tenantId, async (trx) => viewOf(trx, tenantId, await named(trx, tenantId, which)));
  };

  /**
   * Saves rules as a new version. It is not in force before it is applied. Throws `invalid_request` naming each rule that cannot be
   * one, and `conflict` when `expected_version` is not the latest.
   */
  const save = async (
    principal: Principal,
    tenant: string,
    which: NamedStream,
    input: SaveMapping,
  ): Promise<MappingView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const { rules, expected_version: expected, note = null } = parseInput(SaveMapping, input);
    const { model } = await store.inTenant(tenantId, (trx) => named(trx, tenantId, which));
    await checkRules(context, tenantId, model, rules);
    return store.inTenant(tenantId, async (trx) => {
      const stream = await named(trx, tenantId, which, { lock: true });
      const latest = (await readVersion(trx, tenantId, stream.streamNo))?.version ?? 0;
      if (expected !== undefined && expected !== latest)
        throw fail('conflict', `The latest version is ${latest}, not ${expected}: somebody else has saved one.`, {
          meta: { version: latest },
        });
      await insertVersion(trx, principal, tenantId, stream, { version: latest + 1, rules, note, restoredFrom: null });
      return viewOf(trx, tenantId, stream);
    });
  };

  /** Newest first. */
  const versions = async (
    principal: Principal,
    tenant: string,
    which: NamedStream,
    query: ListQuery = {},
  ): Promise<List<MappingVersionView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor } = parseInput(listQuery, query);
    const name = `mappings:${which.integration}:${which.stream}`;
    const before = await cursors.read(tenantId, name, cursor, z.object({ version: z.number().int() }));
    const { stream, rows } = await store.inTenant(tenantId, async (trx) => {
      const found = await named(trx, tenantId, which);
      let wanted = trx
        .selectFrom('mapping')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('stream_no', '=', found.streamNo)
        .orderBy('version', 'desc')
        .limit(limit + 1);
      if (before !== undefined) wanted = wanted.where('version', '<', before.version);
      return { stream: found, rows: await wanted.execute() };
    });
    return cursors.page(
      { tenantId, list: name, limit },
      rows,
      ({ version }) => ({ version }),
      (row) => versionView(row, stream),
    );
  };

  const version = async (
    principal: Principal,
    tenant: string,
    which: NamedStream,
    number: number,
  ): Promise<MappingVersionView> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    return store.inTenant(tenantId, async (trx) => {
      const stream = await named(trx, tenantId, which);
      return versionView(await knownVersion(trx, tenantId, stream, number), stream);
    });
  };

  /** Saves the rules of an earlier version again, as the latest one; nothing is lost. */
  const restore = async (
    principal: Principal,
    tenant: string,
    which: NamedStream,
    number: number,
  ): Promise<MappingView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const { rules, model } = await store.inTenant(tenantId, async (trx) => {
      const stream = await named(trx, tenantId, which);
      return { rules: (await knownVersion(trx, tenantId, stream, number)).rules, model: stream.model };
    });
    // What was right once may not be any more: the model may have lost a field.
    await checkRules(context, tenantId, model, rules);
    return store.inTenant(tenantId, async (trx) => {
      const stream = await named(trx, tenantId, which, { lock: true });
      const latest = await knownVersion(trx, tenantId, stream);
      await insertVersion(trx, principal, tenantId, stream, {
        version: latest.version + 1,
        rules,
        note: null,
        restoredFrom: number,
      });
      return viewOf(trx, tenantId, stream);
    });
  };

  const insertVersion = async (
    trx: TenantTransaction,
    principal: Principal,
    tenantId: string,
    { streamNo, stream, integrationId }: MappedStream,
    made: {
      readonly version: number;
      readonly rules: readonly StoredRule[];
      readonly note: string | null;
      readonly restoredFrom: number | null;
    },
  ): Promise<void> => {
    await trx
      .insertInto('mapping')
      .values({
        tenant_id: tenantId,
        stream_no: streamNo,
        version: made.version,
        rules: JSON.stringify(made.rules),
        note: made.note,
        restored_from: made.restoredFrom,
        created_at: new Date(context.clock.now()),
        created_by: nameOf(principal),
      })
      .execute();
    await store.audit.append(trx, {
      tenantId,
      actor: nameOf(principal),
      action: made.restoredFrom === null ? 'mapping.saved' : 'mapping.restored',
      target: integrationId,
      details: {
        stream,
        version: made.version,
        rules: made.rules.length,
        ...(made.restoredFrom === null ? {} : { restored_from: made.restoredFrom }),
      },
    });
  };

  /**
   * Brings a version into force: pages read from now on follow it, and what is stored is mapped anew in the background. `inline`: by
   * the caller, who executes the re-derivation answered. Throws `not_found` when there is no such version.
   */
  const apply = async (
    principal: Principal,
    tenant: string,
    which: NamedStream,
    input: ApplyMapping = {},
    how: { readonly inline?: boolean } = {},
  ): Promise<MappingView> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    const { version: wanted } = parseInput(ApplyMapping, input);
    const place = await store.inTenant(tenantId, (trx) => named(trx, tenantId, which));
    const { stream: definition } = await definitionOf(context, tenantId, place.integrationId, place.stream);
    return store.inTenant(tenantId, async (trx) => {
      const stream = await named(trx, tenantId, which, { lock: true });
      const { version: number } = await knownVersion(trx, tenantId, stream, wanted);
      await beginRederivation(context, trx, {
        tenantId,
        streamNo: stream.streamNo,
        reason: 'mapping',
        mapVersion: mapVersionOf(definition),
        mappingVersion: number,
        requestedBy: nameOf(principal),
        by: how.inline === true ? 'inline' : 'job',
      });
      await store.audit.append(trx, {
        tenantId,
        actor: nameOf(principal),
        action: 'mapping.applied',
        target: stream.integrationId,
        details: { stream: stream.stream, version: number, before: stream.activeVersion },
      });
      return viewOf(trx, tenantId, { ...stream, activeVersion: number });
    });
  };

  /** What rules make of stored records, one by one. Stores nothing. */
  const preview = async (
    principal: Principal,
    tenant: string,
    which: NamedStream,
    input: PreviewMapping = {},
  ): Promise<MappingPreview> => {
    const asked = parseInput(PreviewMapping, input);
    const place = await toTry(principal, tenant, which, asked);
    return shownPreview(principal, place.model, await previewMapping(context, place, asked));
  };

  /** How many stored records rules would change, and how. Stores nothing. */
  const diff = async (
    principal: Principal,
    tenant: string,
    which: NamedStream,
    input: DiffMapping = {},
    signal: AbortSignal = new AbortController().signal,
  ): Promise<MappingDiff> => {
    const asked = parseInput(DiffMapping, input);
    const found = await diffMapping(context, await toTry(principal, tenant, which, asked), asked.limit, signal);
    return shownDiff(principal, found);
  };

  const toTry = async (
    principal: Principal,
    tenant: string,
    which: NamedStream,
    {
      rules,
      version: wanted,
    }: { readonly rules?: readonly StoredRule[] | undefined; readonly version?: number | undefined },
  ): Promise<MappingPlace> => {
    // Running what somebody wrote takes more than looking: not for viewers.
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    if (rules !== undefined && wanted !== undefined)
      throw invalidInput([{ path: 'version', message: 'try rules or a saved version; leave one of the two out' }]);
    const found = await store.inTenant(tenantId, async (trx) => {
      const stream = await named(trx, tenantId, which);
      return { stream, saved: rules ?? (await knownVersion(trx, tenantId, stream, wanted)).rules };
    });
    if (rules !== undefined) await checkRules(context, tenantId, found.stream.model, rules);
    return { tenantId, ...found.stream, rules: found.saved };
  };

  const named = (
    trx: TenantTransaction,
    tenantId: string,
    { integration, stream }: NamedStream,
    how = { lock: false },
  ): Promise<MappedStream> => readStream(trx, tenantId, readId('int', integration), stream, integration, how);

  return { list, get, save, versions, version, restore, apply, preview, diff };
}

/** Throws `invalid_request` naming what is wrong with each rule. */
async function checkRules(
  context: HubContext,
  tenantId: string,
  model: ModelName,
  rules: readonly Rule[],
): Promise<void> {
  const problems = [...ruleProblems(model, rules)];
  const compiled = await compileExpressions(
    context.expressions,
    tenantId,
    rules.map(({ expression }) => expression),
  );
  compiled.forEach((problem, at) => {
    if (problem === undefined) return;
    const place = problem.position === null ? '' : ` (at character ${problem.position})`;
    problems.push({ path: `rules.${at}.expression`, message: `${problem.message}${place}` });
  });
  if (problems.length > 0) throw invalidInput(problems);
}

async function viewOf(trx: TenantTransaction, tenantId: string, stream: MappedStream): Promise<MappingView> {
  const latest = await readVersion(trx, tenantId, stream.streamNo);
  const rederivation = await readRederivation(trx, tenantId, stream.streamNo);
  return {
    integration_id: showId('int', stream.integrationId),
    stream: stream.stream,
    model: stream.model,
    fields: [...targetsOf(stream.model)],
    field_facts: [...fieldsOfModel(stream.model)],
    version: latest?.version ?? null,
    rules: [...(latest?.rules ?? [])],
    created_at: latest?.created_at.toISOString() ?? null,
    created_by: latest?.created_by ?? null,
    note: latest?.note ?? null,
    restored_from: latest?.restored_from ?? null,
    active_version: stream.activeVersion,
    rederivation: rederivation === undefined ? null : rederivationView(rederivation),
  };
}

function versionView(
  row: NonNullable<Awaited<ReturnType<typeof readVersion>>>,
  { activeVersion }: MappedStream,
): MappingVersionView {
  return {
    version: row.version,
    rules: [...row.rules],
    created_at: row.created_at.toISOString(),
    created_by: row.created_by,
    note: row.note,
    restored_from: row.restored_from,
    active: row.version === activeVersion,
  };
}
