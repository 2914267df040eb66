/**
 * Record links: which records of different systems are one person, course or company. Groups are read here, looked up by record or by
 * key, and changed by people (link-decisions.ts); the rules' part is done behind them (link-follow.ts).
 */
import { z } from 'zod';
import type { TenantTransaction } from '../../store/index.ts';
import { aliveOf, carriersOf, fellowsOf, suggestionRow, type LinkPlace } from '../../store/links.ts';
import type { LinkTables } from '../../store/links-tables.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { printable, readId, showId } from '../ids.ts';
import { invalidInput, parseInput, type List } from '../inputs.ts';
import { linkDecisions } from './link-decisions.ts';
import { linkFollow, type LinkSecret } from './link-follow.ts';
import { linkedRecord, linkFacts, readGroup, readGroups, suggestionView, type LinkFacts } from './link-queries.ts';
import { keyFor, ruleNames, type LinkKey } from './link-rules.ts';
import { linkName } from './link-settling.ts';
import {
  FindLinks,
  LinkQuery,
  LinkSuggestionQuery,
  type FoundLinks,
  type LinkedRecord,
  type LinkGroup,
  type LinkGroupDetail,
  type LinkSuggestion,
} from './link-views.ts';
import type { Principal } from '../access/principal.ts';
import { noRecord, readRecordId } from '../records/record-views.ts';
import type { Tenants } from '../access/tenants.ts';

const IdPosition = z.object({ id: z.uuid() });
/** Records shown for a key that many carry. */
const mostFound = 100;

export function links(context: HubContext, cursors: Cursors, tenants: Tenants, secretOf: LinkSecret) {
  const { store } = context;
  const follow = linkFollow(context, secretOf);

  /** Newest first. */
  const list = async (principal: Principal, tenant: string, query: LinkQuery = {}): Promise<List<LinkGroup>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor, kind, integration } = parseInput(LinkQuery, query);
    const integrationId = integration === undefined ? undefined : readId('int', integration);
    const name = `links:${kind ?? ''}:${integrationId ?? ''}`;
    const before = await cursors.read(tenantId, name, cursor, IdPosition);
    return store.inTenant(tenantId, async (trx) => {
      let wanted = trx
        .withTables<LinkTables>()
        .selectFrom('link_group as g')
        .select('g.id')
        .where('g.tenant_id', '=', tenantId)
        .orderBy('g.id', 'desc')
        .limit(limit + 1);
      if (before !== undefined) wanted = wanted.where('g.id', '<', before.id);
      if (kind !== undefined) wanted = wanted.where('g.kind', '=', kind);
      if (integrationId !== undefined)
        wanted = wanted.where('g.id', 'in', (from) =>
          from
            .selectFrom('link_member as m')
            .innerJoin('stream_state as s', (on) =>
              on.onRef('s.tenant_id', '=', 'm.tenant_id').onRef('s.stream_no', '=', 'm.stream_no'),
            )
            .select('m.group_id')
            .where('m.tenant_id', '=', tenantId)
            .where('s.integration_id', '=', integrationId),
        );
      const ids = (await wanted.execute()).map(({ id }) => id);
      const page = await cursors.page(
        { tenantId, list: name, limit },
        ids,
        (id) => ({ id }),
        (id) => id,
      );
      return { data: await readGroups(trx, tenantId, page.data), next_cursor: page.next_cursor };
    });
  };

  /** One, and why its members are linked. */
  const get = async (principal: Principal, tenant: string, group: string): Promise<LinkGroupDetail> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const id = readId('lnk', group);
    return store.inTenant(tenantId, (trx) => readGroup(trx, tenantId, id, printable(group)), {
      isolation: 'repeatable read',
    });
  };

  /** By a record, by an integration and the vendor's id, or by a key. Throws `not_found` for a record that is not there. */
  const find = async (principal: Principal, tenant: string, input: FindLinks): Promise<FoundLinks> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const asked = readAsked(parseInput(FindLinks, input));
    const secret = await secretOf(tenantId);
    return store.inTenant(
      tenantId,
      async (trx) => {
        const facts = await linkFacts(trx, tenantId);
        const places = await placesAsked(trx, tenantId, facts, asked, secret);
        return {
          data: await withGroups(trx, tenantId, facts, places.slice(0, mostFound)),
          more: places.length > mostFound,
        };
      },
      { isolation: 'repeatable read' },
    );
  };

  /** Open ones, newest first. */
  const suggestions = async (
    principal: Principal,
    tenant: string,
    query: LinkSuggestionQuery = {},
  ): Promise<List<LinkSuggestion>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor, kind } = parseInput(LinkSuggestionQuery, query);
    const name = `link suggestions:${kind ?? ''}`;
    const before = await cursors.read(tenantId, name, cursor, IdPosition);
    const { rows, facts } = await store.inTenant(tenantId, async (trx) => {
      let wanted = trx
        .withTables<LinkTables>()
        .selectFrom('link_suggestion')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (before !== undefined) wanted = wanted.where('id', '<', before.id);
      if (kind !== undefined) wanted = wanted.where('kind', '=', kind);
      return { rows: await wanted.execute(), facts: await linkFacts(trx, tenantId) };
    });
    const page = await cursors.page(
      { tenantId, list: name, limit },
      rows,
      ({ id }) => ({ id }),
      (row) => suggestionView(facts, suggestionRow(row)),
    );
    return { data: page.data.flat(), next_cursor: page.next_cursor };
  };

  /** Works out what the last syncs brought, now: for the command line, where no worker may be running. */
  const update = async (principal: Principal, tenant: string, signal: AbortSignal): Promise<void> => {
    const { id: tenantId } = await tenants.enter(principal, 'sync', tenant);
    await follow.catchUp(tenantId, signal);
  };

  return { list, get, find, suggestions, update, tick: follow.tick, ...linkDecisions(context, tenants) };
}

type Asked =
  | { readonly by: 'record'; readonly place: LinkPlace; readonly named: string }
  | {
      readonly by: 'vendor id';
      readonly integrationId: string;
      readonly key: string;
      readonly model: string | undefined;
    }
  | { readonly by: 'key'; readonly rule: (typeof ruleNames)[number]; readonly value: string };

function readAsked(input: z.output<typeof FindLinks>): Asked {
  const { record, integration, key, model } = input;
  const asked: Asked[] = ruleNames.flatMap((rule) => {
    const value = input[rule];
    return value === undefined ? [] : [{ by: 'key', rule, value }];
  });
  if (record !== undefined) asked.push({ by: 'record', place: readRecordId(record), named: record });
  if (integration !== undefined && key !== undefined)
    asked.push({ by: 'vendor id', integrationId: readId('int', integration), key, model });
  const half =
    (integration === undefined) !== (key === undefined) || (model !== undefined && integration === undefined);
  const [one] = asked;
  if (one !== undefined && asked.length === 1 && !half) return one;
  throw invalidInput([
    {
      path: 'body',
      message: `expected exactly one of \`record\`, \`integration\` with \`key\`, ${ruleNames.map((rule) => `\`${rule}\``).join(', ')}`,
    },
  ]);
}

async function placesAsked(
  trx: TenantTransaction,
  tenantId: string,
  facts: LinkFacts,
  asked: Asked,
  secret: LinkKey,
): Promise<readonly LinkPlace[]> {
  switch (asked.by) {
    case 'record': {
      const [found] = facts.has(asked.place.streamNo) ? await aliveOf(trx, tenantId, [asked.place]) : [];
      if (found === undefined) throw noRecord(asked.named);
      return [found];
    }
    case 'vendor id': {
      const streams = [...facts.values()].filter(
        ({ integrationId, model }) =>
          integrationId === asked.integrationId && (asked.model === undefined || model === asked.model),
      );
      const found = await aliveOf(
        trx,
        tenantId,
        streams.map(({ streamNo }) => ({ streamNo, key: asked.key })),
      );
      if (found.length === 0) throw noRecord(asked.key);
      return found;
    }
    case 'key': {
      const key = keyFor(secret, asked.rule, asked.value);
      if (key === undefined)
        throw invalidInput([{ path: asked.rule, message: 'cannot be one: check it for typing errors' }]);
      const perStream = mostFound + 1;
      const streamNos = [...facts.keys()];
      return carriersOf(trx, tenantId, [Buffer.from(key.digest, 'hex')], { streamNos, perStream });
    }
  }
}

async function withGroups(
  trx: TenantTransaction,
  tenantId: string,
  facts: LinkFacts,
  places: readonly LinkPlace[],
): Promise<FoundLinks['data']> {
  const fellows = await fellowsOf(trx, tenantId, places);
  const groupIds = new Map(fellows.map((one) => [linkName(one), one.groupId]));
  const ids = [...new Set(places.flatMap((place) => groupIds.get(linkName(place)) ?? []))];
  const groups = new Map((await readGroups(trx, tenantId, ids)).map((group) => [group.id, group]));
  return places.flatMap((place) => {
    const record: LinkedRecord | undefined = linkedRecord(facts, place);
    const groupId = groupIds.get(linkName(place));
    const group = groupId === undefined ? undefined : groups.get(showId('lnk', groupId));
    return record === undefined ? [] : [{ ...record, group: group ?? null }];
  });
}
