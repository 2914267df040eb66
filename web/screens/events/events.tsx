/** What was told of: to the tenant's own systems, and to its routes. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Radio } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useNewer } from '../../app/live.tsx';
import { byCursor, isNew, useRows } from '../../app/pages.ts';
import { said } from '../../app/search.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { Badge } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { EventDrawer } from './event-drawer.tsx';
import { EventFilters } from './event-filters.tsx';

type Event = Schema['Event'];

const from = '/$tenant/events';

export function EventsScreen() {
  const t = useTranslations('events');
  const { tenant, may } = useSession();
  const { event: open, type, model, integration } = useSearch({ from });
  const filters = said({ type, model, integration });
  const navigate = useNavigate({ from });
  const newer = useNewer('event', isNew);
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/events',
    { params: { path: { tenant }, query: { limit: 100, ...filters } } },
    byCursor,
  );
  const rows = useRows<Event>(list);
  const test = useTestEvent((id) => void navigate({ search: (before) => ({ ...before, event: id }) }));
  const columns = useColumns();
  const testButton = may.act && (
    <Button icon={<Radio className="size-4" aria-hidden="true" />} busy={test.isPending} onPress={test.send}>
      {t('test.action')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={testButton}>
      <EventFilters />
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <Card flush>
          <Table
            label={t('title')}
            columns={columns}
            {...rows}
            rowKey={({ id }) => id}
            openKey={open}
            onOpen={({ id }) => void navigate({ search: (before) => ({ ...before, event: id }), resetScroll: false })}
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
        <EventDrawer
          key={open}
          id={open}
          onClose={() =>
            void navigate({ search: ({ event: _closed, ...before }) => before, replace: true, resetScroll: false })
          }
        />
      )}
    </Page>
  );
}

function useTestEvent(onMade: (id: string) => void) {
  const t = useTranslations('events.test');
  const { tenant } = useSession();
  const make = api.useMutation('post', '/api/tenants/{tenant}/events/test', {
    onSuccess: ({ id }) => {
      tellDone(t('made'));
      askAgain('/api/tenants/{tenant}/events', '/api/tenants/{tenant}/deliveries');
      onMade(id);
    },
    onError: (error) => tellFailed(error.detail, error.next),
  });
  return {
    isPending: make.isPending,
    send: () => make.mutate({ params: { path: { tenant } }, body: { message: t('message') } }),
  };
}

function useColumns(): readonly Column<Event>[] {
  const t = useTranslations('events.columns');
  const known = useKnownIntegrations();
  return [
    {
      key: 'type',
      label: t('type'),
      width: 'minmax(11rem, 2fr)',
      render: ({ type }) => <span className="block truncate font-mono text-sm font-medium">{type}</span>,
    },
    {
      key: 'model',
      label: t('model'),
      width: 'minmax(6rem, 1fr)',
      render: ({ model }) => model !== null && <Badge>{model}</Badge>,
    },
    {
      key: 'integration',
      label: t('integration'),
      width: 'minmax(8rem, 2fr)',
      wideOnly: true,
      render: ({ integration_id: id }) => id !== null && <span className="block truncate">{known.nameOf(id)}</span>,
    },
    {
      key: 'at',
      label: t('at'),
      width: 'minmax(6rem, 1fr)',
      align: 'end',
      wideOnly: true,
      render: ({ timestamp }) => <Moment at={timestamp} />,
    },
  ];
}
