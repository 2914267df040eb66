/** How everything stands: what needs somebody first, then all integrations. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { IntegrationStatus } from '../../app/integration-status.tsx';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Figure } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

type Integration = Schema['Integration'];

const troubled: ReadonlySet<Integration['status']> = new Set(['failing', 'needs_reauth']);

export function OverviewScreen() {
  const t = useTranslations('overview');
  const { tenant } = useSession();
  const list = api.useQuery(
    'get',
    '/api/tenants/{tenant}/integrations',
    { params: { path: { tenant }, query: { limit: 200 } } },
    { refetchInterval: 10_000 },
  );
  const providers = api.useQuery('get', '/api/providers');
  return (
    <Page title={t('title')}>
      {list.isPending && <Skeleton lines={8} />}
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.data.length === 0 && (
        <Card>
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
        </Card>
      )}
      {list.data !== undefined && list.data.data.length > 0 && (
        <Standing integrations={list.data.data} available={providers.data?.data.length ?? 0} />
      )}
    </Page>
  );
}

function Standing({
  integrations,
  available,
}: {
  readonly integrations: readonly Integration[];
  readonly available: number;
}) {
  const t = useTranslations('overview');
  const trouble = integrations.filter(({ status }) => troubled.has(status));
  const connected = integrations.filter(({ status }) => status === 'connected').length;
  return (
    <>
      {trouble.length > 0 && (
        <section aria-label={t('attention')} className="flex flex-col gap-3">
          {trouble.map((one) => (
            <Failure
              key={one.id}
              message={`${one.name}: ${one.sync_error?.message ?? one.status_message ?? ''}`}
              fault={one.sync_error?.fault ?? 'you'}
              next={one.sync_error?.next}
            />
          ))}
        </section>
      )}
      <Card>
        <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          <Figure label={t('figures.connected')} value={connected} />
          <Figure label={t('figures.failing')} value={trouble.length} />
          <Figure label={t('figures.available')} value={available} />
        </dl>
      </Card>
      <Card title={t('integrations')} flush>
        <ul className="grid gap-px overflow-hidden rounded-b-lg bg-line sm:grid-cols-2 lg:grid-cols-3">
          {integrations.map((one) => (
            <li key={one.id} className="flex items-center gap-3 bg-surface px-4 py-3">
              <ProviderIcon provider={one.provider} />
              <div className="min-w-0 grow">
                <p className="truncate font-medium">{one.name}</p>
                <p className="truncate text-sm text-muted">
                  {one.last_synced_at === null ? (
                    t('never')
                  ) : (
                    <>
                      {t('last_synced')} <Moment at={one.last_synced_at} />
                    </>
                  )}
                </p>
              </div>
              <IntegrationStatus status={one.status} />
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
