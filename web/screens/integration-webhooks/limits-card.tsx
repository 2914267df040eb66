/** From where the address may be used, and how often. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextArea, TextField } from '../../ui/text-field.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { useAddressParams, usePutAddress, type Address } from './address.ts';

export function LimitsCard({
  address: { allowed_ips: allowed, per_minute: perMinute },
}: {
  readonly address: Address;
}) {
  const t = useTranslations('integration_webhooks.limits');
  const { may } = useSession();
  const params = useAddressParams();
  const [ips, setIps] = useState(allowed.join('\n'));
  const [rate, setRate] = useState(perMinute?.toString() ?? '');
  const put = usePutAddress(() => tellDone(t('done')));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate({
      params,
      body: {
        allowed_ips: ips.split(/[\s,]+/).filter((one) => one !== ''),
        per_minute: rate === '' ? null : Number(rate),
      },
    });
  };
  return (
    <Card title={t('title')} description={t('description')}>
      <form className="flex flex-col gap-3" onSubmit={submit} noValidate>
        {put.isError && <Problem error={put.error} />}
        <TextArea
          label={t('ips')}
          optional
          mono
          rows={3}
          help={t('ips_help')}
          value={ips}
          disabled={!may.connect}
          onChange={(event) => setIps(event.currentTarget.value)}
        />
        <TextField
          label={t('rate')}
          optional
          inputMode="numeric"
          help={t('rate_help')}
          value={rate}
          disabled={!may.connect}
          onChange={(event) => setRate(event.currentTarget.value.replaceAll(/\D/g, ''))}
        />
        {may.connect && (
          <div>
            <Button type="submit" busy={put.isPending}>
              {t('save')}
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}
