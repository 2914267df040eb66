/** One integration: what it is, how it stands and what can be done with it, above the tab that is open. */
import { Outlet, useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { IntegrationStatus } from '../../app/integration-status.tsx';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TabLinks } from '../../ui/tabs.tsx';
import { Acts } from './acts.tsx';
import { CurrentIntegration, type Integration } from './current.tsx';
import { SyncProgress } from './sync-progress.tsx';
import { SyncWatch } from './sync.tsx';
import { integrationTabs } from './tabs.ts';
import { TestResult, useConnectionTest } from './test-result.tsx';

export function IntegrationScreen() {
  const t = useTranslations('integration');
  const { tenant } = useSession();
  const { integration } = useParams({ from: '/$tenant/integrations/$integration' });
  const found = api.useQuery('get', '/api/tenants/{tenant}/integrations/{integration}', {
    params: { path: { tenant, integration } },
  });
  // What was tried with one integration says nothing about the next.
  if (found.data !== undefined) return <Standing key={integration} integration={found.data} />;
  return (
    <Page title={t('title')}>
      {found.isError ? <Problem error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton lines={8} />}
    </Page>
  );
}

function Standing({ integration }: { readonly integration: Integration }) {
  const t = useTranslations('integration');
  const { tenant } = useSession();
  const test = useConnectionTest(integration);
  const params = { tenant, integration: integration.id };
  return (
    <CurrentIntegration integration={integration}>
      <SyncWatch integration={integration}>
        <Page
          title={integration.name}
          mark={<ProviderIcon provider={integration.provider} size="large" />}
          beside={<IntegrationStatus status={integration.status} />}
          description={<Identity integration={integration} />}
          actions={<Acts onTest={test.run} testing={test.busy} />}
        >
          <TestResult test={test} />
          <SyncProgress />
          <TabLinks
            label={t('tabs_label')}
            tabs={integrationTabs.map(({ key, to, exact = false }) => ({
              key,
              label: t(`tabs.${key}`),
              link: { to, params, activeOptions: { exact, includeSearch: false } },
            }))}
          />
          <Outlet />
        </Page>
      </SyncWatch>
    </CurrentIntegration>
  );
}

function Identity({ integration }: { readonly integration: Integration }) {
  const t = useTranslations('integration');
  const providers = api.useQuery('get', '/api/providers');
  const provider = providers.data?.data.find(({ key }) => key === integration.provider);
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span>{provider?.name ?? integration.provider}</span>
      {integration.account !== null && (
        <span>
          <span className="sr-only">{t('account')} </span>
          {integration.account.name}
        </span>
      )}
      <Copyable text={integration.id} />
    </span>
  );
}
