/** The webhooks of one integration: where its provider sends them, what makes them genuine, what came and what was refused. */
import { useTranslations } from 'use-intl';
import { api, isProblem } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useIntegration } from '../integration/current.tsx';
import { AddressCard } from './address-card.tsx';
import { LimitsCard } from './limits-card.tsx';
import { Received } from './received.tsx';
import { Refusals } from './refusals.tsx';
import { SecretCard } from './secret-card.tsx';
import { SubscriptionCard } from './subscription-card.tsx';
import { addressPath } from './address.ts';

export function IntegrationWebhooksTab() {
  const t = useTranslations('integration_webhooks');
  const { tenant } = useSession();
  const { id } = useIntegration();
  const found = api.useQuery('get', addressPath, { params: { path: { tenant, integration: id } } });
  const address = found.data;
  if (isProblem(found.error) && found.error.code === 'unsupported')
    return (
      <Card>
        <Empty title={t('none.title')}>{t('none.text')}</Empty>
      </Card>
    );
  return (
    <>
      {found.isPending && <Skeleton lines={8} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {address !== undefined && (
        <>
          <AddressCard address={address} />
          {address.subscribable && <SubscriptionCard address={address} />}
          <div className="grid items-start gap-5 lg:grid-cols-2">
            {address.proof === 'signature' && <SecretCard address={address} />}
            <LimitsCard key={JSON.stringify([address.allowed_ips, address.per_minute])} address={address} />
          </div>
          <Refusals refusals={address.refusals} />
        </>
      )}
      <Received />
    </>
  );
}
