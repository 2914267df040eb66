/** How a route stands, the same everywhere. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Status } from '../../ui/status.tsx';

export function RouteStatus({ route: { enabled, status } }: { readonly route: Schema['Route'] }) {
  const t = useTranslations('routes.states');
  if (!enabled)
    return (
      <Status tone="plain" icon="off">
        {t('off')}
      </Status>
    );
  if (status.waiting !== null)
    return (
      <Status tone="warn" icon="paused">
        {t('waiting')}
      </Status>
    );
  if (status.failed > 0)
    return (
      <Status tone="bad" icon="failed">
        {t('failed', { count: status.failed })}
      </Status>
    );
  return (
    <Status tone="good" icon="done">
      {t('on')}
    </Status>
  );
}
