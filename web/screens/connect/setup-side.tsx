/** Beside the form: the addresses to enter at the vendor, and the setup guide. */
import { useTranslations } from 'use-intl';
import type { Connectable } from '../../connect/connector.ts';
import { GuideText } from '../../connect/guide-text.tsx';
import { api } from '../../app/api.ts';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

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

export function Guide({ provider }: { readonly provider: string }) {
  const t = useTranslations('connect');
  const guide = api.useQuery('get', '/api/providers/{provider}/guide.md', {
    params: { path: { provider } },
    parseAs: 'text',
  });
  return (
    <Card title={t('guide')}>
      {guide.isPending && <Skeleton lines={8} />}
      {guide.isError && <p className="text-muted">{t('guide_missing')}</p>}
      {guide.data !== undefined && <GuideText text={guide.data} />}
    </Card>
  );
}
