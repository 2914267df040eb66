/** Beside the form: the addresses to enter at the vendor, and the setup guide. */
import { useTranslations } from 'use-intl';
import type { Connectable } from '../../connect/connector.ts';
import { ProviderGuide } from '../../app/guide.tsx';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';

export function Addresses({ provider }: { readonly provider: Connectable }) {
  const t = useTranslations('connect.addresses');
  const { name, redirect_url, webhook_url, own_webhook_url } = provider;
  if (redirect_url === null && webhook_url === null && !own_webhook_url) return null;
  return (
    <Card title={t('title', { name })}>
      <div className="flex flex-col gap-3">
        {redirect_url !== null && (
          <Address label={t('redirect')} url={redirect_url} help={t('redirect_help', { name })} />
        )}
        {webhook_url !== null && <Address label={t('webhook')} url={webhook_url} help={t('webhook_help')} />}
        {own_webhook_url && <p className="text-sm text-muted">{t('own_webhook')}</p>}
      </div>
    </Card>
  );
}

function Address({ label, url, help }: { readonly label: string; readonly url: string; readonly help: string }) {
  return (
    <div className="flex min-w-0 flex-col">
      <p className="font-medium">{label}</p>
      <Copyable text={url} />
      <p className="text-sm text-muted">{help}</p>
    </div>
  );
}

export function GuideBeside({ provider }: { readonly provider: string }) {
  const t = useTranslations('connect');
  return (
    <Card title={t('guide')}>
      <ProviderGuide provider={provider} />
    </Card>
  );
}
