/** All integrations of a tenant: how each stands, when it was read, what it holds. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Problem } from '../../app/fallbacks.tsx';
import { IntegrationStatus } from '../../app/integration-status.tsx';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FilterRow } from '../../ui/filter-row.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Select } from '../../ui/select.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { statuses, type IntegrationsSearch } from './places.ts';
import { useListed, type Listed } from './listed.ts';

const from = '/$tenant/integrations';
const all = 'all';

export function IntegrationsScreen() {
  const t = useTranslations('integrations');
  const { tenant, may } = useSession();
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const { list, listed, shown, more, onMore } = useListed(search);
  const columns = useColumns();
  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={
        may.connect && (
          <Button
            kind="primary"
            icon={<Plus className="size-4" aria-hidden="true" />}
            render={<Link to="/$tenant/marketplace" params={{ tenant }} />}
          >
            {t('add')}
          </Button>
        )
      }
    >
      <Filters search={search} categories={[...new Set(listed.map(({ category }) => category))]} />
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <Card flush>
          <Table
            label={t('title')}
            columns={columns}
            rows={shown}
            rowKey={({ id }) => id}
            loading={list.isPending || list.isFetchingNextPage}
            more={more}
            onMore={onMore}
            onOpen={({ id }) =>
              void navigate({ to: '/$tenant/integrations/$integration', params: { tenant, integration: id } })
            }
            empty={
              listed.length === 0 ? (
                <Empty
                  title={t('none.title')}
                  action={
                    may.connect && (
                      <Button kind="primary" render={<Link to="/$tenant/marketplace" params={{ tenant }} />}>
                        {t('none.action')}
                      </Button>
                    )
                  }
                >
                  {t('none.text')}
                </Empty>
              ) : (
                <Empty
                  title={t('nothing.title')}
                  action={<Button onPress={() => void navigate({ search: {} })}>{t('nothing.action')}</Button>}
                >
                  {t('nothing.text')}
                </Empty>
              )
            }
          />
        </Card>
      )}
    </Page>
  );
}

function Filters({
  search,
  categories,
}: {
  readonly search: IntegrationsSearch;
  readonly categories: readonly Listed['category'][];
}) {
  const t = useTranslations('integrations.filters');
  const words = useTranslations('words');
  const navigate = useNavigate({ from });
  const set = (name: keyof IntegrationsSearch, value: string) =>
    void navigate({
      search: ({ [name]: _before, ...others }) =>
        value === all || value === '' ? others : { ...others, [name]: value },
      replace: true,
    });
  const known = categories.flatMap((one) => (one === undefined ? [] : [one])).toSorted();
  return (
    <FilterRow
      label={t('label')}
      onClear={Object.keys(search).length > 0 ? () => void navigate({ search: {}, replace: true }) : undefined}
    >
      <SearchBox label={t('search')} value={search.q ?? ''} onSearch={(text) => set('q', text)} />
      <Select
        bare
        label={t('status')}
        value={search.status ?? all}
        choices={[
          { value: all, label: t('any_status') },
          ...statuses.map((value) => ({ value, label: words(`integration_status.${value}`) })),
        ]}
        onChange={(value) => set('status', value)}
      />
      {known.length > 1 && (
        <Select
          bare
          label={t('category')}
          value={search.category ?? all}
          choices={[
            { value: all, label: t('any_category') },
            ...known.map((value) => ({ value, label: words(`category.${value}`) })),
          ]}
          onChange={(value) => set('category', value)}
        />
      )}
    </FilterRow>
  );
}

function useColumns(): readonly Column<Listed>[] {
  const t = useTranslations('integrations');
  const words = useTranslations('words');
  const format = useFormatter();
  return useMemo(
    () => [
      {
        key: 'name',
        label: t('columns.name'),
        width: 'minmax(9rem, 3fr)',
        render: ({ name, provider, providerName, account }) => (
          <span className="flex min-w-0 items-center gap-2.5">
            <ProviderIcon provider={provider} />
            <span className="min-w-0">
              <span className="block truncate font-medium">{name}</span>
              <span className="block truncate text-sm text-muted">
                {account === null || account.name === name ? providerName : `${providerName} · ${account.name}`}
              </span>
            </span>
          </span>
        ),
      },
      {
        key: 'status',
        label: t('columns.status'),
        width: 'minmax(7.5rem, 1fr)',
        render: ({ status }) => <IntegrationStatus status={status} />,
      },
      {
        key: 'category',
        label: t('columns.category'),
        width: 'minmax(6rem, 1fr)',
        wideOnly: 'very',
        render: ({ category }) => (
          <span className="text-muted">{category === undefined ? '–' : words(`category.${category}`)}</span>
        ),
      },
      {
        key: 'records',
        label: t('columns.records'),
        width: '5.5rem',
        align: 'end',
        wideOnly: true,
        render: ({ records }) => (records === undefined ? '–' : format.number(records)),
      },
      {
        key: 'synced',
        label: t('columns.synced'),
        width: 'minmax(6.5rem, 1fr)',
        align: 'end',
        wideOnly: true,
        render: ({ last_synced_at: at }) =>
          at === null ? <span className="text-muted">{t('never')}</span> : <Moment at={at} />,
      },
      {
        key: 'next',
        label: t('columns.next'),
        width: 'minmax(6.5rem, 1fr)',
        align: 'end',
        wideOnly: 'very',
        render: ({ next_run_at: at }) => (at === null ? <span className="text-muted">–</span> : <Moment at={at} />),
      },
    ],
    [t, words, format],
  );
}
