/** The inbox: what vendors sent, what became of it, and having it worked off again. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useNewer } from '../../app/live.tsx';
import { byCursor, isNew, useRows, whileSomeWait } from '../../app/pages.ts';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { said } from '../../app/search.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { Filters, sinceOf } from './filters.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { WebhookDrawer } from './webhook-drawer.tsx';
import { WebhookStatus } from './webhook-status.tsx';

type Webhook = Schema['Webhook'];

const from = '/$tenant/webhooks';

export function WebhooksScreen() {
  const t = useTranslations('webhooks');
  const { tenant, may } = useSession();
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const [replaying, setReplaying] = useState(false);
  const newer = useNewer('webhook', isNew);
  const { webhook: open, since: span, state, provider, integration, type } = search;
  // The moment stays where it was while somebody reads, or every render would be another list.
  const since = useMemo(() => (span === undefined ? undefined : sinceOf(span)), [span]);
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/webhooks',
    {
      params: {
        path: { tenant },
        query: {
          limit: 100,
          ...said({ since, state, provider, integration, type }),
        },
      },
    },
    { ...byCursor, refetchInterval: whileSomeWait(newer) },
  );
  const rows = useRows<Webhook>(list);
  const filtered = [span, state, provider, integration, type].some((one) => one !== undefined);
  const columns = useColumns();
  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={
        may.act && (
          <Button icon={<RotateCcw className="size-4" aria-hidden="true" />} onPress={() => setReplaying(true)}>
            {t('replay_many.action')}
          </Button>
        )
      }
    >
      <Filters />
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <Card flush>
          <Table
            label={t('title')}
            columns={columns}
            {...rows}
            rowKey={({ id }) => id}
            openKey={open}
            onOpen={({ id }) => void navigate({ search: (before) => ({ ...before, webhook: id }), resetScroll: false })}
            newer={newer}
            empty={
              filtered ? (
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
                    <Button kind="primary" render={<Link to="/$tenant/marketplace" params={{ tenant }} />}>
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
        <WebhookDrawer
          key={open}
          id={open}
          onClose={() =>
            void navigate({ search: ({ webhook: _closed, ...before }) => before, replace: true, resetScroll: false })
          }
        />
      )}
      {replaying && <ReplayDialog onClose={() => setReplaying(false)} />}
    </Page>
  );
}

/** What one row shows, in all lists of webhooks. */
function useColumns(): readonly Column<Webhook>[] {
  const t = useTranslations('webhooks');
  const known = useKnownIntegrations();
  const format = useFormatter();
  return [
    {
      key: 'type',
      label: t('columns.type'),
      width: 'minmax(10rem, 3fr)',
      render: ({ type, provider, integration_id: integration }) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <ProviderIcon provider={provider} />
          <span className="min-w-0">
            <span className="block truncate font-mono text-sm font-medium">{type}</span>
            <span className="block truncate text-sm text-muted">{known.nameOf(integration)}</span>
          </span>
        </span>
      ),
    },
    {
      key: 'state',
      label: t('columns.state'),
      width: 'minmax(6.5rem, 1fr)',
      render: (row) => <WebhookStatus webhook={row} />,
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
      key: 'received',
      label: t('columns.received'),
      width: 'minmax(6rem, 1fr)',
      align: 'end',
      wideOnly: true,
      render: ({ received_at: at }) => <Moment at={at} />,
    },
  ];
}
