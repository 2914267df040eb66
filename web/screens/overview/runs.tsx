/** The runs of the last day by hour, with how they ended. */
import { Link } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { BarChart } from '../../ui/bar-chart.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import type { Overview } from './overview.tsx';

const endings = ['succeeded', 'partial', 'failed', 'cancelled'] as const;
const tones = { succeeded: 'good', partial: 'warn', failed: 'bad', cancelled: 'plain' } as const;

export function Runs({ runs }: { readonly runs: Overview['runs'] }) {
  const t = useTranslations('overview.runs');
  const format = useFormatter();
  const { tenant } = useSession();
  const { failed, partial, under_way } = runs;
  const total = endings.reduce((sum, ending) => sum + runs[ending], 0);
  return (
    <Card
      title={t('title')}
      actions={
        <Button size="small" kind="quiet" render={<Link to="/$tenant/runs" params={{ tenant }} />}>
          {t('all')}
        </Button>
      }
    >
      <BarChart
        label={t('title')}
        summary={t('summary', { total, failed, partial, under_way })}
        over={t('hour')}
        series={endings.map((key) => ({ key, label: t(key), tone: tones[key] }))}
        bars={runs.hours.map(({ at, ...counts }) => ({
          key: at,
          label: format.dateTime(new Date(at), { hour: '2-digit', minute: '2-digit' }),
          values: endings.map((ending) => counts[ending]),
        }))}
      />
    </Card>
  );
}
