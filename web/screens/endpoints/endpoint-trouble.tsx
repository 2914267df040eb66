/** Why nothing is sent to an endpoint, or soon will not be, and what to do about it. */
import { useTranslations } from 'use-intl';
import { Callout } from '../../ui/callout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { healthOf, type Endpoint } from './endpoint-health.tsx';

export function EndpointTrouble({ endpoint }: { readonly endpoint: Endpoint }) {
  const t = useTranslations('endpoints.trouble');
  const { disabled, parked_until: parked, failing_since: failing, disabled_after: end } = endpoint;
  const health = healthOf(endpoint);
  if (health === 'disabled')
    return (
      <Callout
        tone={disabled?.reason === 'person' ? 'plain' : 'warn'}
        title={disabled === null ? t('disabled') : t(`reasons.${disabled.reason}`)}
      >
        {disabled !== null && (
          <>
            {t('since')} <Moment at={disabled.at} exact />.{' '}
          </>
        )}
        {t(disabled === null ? 'next.person' : `next.${disabled.reason}`)}
      </Callout>
    );
  if (health === 'healthy') return null;
  return (
    <Callout tone="warn" title={health === 'parked' ? t('parked') : t('failing')}>
      {parked !== null && (
        <p>
          {t('parked_until')} <Moment at={parked} exact />.
        </p>
      )}
      {failing !== null && (
        <p>
          {t('failing_since')} <Moment at={failing} exact />.{' '}
          {end !== null && (
            <>
              {t('ends')} <Moment at={end} exact />.
            </>
          )}
        </p>
      )}
      <p>{t('next.failing_now')}</p>
    </Callout>
  );
}
