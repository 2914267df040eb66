/** The addresses to enter at the vendor, step by step; another one; and a test that takes the same way. */
import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Badge } from '../../ui/status.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { addressPath, useAddressParams, usePutAddress, type Address } from './address.ts';
import { RotateDialog } from './rotate-dialog.tsx';

/** Types that are shown before somebody asks for all of them. */
const shownTypes = 12;

export function AddressCard({ address }: { readonly address: Address }) {
  const t = useTranslations('integration_webhooks.address');
  const { may } = useSession();
  const params = useAddressParams();
  const [rotating, setRotating] = useState(false);
  const [tested, setTested] = useState<Schema['WebhookTestDelivery']>();
  const make = usePutAddress(() => tellDone(t('made')));
  const test = api.useMutation('post', `${addressPath}/test`, {
    onSuccess: (outcome) => {
      setTested(outcome);
      askAgain(addressPath, '/api/tenants/{tenant}/integrations/{integration}/webhooks');
    },
  });
  const { url, app_url: appUrl, previous_url_until: previous } = address;
  return (
    <Card
      title={t('title')}
      description={t('description')}
      actions={
        <div className="flex flex-wrap gap-2">
          {may.act && (
            <Button
              size="small"
              icon={<Send className="size-4" aria-hidden="true" />}
              busy={test.isPending}
              onPress={() => test.mutate({ params })}
            >
              {t('test')}
            </Button>
          )}
          {may.connect && url !== null && (
            <Button size="small" onPress={() => setRotating(true)}>
              {t('rotate')}
            </Button>
          )}
        </div>
      }
    >
      <div className="flex flex-col gap-4">
        {make.isError && <Problem error={make.error} />}
        {test.isError && <Problem error={test.error} />}
        {tested !== undefined && (
          <Callout
            spoken
            tone={tested.success ? 'good' : 'warn'}
            title={tested.success ? t('arrived') : t('not_arrived')}
            onClose={() => setTested(undefined)}
          >
            {tested.message}
          </Callout>
        )}
        <dl className="flex flex-col gap-3">
          {url !== null && <Url label={t('own')} help={t('own_help')} url={url} />}
          {appUrl !== null && <Url label={t('app')} help={t('app_help')} url={appUrl} />}
        </dl>
        {url === null && may.connect && (
          <div>
            <Button
              kind={appUrl === null ? 'primary' : 'secondary'}
              busy={make.isPending}
              onPress={() => make.mutate({ params, body: {} })}
            >
              {t('make')}
            </Button>
          </div>
        )}
        {url === null && !may.connect && appUrl === null && <p className="text-muted">{t('hidden')}</p>}
        {previous !== null && (
          <p className="text-sm text-muted">
            {t('previous')} <Moment at={previous} exact />
          </p>
        )}
        <Steps address={address} />
      </div>
      {rotating && <RotateDialog onClose={() => setRotating(false)} />}
    </Card>
  );
}

function Url({ label, help, url }: { readonly label: string; readonly help: string; readonly url: string }) {
  return (
    <div>
      <dt className="font-medium">{label}</dt>
      <dd className="min-w-0">
        <Copyable text={url} />
      </dd>
      <dd className="text-sm text-muted">{help}</dd>
    </div>
  );
}

/** What a person does at the vendor; where its API does it, that comes first. */
function Steps({
  address: { subscribable, subscription, proof, types, secret_set: secretSet },
}: {
  readonly address: Address;
}) {
  const t = useTranslations('integration_webhooks.steps');
  const [all, setAll] = useState(false);
  if (subscribable && subscription !== null) return null;
  const shown = all ? types : types.slice(0, shownTypes);
  return (
    <div className="flex flex-col gap-2 rounded-md bg-sunken px-4 py-3">
      <h3 className="font-semibold">{t('title')}</h3>
      {subscribable && <p>{t('by_api')}</p>}
      <ol className="flex list-decimal flex-col gap-1.5 ps-5">
        <li>{t('enter')}</li>
        {types.length > 0 && (
          <li>
            {t('types', { count: types.length })}
            <span className="mt-1 flex flex-wrap gap-1">
              {shown.map((type) => (
                <Badge key={type}>{type}</Badge>
              ))}
              {types.length > shown.length && (
                <Button size="small" kind="quiet" onPress={() => setAll(true)}>
                  {t('all', { count: types.length - shown.length })}
                </Button>
              )}
            </span>
          </li>
        )}
        {proof === 'signature' && <li>{secretSet ? t('secret_set') : t('secret')}</li>}
        {proof === 'address' && <li>{t('proof_address')}</li>}
        <li>{t('try')}</li>
      </ol>
    </div>
  );
}
