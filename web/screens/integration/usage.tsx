/** Calls of the last day: a bar for every hour, and the same in words. */
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Bars } from '../../ui/bars.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useIntegration } from './current.tsx';
import { hoursOf } from './usage-hours.ts';

export function Usage() {
  const t = useTranslations('integration.usage');
  const format = useFormatter();
  const { tenant } = useSession();
  const { id } = useIntegration();
  const [now] = useState(() => Date.now());
  const usage = api.useQuery(
    'get',
    '/api/tenants/{tenant}/integrations/{integration}/usage',
    { params: { path: { tenant, integration: id }, query: { by: 'hour' } } },
    { refetchInterval: 60_000 },
  );
  if (usage.isError) return <Problem error={usage.error} onRetry={() => void usage.refetch()} />;
  if (usage.data === undefined)
    return (
      <Card title={t('title')}>
        <Skeleton lines={3} />
      </Card>
    );
  const { total, data, until } = usage.data;
  const { p50, p95 } = total.duration_ms;
  const hours = hoursOf(data, Math.max(now, Date.parse(until)));
  const said = t('summary', { calls: total.calls, errors: total.errors });
  return (
    <Card title={t('title')} description={said}>
      <Bars
        label={said}
        bars={hours.map(({ at, calls, errors }) => ({
          key: String(at),
          title: t('hour', {
            at: format.dateTime(at, { hour: 'numeric', minute: '2-digit' }),
            calls,
            errors,
          }),
          value: calls,
          bad: errors,
        }))}
      />
      <div className="mt-1 flex justify-between text-xs text-muted" aria-hidden="true">
        <span>{t('from')}</span>
        <span>{t('to')}</span>
      </div>
      {p50 !== null && p95 !== null && (
        <p className="mt-2 text-sm text-muted tabular-nums">
          {t('durations', { p50: format.number(p50), p95: format.number(p95) })}
        </p>
      )}
    </Card>
  );
}
