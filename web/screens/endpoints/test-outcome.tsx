/** What came of a test event that was sent to an endpoint. */
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Callout } from '../../ui/callout.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Section } from '../../ui/section.tsx';
import { readable } from '../deliveries/readable.ts';

export function TestOutcome({
  test,
  onClose,
}: {
  readonly test: Schema['EndpointTest'];
  readonly onClose: () => void;
}) {
  const t = useTranslations('endpoints.test');
  const format = useFormatter();
  const { success, message, status, duration_ms: duration, response, sent } = test;
  return (
    <Callout spoken tone={success ? 'good' : 'warn'} title={success ? t('arrived') : t('failed')} onClose={onClose}>
      <p>
        {message} {status !== null && t('took', { ms: format.number(duration) })}
      </p>
      {!success && <p>{t('next')}</p>}
      <div className="mt-2 grid gap-3 lg:grid-cols-2">
        {sent !== null && (
          <Section title={t('sent')}>
            <JsonView value={readable(sent)} />
          </Section>
        )}
        {response !== '' && (
          <Section title={t('answer')}>
            <JsonView value={readable(response)} />
          </Section>
        )}
      </div>
    </Callout>
  );
}
