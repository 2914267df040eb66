/** What time it is at the vendors. Tokens run out and schedules come due by it. */
import { Pause, Play } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Status } from '../../ui/status.tsx';
import { tellFailed } from '../../ui/toast.tsx';

const hourMs = 3_600_000;
const leaps = [
  { name: 'hour', ms: hourMs },
  { name: 'day', ms: 24 * hourMs },
  { name: 'week', ms: 7 * 24 * hourMs },
] as const;
/** A clock that is off by less goes right. */
const rightMs = 1_000;

export function ClockCard({ clock }: { readonly clock: Schema['SandboxClock'] }) {
  const t = useTranslations('sandbox.clock');
  const format = useFormatter();
  const set = api.useMutation('post', '/api/platform/sandbox/clock', {
    onSuccess: () => askAgain('/api/platform/sandbox'),
    onError: (problem) => tellFailed(t('failed'), problem.detail),
  });
  const change = (body: Schema['SetSandboxClock']) => set.mutate({ body });
  const frozen = clock.frozen_at !== null;
  const right = !frozen && Math.abs(clock.offset) < rightMs;
  return (
    <Card title={t('title')} description={t('description')}>
      <div className="flex flex-col gap-3">
        <p className="flex flex-wrap items-center gap-3">
          <time dateTime={clock.iso} className="text-xl font-semibold tabular-nums">
            {format.dateTime(new Date(clock.iso), { dateStyle: 'medium', timeStyle: 'medium' })}
          </time>
          <span role="status">
            <Status tone={right ? 'good' : 'info'} icon={frozen ? 'paused' : right ? 'done' : 'waiting'}>
              {t(frozen ? 'frozen' : right ? 'right' : 'moved')}
            </Status>
          </span>
        </p>
        <div className="flex flex-wrap gap-2">
          {frozen ? (
            <Button icon={<Play className="size-4" aria-hidden="true" />} onPress={() => change({ action: 'real' })}>
              {t('real')}
            </Button>
          ) : (
            <Button icon={<Pause className="size-4" aria-hidden="true" />} onPress={() => change({ action: 'freeze' })}>
              {t('freeze')}
            </Button>
          )}
          {leaps.map(({ name, ms }) => (
            <Button key={name} onPress={() => change({ action: 'advance', ms })}>
              {t(`leap.${name}`)}
            </Button>
          ))}
          {!frozen && !right && <Button onPress={() => change({ action: 'real' })}>{t('real')}</Button>}
        </div>
      </div>
    </Card>
  );
}
