/** What the log says about a run. */
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status, type StatusIcon, type Tone } from '../../ui/status.tsx';
import type { Run } from './run-words.tsx';

const looks: Readonly<Record<'success' | 'warning' | 'error', { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  success: { tone: 'good', icon: 'done' },
  warning: { tone: 'warn', icon: 'attention' },
  error: { tone: 'bad', icon: 'failed' },
};

export function RunLog({ run }: { readonly run: Run }) {
  const t = useTranslations('runs.run');
  const levels = useTranslations('runs.levels');
  const { tenant } = useSession();
  const lines = api.useQuery('get', '/api/tenants/{tenant}/integrations/{integration}/logs', {
    params: {
      path: { tenant, integration: run.integration_id },
      // A run is not logged before it was asked for: older lines need not be looked at.
      query: { run: run.id, since: run.queued_at, limit: 50 },
    },
  });
  const shown = lines.data?.data ?? [];
  return (
    <Card title={t('log')}>
      {lines.isPending && <Skeleton lines={3} />}
      {lines.isError && <Problem error={lines.error} onRetry={() => void lines.refetch()} />}
      {lines.isSuccess && shown.length === 0 && <p className="text-muted">{t('no_log')}</p>}
      <ul className="flex flex-col gap-3">
        {shown.map(({ id, at, status, message }) => (
          <li key={id} className="flex flex-col gap-0.5">
            <span className="flex items-center gap-2 text-sm text-muted">
              <Status {...looks[status]}>{levels(status)}</Status>
              <Moment at={at} exact />
            </span>
            <span className="break-words">{message}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
