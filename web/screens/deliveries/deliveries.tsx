/** The outbox: what was sent to the tenant's own systems, and what came of it. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownEndpoints } from '../../app/known-endpoints.ts';
import { useNewer } from '../../app/live.tsx';
import { byCursor, isNew, useRows, whileSomeWait } from '../../app/pages.ts';
import { said } from '../../app/search.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { DeliveryFilters } from './delivery-filters.tsx';
import { DeliveryStatus } from './delivery-status.tsx';
import { RetryDialog } from './retry-dialog.tsx';

type Delivery = Schema['Delivery'];

const from = '/$tenant/deliveries';

export function DeliveriesScreen() {
  const t = useTranslations('deliveries');
  const { tenant, may } = useSession();
  const { delivery: open, endpoint, type, state } = useSearch({ from });
  const filters = said({ endpoint, type, state });
  const navigate = useNavigate({ from });
  const [retrying, setRetrying] = useState(false);
  const newer = useNewer('delivery', isNew);
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/deliveries',
    { params: { path: { tenant }, query: { limit: 100, ...filters } } },
    { ...byCursor, refetchInterval: whileSomeWait(newer) },
  );
  const rows = useRows<Delivery>(list);
  const columns = useColumns();
  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={
        may.act && (
          <Button icon={<RotateCcw className="size-4" aria-hidden="true" />} onPress={() => setRetrying(true)}>
            {t('retry_many.action')}
          </Button>
        )
      }
    >
      <DeliveryFilters />
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <Card flush>
          <Table
            label={t('title')}
            columns={columns}
            {...rows}
            rowKey={({ id }) => id}
            openKey={open}
            onOpen={({ id }) =>
              void navigate({ search: (before) => ({ ...before, delivery: id }), resetScroll: false })
            }
            newer={newer}
            empty={
              Object.keys(filters).length > 0 ? (
                <Empty
                  title={t('nothing.title')}
                  action={<Button onPress={() => void navigate({ search: {} })}>{t('nothing.action')}</Button>}
                >
                  {t('nothing.text')}
                </Empty>
              ) : (
                <Empty
                  title={t('none.title')}
                  action={
                    <Button kind="primary" render={<Link to="/$tenant/endpoints" params={{ tenant }} />}>
                      {t('none.action')}
                    </Button>
                  }
                >
                  {t('none.text')}
                </Empty>
              )
            }
          />
        </Card>
      )}
      {open !== undefined && (
        <DeliveryDrawer
          key={open}
          id={open}
          onClose={() =>
            void navigate({ search: ({ delivery: _closed, ...before }) => before, replace: true, resetScroll: false })
          }
        />
      )}
      {retrying && (
        <RetryDialog
          {...(filters.endpoint === undefined ? {} : { endpoint: filters.endpoint })}
          onClose={() => setRetrying(false)}
        />
      )}
    </Page>
  );
}

function useColumns(): readonly Column<Delivery>[] {
  const t = useTranslations('deliveries');
  const known = useKnownEndpoints();
  const format = useFormatter();
  return [
    {
      key: 'type',
      label: t('columns.event'),
      width: 'minmax(10rem, 2fr)',
      render: ({ type, endpoint_id: endpoint }) => (
        <span className="block min-w-0">
          <span className="block truncate font-mono text-sm font-medium">{type}</span>
          <span className="block truncate text-sm text-muted">{known.nameOf(endpoint)}</span>
        </span>
      ),
    },
    {
      key: 'state',
      label: t('columns.state'),
      width: 'minmax(6.5rem, 1fr)',
      render: (delivery) => <DeliveryStatus delivery={delivery} />,
    },
    {
      key: 'answer',
      label: t('columns.answer'),
      width: 'minmax(8rem, 2fr)',
      wideOnly: true,
      render: ({ status, problem }) => (
        <span className="block truncate text-muted">
          {problem ?? (status === null ? '' : t('answered', { status }))}
        </span>
      ),
    },
    {
      key: 'attempts',
      label: t('columns.attempts'),
      width: '5rem',
      align: 'end',
      wideOnly: true,
      render: ({ attempts }) => format.number(attempts),
    },
    {
      key: 'next',
      label: t('columns.when'),
      width: 'minmax(7.5rem, 1fr)',
      align: 'end',
      wideOnly: true,
      render: ({ next_attempt_at: next, finished_at: finished, created_at: created }) =>
        next === null ? (
          <Moment at={finished ?? created} />
        ) : (
          <>
            {t('next')} <Moment at={next} />
          </>
        ),
    },
  ];
}
