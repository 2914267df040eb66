/** The secret the vendor signs with: is there one, does the one before still count, and entering another. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Status } from '../../ui/status.tsx';
import { SecretField } from '../../ui/text-field.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { useAddressParams, usePutAddress, type Address } from './address.ts';
import { Overlap, overlapSeconds, type OverlapChoice } from './overlap.tsx';

export function SecretCard({
  address: { secret_set: set, previous_secret_until: previous },
}: {
  readonly address: Address;
}) {
  const t = useTranslations('integration_webhooks.secret');
  const { may } = useSession();
  const params = useAddressParams();
  const [secret, setSecret] = useState('');
  const [overlap, setOverlap] = useState<OverlapChoice>('day');
  const put = usePutAddress(() => {
    setSecret('');
    tellDone(t('done'));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate({ params, body: { secret, ...(set ? { secret_overlap_s: overlapSeconds[overlap] } : {}) } });
  };
  return (
    <Card title={t('title')} description={t('description')}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <Status tone={set ? 'good' : 'bad'} icon={set ? 'key' : 'refused'}>
            {set ? t('set') : t('not_set')}
          </Status>
          {previous !== null && (
            <>
              <Status tone="info" icon="waiting">
                {t('before')}
              </Status>
              <span className="text-sm text-muted">
                {t('until')} <Moment at={previous} exact />
              </span>
            </>
          )}
        </div>
        {!set && <p>{t('refused')}</p>}
        {may.connect && (
          <form className="flex flex-col gap-3" onSubmit={submit} noValidate>
            {put.isError && <Problem error={put.error} />}
            <SecretField
              label={set ? t('another') : t('secret')}
              help={t('help')}
              value={secret}
              onChange={(event) => setSecret(event.currentTarget.value)}
            />
            {set && <Overlap value={overlap} onChange={setOverlap} />}
            <div>
              <Button type="submit" kind={set ? 'secondary' : 'primary'} busy={put.isPending} disabled={secret === ''}>
                {t('save')}
              </Button>
            </div>
          </form>
        )}
      </div>
    </Card>
  );
}
