/** All integrations at a glance, and which are read next. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { IntegrationStatus } from '../../app/integration-status.tsx';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import type { Overview } from './overview.tsx';

type Integration = Overview['integrations'][number];

export function Standing({ integrations }: { readonly integrations: readonly Integration[] }) {
  const t = useTranslations('overview');
  const { tenant } = useSession();
  return (
    <Card
      title={t('integrations')}
      actions={
        <Button size="small" kind="quiet" render={<Link to="/$tenant/integrations" params={{ tenant }} />}>
          {t('all')}
        </Button>
      }
      flush
    >
      <ul className="grid overflow-hidden rounded-b-lg border-t border-line sm:grid-cols-2 lg:grid-cols-3">
        {integrations.map((one) => (
          // Its lines lie on the neighbours', and those at the edges outside: a last row that is not full has none on its right.
          <li key={one.id} className="-mr-px -mb-px border-r border-b border-line">
            <Link
              to="/$tenant/integrations/$integration"
              params={{ tenant, integration: one.id }}
              className="flex h-full items-center gap-3 px-4 py-3 -outline-offset-2 hover:bg-sunken"
            >
              <ProviderIcon provider={one.provider} />
              <span className="min-w-0 grow">
                <span className="block truncate font-medium">{one.name}</span>
                <span className="block truncate text-sm text-muted">
                  <LastRead integration={one} />
                </span>
              </span>
              <IntegrationStatus status={one.status} />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function LastRead({ integration }: { readonly integration: Integration }) {
  const t = useTranslations('overview');
  if (integration.sync_status === 'syncing') return t('reading');
  if (integration.last_synced_at === null) return t('never');
  return (
    <>
      {t('last_synced')} <Moment at={integration.last_synced_at} />
    </>
  );
}

export function Upcoming({ next }: { readonly next: Overview['next'] }) {
  const t = useTranslations('overview.next');
  const { tenant } = useSession();
  return (
    <Card title={t('title')}>
      {next.length === 0 && <p className="text-muted">{t('none')}</p>}
      <ol className="flex flex-col gap-2">
        {next.map(({ integration_id: integration, name, provider, at }) => (
          <li key={integration} className="flex items-center gap-3">
            <ProviderIcon provider={provider} />
            <Link
              to="/$tenant/integrations/$integration"
              params={{ tenant, integration }}
              className="min-w-0 grow truncate font-medium hover:underline"
            >
              {name}
            </Link>
            <span className="text-sm text-muted">
              <Moment at={at} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
