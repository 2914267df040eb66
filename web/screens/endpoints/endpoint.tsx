/** One endpoint: how it is doing and what to do about it, what it hears of, its secret. */
import { Link, useParams } from '@tanstack/react-router';
import { Ellipsis, Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { Card, Figure } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { RetryDialog } from '../deliveries/retry-dialog.tsx';
import { DeleteEndpoint } from './delete-endpoint.tsx';
import { DeliveryAddresses } from './delivery-addresses.tsx';
import { EndpointForm } from './endpoint-form.tsx';
import { EndpointHealth, type Endpoint } from './endpoint-health.tsx';
import { EndpointTrouble } from './endpoint-trouble.tsx';
import { Secrets } from './secrets.tsx';
import { TestOutcome } from './test-outcome.tsx';

const path = '/api/tenants/{tenant}/endpoints/{endpoint}';

export function EndpointScreen() {
  const t = useTranslations('endpoints');
  const { tenant } = useSession();
  const { endpoint: id } = useParams({ from: '/$tenant/endpoints/$endpoint' });
  const found = api.useQuery('get', path, { params: { path: { tenant, endpoint: id } } });
  if (found.data !== undefined) return <Standing key={id} endpoint={found.data} />;
  return (
    <Page title={t('one')}>
      {found.isError ? <Problem error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton lines={8} />}
    </Page>
  );
}

function Standing({ endpoint }: { readonly endpoint: Endpoint }) {
  const t = useTranslations('endpoints');
  const { tenant, may } = useSession();
  const [deleting, setDeleting] = useState(false);
  const [tested, setTested] = useState<Schema['EndpointTest']>();
  const params = { path: { tenant, endpoint: endpoint.id } };
  const refresh = () => askAgain(path, '/api/tenants/{tenant}/endpoints');
  const onError = (error: Schema['Problem']) => tellFailed(error.detail, error.next);
  const test = api.useMutation('post', `${path}/test`, { onSuccess: setTested, onError });
  const enable = api.useMutation('post', `${path}/enable`, { onSuccess: refresh, onError });
  const disable = api.useMutation('post', `${path}/disable`, { onSuccess: refresh, onError });
  const change = api.useMutation('patch', path, {
    onSuccess: () => {
      tellDone(t('saved'));
      refresh();
    },
  });
  return (
    <Page
      title={endpoint.name}
      beside={<EndpointHealth endpoint={endpoint} />}
      description={<Copyable text={endpoint.url} />}
      actions={
        <>
          {may.act && (
            <Button
              icon={<Send className="size-4" aria-hidden="true" />}
              busy={test.isPending}
              onPress={() => test.mutate({ params })}
            >
              {t('test.action')}
            </Button>
          )}
          {may.connect && !endpoint.enabled && (
            <Button kind="primary" busy={enable.isPending} onPress={() => enable.mutate({ params })}>
              {t('enable')}
            </Button>
          )}
          {may.connect && (
            <Menu
              trigger={
                <button type="button" aria-label={t('more')} className={buttonLook('secondary', 'normal')}>
                  <Ellipsis className="size-4" aria-hidden="true" />
                </button>
              }
              entries={[
                ...(endpoint.enabled
                  ? [{ key: 'disable', label: t('disable'), onPress: () => disable.mutate({ params }) }]
                  : []),
                { key: 'delete', label: t('delete.action'), danger: true, onPress: () => setDeleting(true) },
              ]}
            />
          )}
        </>
      }
    >
      <EndpointTrouble endpoint={endpoint} />
      {tested !== undefined && <TestOutcome test={tested} onClose={() => setTested(undefined)} />}
      <Counts endpoint={endpoint} />
      <EndpointForm
        // What was saved elsewhere meanwhile is shown; what is being typed here is not thrown away by every notice.
        key={endpoint.updated_at}
        endpoint={endpoint}
        busy={change.isPending}
        error={change.error}
        submit={t('save')}
        disabled={!may.connect}
        onSubmit={(body) => change.mutate({ params, body })}
      />
      <Secrets endpoint={endpoint} />
      <DeliveryAddresses />
      {deleting && <DeleteEndpoint endpoint={endpoint} onClose={() => setDeleting(false)} />}
    </Page>
  );
}

function Counts({ endpoint: { id } }: { readonly endpoint: Endpoint }) {
  const t = useTranslations('endpoints.counts');
  const { tenant, may } = useSession();
  const [retrying, setRetrying] = useState(false);
  const { data } = api.useQuery('get', `${path}/delivery-counts`, { params: { path: { tenant, endpoint: id } } });
  return (
    <Card
      title={t('title')}
      actions={
        <div className="flex flex-wrap gap-2">
          {may.act && (data?.failed ?? 0) > 0 && (
            <Button size="small" onPress={() => setRetrying(true)}>
              {t('retry')}
            </Button>
          )}
          <Button size="small" render={<Link to="/$tenant/deliveries" params={{ tenant }} search={{ endpoint: id }} />}>
            {t('all')}
          </Button>
        </div>
      }
    >
      {data === undefined ? (
        <Skeleton lines={2} />
      ) : (
        <dl className="grid grid-cols-3 gap-4">
          <Figure label={t('delivered')} value={data.delivered_last_day} />
          <Figure label={t('waiting')} value={data.queued} />
          <Figure label={t('failed')} value={data.failed} />
        </dl>
      )}
      {retrying && <RetryDialog endpoint={id} onClose={() => setRetrying(false)} />}
    </Card>
  );
}
