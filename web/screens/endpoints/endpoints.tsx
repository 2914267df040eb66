/** The tenant's own systems that hear of events, and how each is doing. */
import { Link, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { Badge } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { DeliveryAddresses } from './delivery-addresses.tsx';
import { EndpointHealth, type Endpoint } from './endpoint-health.tsx';

const path = '/api/tenants/{tenant}/endpoints';
/** Types that are shown in the list before it says how many more there are. */
const shownTypes = 3;

export function EndpointsScreen() {
  const t = useTranslations('endpoints');
  const { tenant, may } = useSession();
  const navigate = useNavigate();
  const list = api.useInfiniteQuery(
    'get',
    path,
    { params: { path: { tenant }, query: { limit: 100 } } },
    { ...byCursor, refetchInterval: 30_000 },
  );
  const rows = useRows<Endpoint>(list);
  const columns = useColumns();
  const add = (
    <Button
      kind="primary"
      icon={<Plus className="size-4" aria-hidden="true" />}
      render={<Link to="/$tenant/endpoints/new" params={{ tenant }} />}
    >
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={may.connect && add}>
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <Card flush>
          <Table
            label={t('title')}
            columns={columns}
            {...rows}
            rowKey={({ id }) => id}
            onOpen={({ id }) => void navigate({ to: '/$tenant/endpoints/$endpoint', params: { tenant, endpoint: id } })}
            empty={
              <Empty title={t('none.title')} action={may.connect && add}>
                {t('none.text')}
              </Empty>
            }
          />
        </Card>
      )}
      <DeliveryAddresses />
    </Page>
  );
}

function useColumns(): readonly Column<Endpoint>[] {
  const t = useTranslations('endpoints');
  return [
    {
      key: 'name',
      label: t('columns.name'),
      width: 'minmax(11rem, 3fr)',
      render: ({ name, url }) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{name}</span>
          <span className="block truncate font-mono text-sm text-muted">{url}</span>
        </span>
      ),
    },
    {
      key: 'health',
      label: t('columns.health'),
      width: 'minmax(6.5rem, 1fr)',
      render: (endpoint) => <EndpointHealth endpoint={endpoint} />,
    },
    {
      key: 'types',
      label: t('columns.types'),
      width: 'minmax(8rem, 2fr)',
      wideOnly: true,
      render: ({ types }) => (
        <span className="flex flex-wrap gap-1">
          {types.slice(0, shownTypes).map((type) => (
            <Badge key={type}>{type === '*' ? t('everything') : type}</Badge>
          ))}
          {types.length > shownTypes && <Badge>{t('more_types', { count: types.length - shownTypes })}</Badge>}
        </span>
      ),
    },
    {
      key: 'created',
      label: t('columns.created'),
      width: 'minmax(6rem, 1fr)',
      align: 'end',
      wideOnly: true,
      render: ({ created_at: at }) => <Moment at={at} />,
    },
  ];
}
