/** Which records of different systems are one person, company or course; and pairs somebody has to decide about. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { byCursor, useRows } from '../../app/pages.ts';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { Badge } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { TabLinks } from '../../ui/tabs.tsx';
import { withChange } from '../records/address.ts';
import { masked, nameIn } from '../records/model-columns.ts';
import { Masked } from '../records/values.tsx';
import { FindSomebody } from './find-somebody.tsx';
import { GroupDrawer } from './group-drawer.tsx';
import { useRecords, type KnownRecord } from './known-records.ts';
import { linkKinds, type LinksSearch } from './places.ts';
import { Suggestions } from './suggestions.tsx';

type Group = Schema['LinkGroup'];

const from = '/$tenant/links';
const all = 'all';
const keyOf = ({ id }: Group) => id;

export function LinksScreen() {
  const t = useTranslations('links');
  const { tenant } = useSession();
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const onSearch = (change: { readonly [K in keyof LinksSearch]: LinksSearch[K] | undefined }) =>
    void navigate({
      search: (before) => withChange(before, change),
      replace: !('group' in change),
      resetScroll: false,
    });
  const { view, group } = search;
  return (
    <Page title={t('title')} description={t('description')}>
      <TabLinks
        label={t('views.label')}
        tabs={[
          {
            key: 'groups',
            label: t('views.groups'),
            link: { to: from, params: { tenant }, search: {}, activeOptions: { exact: true, includeSearch: true } },
          },
          {
            key: 'suggestions',
            label: t('views.suggestions'),
            link: {
              to: from,
              params: { tenant },
              search: { view: 'suggestions' },
              activeOptions: { includeSearch: true },
            },
          },
        ]}
      />
      {view === 'suggestions' ? <Suggestions /> : <Groups search={search} onSearch={onSearch} />}
      {group !== undefined && <GroupDrawer id={group} onClose={() => onSearch({ group: undefined })} />}
    </Page>
  );
}

interface GroupsProps {
  readonly search: LinksSearch;
  readonly onSearch: (change: { readonly [K in keyof LinksSearch]: LinksSearch[K] | undefined }) => void;
}

function Groups({ search, onSearch }: GroupsProps) {
  const t = useTranslations('links');
  const { tenant } = useSession();
  const { kind, integration } = search;
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/links',
    {
      params: {
        path: { tenant },
        query: {
          limit: 50,
          ...(kind === undefined ? {} : { kind }),
          ...(integration === undefined ? {} : { integration }),
        },
      },
    },
    byCursor,
  );
  const rows = useRows<Group>(list);
  const columns = useColumns(useLatestNames(rows.rows));
  return (
    <>
      <FindSomebody />
      <Filters search={search} onSearch={onSearch} />
      {list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Card flush>
          <Table
            label={t('views.groups')}
            columns={columns}
            {...rows}
            rowKey={keyOf}
            openKey={search.group}
            onOpen={({ id }) => onSearch({ group: id })}
            empty={<Empty title={t('none.title')}>{t('none.text')}</Empty>}
          />
        </Card>
      )}
    </>
  );
}

function Filters({ search: { kind, integration }, onSearch }: GroupsProps) {
  const t = useTranslations('links');
  const known = useKnownIntegrations();
  return (
    <div className="flex flex-wrap gap-2">
      <Select
        bare
        label={t('filters.kind')}
        value={kind ?? all}
        choices={[
          { value: all, label: t('filters.any_kind') },
          ...linkKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
        ]}
        onChange={(value) => onSearch({ kind: linkKinds.find((one) => one === value) })}
      />
      <Select
        bare
        label={t('filters.integration')}
        value={integration ?? all}
        choices={[
          { value: all, label: t('filters.any_integration') },
          ...known.list.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(value) => onSearch({ integration: value === all ? undefined : value })}
      />
    </div>
  );
}

/** The first member of each group says what it is called. As many as one question takes; groups further down show their ids. */
function useLatestNames(groups: readonly Group[]): ReadonlyMap<string, KnownRecord> | undefined {
  return useRecords(groups.flatMap(({ members }) => members[0]?.record ?? []));
}

function useColumns(records: ReadonlyMap<string, KnownRecord> | undefined): readonly Column<Group>[] {
  const t = useTranslations('links');
  const known = useKnownIntegrations();
  return useMemo(
    () => [
      {
        key: 'name',
        label: t('columns.name'),
        width: 'minmax(6rem, 2fr)',
        render: ({ members: [first] }) => {
          const name = first === undefined ? undefined : nameIn(first.model, records?.get(first.record)?.data ?? null);
          return (
            <span className="block truncate font-medium">{name === masked ? <Masked /> : (name ?? first?.key)}</span>
          );
        },
      },
      {
        key: 'kind',
        label: t('columns.kind'),
        width: '6rem',
        wideOnly: true,
        render: ({ kind }) => <Badge>{t(`kinds.${kind}`)}</Badge>,
      },
      {
        key: 'members',
        label: t('columns.members'),
        width: 'minmax(6rem, 1fr)',
        render: ({ members }) => (
          <span className="flex -space-x-1.5">
            {members.slice(0, 5).map(({ record, provider, integration_id: id }) => (
              <span key={record} title={known.nameOf(id)}>
                <ProviderIcon provider={provider} size="small" />
                <span className="sr-only">{known.nameOf(id)}</span>
              </span>
            ))}
          </span>
        ),
      },
      {
        key: 'sure',
        label: t('columns.sure'),
        width: '5rem',
        align: 'end',
        wideOnly: true,
        render: ({ confidence }) => t('percent', { confidence }),
      },
      {
        key: 'at',
        label: t('columns.at'),
        width: '9rem',
        align: 'end',
        wideOnly: true,
        render: ({ updated_at: at }) => <Moment at={at} />,
      },
    ],
    [t, known, records],
  );
}
