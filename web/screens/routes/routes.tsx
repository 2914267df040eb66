/** When something happens in one system, something is done in another: what there is, how it stands, and what it did last. */
import { Link, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Badge } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { CallMarks } from './call-marks.tsx';
import { ExampleChoice } from './example-choice.tsx';
import { RouteStatus } from './route-status.tsx';

type Route = Schema['Route'];

export function RoutesScreen() {
  const t = useTranslations('routes');
  const { tenant, may } = useSession();
  const navigate = useNavigate();
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/routes',
    { params: { path: { tenant }, query: { limit: 50 } } },
    { ...byCursor, refetchInterval: 30_000 },
  );
  const rows = useRows<Route>(list);
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
            render={<Link to="/$tenant/routes/new" params={{ tenant }} />}
          >
            {t('add')}
          </Button>
        )
      }
    >
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <Card flush>
          <Table
            label={t('title')}
            columns={columns}
            {...rows}
            rowKey={({ id }) => id}
            onOpen={({ id }) => void navigate({ to: '/$tenant/routes/$route', params: { tenant, route: id } })}
            empty={<ExampleChoice title={t('none.title')} text={t('none.text')} />}
          />
        </Card>
      )}
    </Page>
  );
}

function useColumns(): readonly Column<Route>[] {
  const t = useTranslations('routes');
  return [
    {
      key: 'name',
      label: t('columns.name'),
      width: 'minmax(11rem, 3fr)',
      render: ({ name, do: target }) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{name}</span>
          <span className="block truncate text-sm text-muted">
            {'endpoint' in target ? t('tells') : t('does', { action: target.action })}
          </span>
        </span>
      ),
    },
    {
      key: 'state',
      label: t('columns.state'),
      width: 'minmax(6.5rem, 1fr)',
      render: (route) => <RouteStatus route={route} />,
    },
    {
      key: 'when',
      label: t('columns.when'),
      width: 'minmax(8rem, 2fr)',
      wideOnly: true,
      render: ({ when }) => (
        <span className="flex flex-wrap gap-1">
          {[...when.types.slice(0, 2), ...(when.models ?? []).slice(0, 2)].map((one) => (
            <Badge key={one}>{one}</Badge>
          ))}
        </span>
      ),
    },
    {
      key: 'calls',
      label: t('columns.calls'),
      width: 'minmax(8rem, 1fr)',
      wideOnly: true,
      render: ({ status }) => <CallMarks calls={status.latest} />,
    },
  ];
}
