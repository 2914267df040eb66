/** One provider: what it syncs and can do, how it is set up, how well it is known, and the tenant's integrations of it. */
import { Link, useParams } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { IntegrationStatus } from '../../app/integration-status.tsx';
import { useKnownIntegrations, type KnownIntegration } from '../../app/known-integrations.ts';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Actions, Streams, WaysIn, Webhooks } from './abilities.tsx';
import { PriorityBadge } from './badges.tsx';
import { ProviderFacts } from './provider-facts.tsx';
import { QuickActs } from './quick-acts.tsx';

export type Provider = Schema['Provider'];

/** Read only by whoever scrolls that far. */
const Guide = lazy(async () => ({ default: (await import('../../app/guide.tsx')).ProviderGuide }));

export function ProviderScreen() {
  const { provider: key } = useParams({ from: '/$tenant/marketplace/$provider' });
  const t = useTranslations('marketplace');
  const provider = api.useQuery('get', '/api/providers/{provider}', { params: { path: { provider: key } } });
  if (provider.data !== undefined) return <ProviderPage provider={provider.data} />;
  return (
    <Page title={t('title')}>
      {provider.isError ? (
        <Problem error={provider.error} onRetry={() => void provider.refetch()} />
      ) : (
        <Skeleton lines={10} />
      )}
    </Page>
  );
}

function ProviderPage({ provider }: { readonly provider: Provider }) {
  const t = useTranslations('marketplace');
  const { tenant, may } = useSession();
  const { key, name } = provider;
  const integrations = useKnownIntegrations().list.filter((one) => one.provider === key);
  return (
    <Page
      title={name}
      mark={<ProviderIcon provider={key} size="large" />}
      beside={<PriorityBadge priority={provider.priority} />}
      description={provider.summary}
      actions={
        <>
          {integrations.length > 0 && <QuickActs provider={key} name={name} integrations={integrations} />}
          {may.connect && (
            <Button
              kind="primary"
              render={<Link to="/$tenant/connect/$provider" params={{ tenant, provider: key }} search={{}} />}
            >
              {integrations.length === 0 ? t('connect') : t('another')}
            </Button>
          )}
        </>
      }
    >
      <div className="grid items-start gap-5 lg:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-5 lg:col-span-2">
          <Streams provider={provider} />
          <Actions provider={provider} />
          <Webhooks provider={provider} />
          <WaysIn provider={provider} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Own integrations={integrations} />
          <ProviderFacts provider={provider} />
        </div>
      </div>
      <Card
        title={t('provider.parts.guide')}
        actions={
          <a
            href={provider.docs}
            target="_blank"
            rel="noopener noreferrer"
            className="inline-flex items-center gap-1 text-sm text-accent hover:underline"
          >
            {t('provider.docs')} <ExternalLink className="size-3.5" aria-hidden="true" />
          </a>
        }
      >
        <Suspense fallback={<Skeleton lines={8} />}>
          <Guide provider={key} />
        </Suspense>
      </Card>
    </Page>
  );
}

function Own({ integrations }: { readonly integrations: readonly KnownIntegration[] }) {
  const t = useTranslations('marketplace.provider');
  const { tenant } = useSession();
  return (
    <Card title={t('integrations')}>
      {integrations.length === 0 && <p className="text-muted">{t('none')}</p>}
      <ul className="flex flex-col gap-2">
        {integrations.map(({ id, name, status, account }) => (
          <li key={id} className="flex items-center justify-between gap-3">
            <span className="min-w-0">
              <Link
                to="/$tenant/integrations/$integration"
                params={{ tenant, integration: id }}
                className="block truncate font-medium hover:underline"
              >
                {name}
              </Link>
              {account !== null && <span className="block truncate text-sm text-muted">{account.name}</span>}
            </span>
            <IntegrationStatus status={status} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
