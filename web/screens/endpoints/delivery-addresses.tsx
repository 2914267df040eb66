/** Where deliveries come from, for firewalls that let only known addresses in. */
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';

export function DeliveryAddresses() {
  const t = useTranslations('endpoints.addresses');
  const { data } = api.useQuery('get', '/api/delivery-addresses');
  if (data === undefined) return null;
  return (
    <Card title={t('title')} description={t('description')}>
      {data.addresses.length === 0 ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <ul className="flex flex-wrap gap-x-6 gap-y-1">
          {data.addresses.map((address) => (
            <li key={address}>
              <Copyable text={address} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
