/** Connecting a provider, or an integration of it again: the form, the schedule, and beside it the guide and the addresses to enter there. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import type { Connectable } from '../../connect/connector.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Integration } from './dashboard-connector.ts';
import { Done } from './done.tsx';
import { DashboardForm } from './dashboard-form.tsx';
import { integrationQuery } from './integration-query.ts';
import { Addresses, GuideBeside } from './setup-side.tsx';

const from = '/$tenant/connect/$provider';

export function ConnectScreen() {
  const t = useTranslations('connect');
  const { provider: key } = useParams({ from });
  const { integration: id } = useSearch({ from });
  const { tenant, may } = useSession();
  const provider = api.useQuery(
    'get',
    '/api/tenants/{tenant}/providers/{provider}',
    {
      params: { path: { tenant, provider: key } },
    },
    { enabled: may.connect },
  );
  const integration = useQuery({
    ...integrationQuery(tenant, id ?? ''),
    enabled: may.connect && id !== undefined,
    // Asked once: what comes of connecting must not take away what is being typed.
    staleTime: Infinity,
  });
  const name = provider.data?.name ?? key;
  const again = id !== undefined;
  const failed = provider.error ?? integration.error;
  return (
    <Page
      title={t(integration.data?.connected_at ? 'again' : 'title', { name })}
      mark={<ProviderIcon provider={key} size="large" />}
      description={provider.data === undefined ? undefined : t('screen.description', { name })}
    >
      {!may.connect && (
        <Card>
          <Empty title={t('screen.may_not')}>{t('screen.may_not_text')}</Empty>
        </Card>
      )}
      {failed !== null && (
        <Problem
          error={failed}
          onRetry={() => void Promise.all([provider.refetch(), again && integration.refetch()])}
        />
      )}
      {may.connect && failed === null && (provider.data === undefined || (again && integration.data === undefined)) && (
        <Skeleton lines={10} />
      )}
      {provider.data !== undefined && (!again || integration.data !== undefined) && (
        <Loaded key={key} provider={provider.data} integration={integration.data} />
      )}
    </Page>
  );
}

function Loaded({
  provider,
  integration,
}: {
  readonly provider: Connectable;
  readonly integration: Integration | undefined;
}) {
  const t = useTranslations('connect.screen');
  const { tenant } = useSession();
  const navigate = useNavigate({ from });
  const known = useQueryClient();
  const [done, setDone] = useState<string>();
  // A new form for another integration.
  const [round, setRound] = useState(0);
  if (integration !== undefined && integration.provider !== provider.key)
    return (
      <Card>
        <Empty
          title={t('other_provider', { provider: integration.provider })}
          action={
            <Button
              kind="primary"
              render={
                <Link
                  to={from}
                  params={{ tenant, provider: integration.provider }}
                  search={{ integration: integration.id }}
                />
              }
            >
              {t('open')}
            </Button>
          }
        />
      </Card>
    );
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      {done === undefined ? (
        <DashboardForm
          key={round}
          provider={provider}
          integration={integration}
          onDone={(id) => {
            setDone(id);
            void known.invalidateQueries();
          }}
        />
      ) : (
        <Done
          provider={provider}
          integration={done}
          onMore={() =>
            void navigate({ search: {}, replace: true }).then(() => {
              setDone(undefined);
              setRound(round + 1);
            })
          }
        />
      )}
      <aside className="flex min-w-0 flex-col gap-5">
        <Addresses provider={provider} />
        <GuideBeside provider={provider.key} />
      </aside>
    </div>
  );
}
