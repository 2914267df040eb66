/** What somebody should know of a route: why its calls wait, that some failed, that it went in circles. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Moment } from '../../ui/moment.tsx';

export function RouteNotes({ route: { id, enabled, status } }: { readonly route: Schema['Route'] }) {
  const t = useTranslations('routes.notes');
  const { tenant } = useSession();
  const { waiting, failed, cuts, last_cut: cut, queued } = status;
  const calls = (state: 'failed' | 'cut') => (
    <Button
      size="small"
      render={<Link to="/$tenant/routes/$route" params={{ tenant, route: id }} search={{ tab: 'calls', state }} />}
    >
      {t('look')}
    </Button>
  );
  return (
    <>
      {!enabled && (
        <Callout tone="plain" title={t('off')}>
          {t('off_text', { count: queued })}
        </Callout>
      )}
      {waiting !== null && (
        <Callout tone="warn" title={waiting.message}>
          {t('waiting', { count: queued })} <Moment at={waiting.since} />
        </Callout>
      )}
      {failed > 0 && (
        <Callout tone="warn" title={t('failed', { count: failed })} actions={calls('failed')}>
          {t('failed_text')}
        </Callout>
      )}
      {cuts > 0 && (
        <Callout tone="info" title={t('cuts', { count: cuts })} actions={calls('cut')}>
          {cut !== null && (
            <p>
              {cut.message} (<Moment at={cut.at} />)
            </p>
          )}
          <p>{t('cuts_text')}</p>
        </Callout>
      )}
    </>
  );
}
