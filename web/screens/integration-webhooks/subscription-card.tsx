/** Registering the address by the vendor's API: how it stands there, and doing something about it. */
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Status, type StatusIcon, type Tone } from '../../ui/status.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { addressPath, useAddressParams, type Address } from './address.ts';

type State = NonNullable<Address['subscription']>['state'];

const looks: Readonly<Record<State, { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  active: { tone: 'good', icon: 'done' },
  disabled: { tone: 'warn', icon: 'off' },
  gone: { tone: 'bad', icon: 'failed' },
};

export function SubscriptionCard({ address: { subscription } }: { readonly address: Address }) {
  const t = useTranslations('integration_webhooks.subscription');
  const { may } = useSession();
  const params = useAddressParams();
  const onSuccess = (said: string) => () => {
    tellDone(said);
    askAgain(addressPath);
  };
  const subscribe = api.useMutation('post', `${addressPath}/subscribe`, { onSuccess: onSuccess(t('subscribed')) });
  const check = api.useMutation('post', `${addressPath}/check`, { onSuccess: onSuccess(t('was_checked')) });
  const unsubscribe = api.useMutation('post', `${addressPath}/unsubscribe`, {
    onSuccess: onSuccess(t('unsubscribed')),
  });
  const busy = subscribe.isPending || check.isPending || unsubscribe.isPending;
  const failed = [subscribe, check, unsubscribe].find(({ isError }) => isError);
  return (
    <Card
      title={t('title')}
      description={t('description')}
      actions={
        may.connect && (
          <div className="flex flex-wrap gap-2">
            {(subscription === null || subscription.state !== 'active') && (
              <Button kind="primary" size="small" busy={busy} onPress={() => subscribe.mutate({ params })}>
                {t('subscribe')}
              </Button>
            )}
            {subscription !== null && (
              <>
                <Button size="small" busy={check.isPending} disabled={busy} onPress={() => check.mutate({ params })}>
                  {t('check')}
                </Button>
                <Button
                  size="small"
                  kind="danger"
                  busy={unsubscribe.isPending}
                  disabled={busy}
                  onPress={() => unsubscribe.mutate({ params })}
                >
                  {t('unsubscribe')}
                </Button>
              </>
            )}
          </div>
        )
      }
    >
      {failed !== undefined && <Problem error={failed.error} />}
      {subscription === null ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <Facts
          rows={[
            {
              name: t('state'),
              value: <Status {...looks[subscription.state]}>{t(`states.${subscription.state}`)}</Status>,
            },
            ...(subscription.message === null ? [] : [{ name: t('message'), value: subscription.message }]),
            { name: t('id'), value: <Copyable text={subscription.id} /> },
            ...(subscription.expires_at === null
              ? []
              : [{ name: t('expires'), value: <Moment at={subscription.expires_at} /> }]),
            { name: t('checked'), value: <Moment at={subscription.checked_at} /> },
          ]}
        />
      )}
    </Card>
  );
}
