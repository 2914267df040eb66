/** What waits for workers, and how much each tenant does: the last 24 hours, most of whatever one looks for first. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useBytes } from '../../ui/bytes.ts';
import { Card, Figure } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Filter, FilterRow } from '../../ui/filter-row.tsx';
import { Page } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { inOrder, orders, runsOf, waitingOf, type TenantRow } from './order.ts';
import { useOverview } from './overview-query.ts';
import { Trouble } from './tenants.tsx';

const from = '/platform/health';

export function HealthScreen() {
  const t = useTranslations('platform.health');
  const { by = 'trouble' } = useSearch({ from });
  const navigate = useNavigate({ from });
  const { list, rows, loading, waiting } = useOverview();
  const columns = useColumns();
  return (
    <Page title={t('title')} description={t('description')}>
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {waiting !== undefined && waiting !== null && <Waiting waiting={waiting} />}
      {!list.isError && (
        <>
          <FilterRow label={t('order')}>
            <Filter wide>
              <Select
                bare
                label={t('order')}
                value={by}
                choices={orders.map((value) => ({ value, label: t(`orders.${value}`) }))}
                onChange={(value) =>
                  void navigate({ search: value === 'trouble' ? {} : { by: value }, replace: true, resetScroll: false })
                }
              />
            </Filter>
          </FilterRow>
          <Card flush>
            <Table
              label={t('tenants')}
              columns={columns}
              rows={inOrder(rows, by)}
              loading={loading}
              rowKey={({ slug }) => slug}
              onOpen={({ slug }) => void navigate({ to: '/$tenant', params: { tenant: slug } })}
              empty={<Empty title={t('none')} />}
            />
          </Card>
        </>
      )}
    </Page>
  );
}

function Waiting({ waiting }: { readonly waiting: NonNullable<Schema['PlatformOverview']['waiting']> }) {
  const t = useTranslations('platform.health.waiting');
  const format = useFormatter();
  const oldest = (ms: number | null) => (ms === null ? t('nothing') : t('oldest', { seconds: Math.round(ms / 1000) }));
  const figures = [
    {
      key: 'jobs',
      of: waiting.jobs,
      note: `${oldest(waiting.jobs.oldest_ms)} · ${t('running', { count: waiting.jobs.running })}`,
    },
    { key: 'streams', of: waiting.streams, note: oldest(waiting.streams.oldest_ms) },
    { key: 'webhooks', of: waiting.webhooks, note: oldest(waiting.webhooks.oldest_ms) },
    { key: 'deliveries', of: waiting.deliveries, note: oldest(waiting.deliveries.oldest_ms) },
  ] as const;
  return (
    <Card title={t('title')} description={t('text')}>
      <dl className="grid grid-cols-2 gap-4 md:grid-cols-4">
        {figures.map(({ key, of, note }) => (
          <Figure key={key} label={t(`of.${key}`)} value={format.number(of.waiting)} note={note} />
        ))}
      </dl>
    </Card>
  );
}

function useColumns(): readonly Column<TenantRow>[] {
  const t = useTranslations('platform.health.columns');
  const format = useFormatter();
  const sizeOf = useBytes();
  const number = (key: 'calls' | 'errors' | 'records', wideOnly: boolean): Column<TenantRow> => ({
    key,
    label: t(key),
    width: '6rem',
    align: 'end',
    wideOnly,
    render: (row) => (
      <span className={key === 'errors' && row.errors > 0 ? 'font-medium text-bad' : undefined}>
        {format.number(row[key])}
      </span>
    ),
  });
  return [
    {
      key: 'name',
      label: t('name'),
      width: 'minmax(0, 2fr)',
      render: ({ name }) => <span className="block truncate font-medium">{name}</span>,
    },
    { key: 'trouble', label: t('trouble'), width: '7.5rem', render: (row) => <Trouble row={row} /> },
    {
      key: 'runs',
      label: t('runs'),
      width: 'minmax(7rem, 1fr)',
      align: 'end',
      wideOnly: true,
      render: (row) => (
        <span className="flex flex-col">
          {format.number(runsOf(row))}
          {row.runs.failed + row.runs.partial > 0 && (
            <span className="text-xs text-bad">{t('failed', { count: row.runs.failed + row.runs.partial })}</span>
          )}
        </span>
      ),
    },
    number('calls', true),
    number('errors', true),
    number('records', true),
    {
      key: 'bytes',
      label: t('bytes'),
      width: '6rem',
      align: 'end',
      wideOnly: true,
      render: ({ bytes }) => sizeOf(bytes),
    },
    {
      key: 'waiting',
      label: t('waiting'),
      width: '5.5rem',
      align: 'end',
      wideOnly: true,
      render: (row) => format.number(waitingOf(row)),
    },
  ];
}
