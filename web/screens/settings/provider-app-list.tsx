/** What is registered with the providers that ask for it: whose it is, the URLs to register with the vendor, and what is entered here. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Problem } from '../../app/fallbacks.tsx';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { useProviderApps, type Offer } from './provider-app-calls.ts';
import { ProviderAppDialog } from './provider-app-dialog.tsx';

export function ProviderApps({ tenant }: { readonly tenant: string | undefined }) {
  const t = useTranslations('settings.provider_apps');
  const calls = useProviderApps(tenant);
  const [open, setOpen] = useState<string>();
  const { list } = calls;
  const opened = list.data?.find(({ provider }) => provider === open);
  return (
    <>
      <p className="max-w-3xl text-muted">{tenant === undefined ? t('description_platform') : t('description')}</p>
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={8} />}
      <ul className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        {list.data?.map((offer) => (
          <li key={offer.provider} className="min-w-0">
            <OfferCard
              offer={offer}
              own={tenant === undefined ? 'platform' : 'tenant'}
              onOpen={() => setOpen(offer.provider)}
            />
          </li>
        ))}
      </ul>
      {opened !== undefined && (
        <ProviderAppDialog
          key={opened.provider}
          offer={opened}
          own={tenant === undefined ? ['platform', 'partner'] : ['tenant']}
          calls={calls}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function OfferCard({
  offer,
  own,
  onOpen,
}: {
  readonly offer: Offer;
  readonly own: 'platform' | 'tenant';
  readonly onOpen: () => void;
}) {
  const t = useTranslations('settings.provider_apps');
  const { app } = offer;
  const rows = [
    ...(app === null || app.client_id === null
      ? []
      : [{ name: t('client_id'), value: <Copyable text={app.client_id} /> }]),
    ...(offer.oauth && app !== null
      ? [{ name: t('client_secret'), value: app.client_secret_set ? t('is_set') : t('is_not_set') }]
      : []),
    ...(app === null
      ? []
      : offer.fields
          .filter(({ name }) => name in app.fields)
          .map(({ name, label }) => ({ name: label, value: app.fields[name] ?? t('is_set') }))),
    ...(offer.redirect_url === null
      ? []
      : [{ name: t('redirect_url'), value: <Copyable text={offer.redirect_url} /> }]),
    ...(offer.webhook_url === null ? [] : [{ name: t('webhook_url'), value: <Copyable text={offer.webhook_url} /> }]),
  ];
  return (
    <Card>
      <div className="flex flex-col gap-3">
        <div className="flex items-start gap-3">
          <ProviderIcon provider={offer.provider} />
          <div className="min-w-0 grow">
            <h2 className="truncate font-semibold">{offer.name}</h2>
            {app === null ? (
              <Status tone="plain" icon="empty">
                {t('sources.none')}
              </Status>
            ) : (
              <Status tone={app.source === own ? 'good' : 'info'} icon="done">
                {t(`sources.${app.source}`)}
              </Status>
            )}
          </div>
          <Button
            size="small"
            label={t(app === null ? 'set_up_of' : 'change_of', { name: offer.name })}
            onPress={onOpen}
          >
            {app === null ? t('set_up') : t('change')}
          </Button>
        </div>
        {rows.length > 0 && <Facts rows={rows} />}
        {offer.webhook_url !== null && (app === null || app.webhook_secret_source === null) && (
          <p className="text-sm text-muted">{t('no_webhook_secret')}</p>
        )}
      </div>
    </Card>
  );
}
