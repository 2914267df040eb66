/** How mapping stored records anew is getting on, and how it ended. */
import { useTranslations } from 'use-intl';
import { Callout } from '../../ui/callout.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Progress } from '../../ui/progress.tsx';
import type { Mapping } from './editing.ts';

export function RederivationState({ rederivation }: Pick<Mapping, 'rederivation'>) {
  const t = useTranslations('mapping.rederivation');
  if (rederivation === null || rederivation.reason !== 'mapping' || rederivation.state === 'superseded') return null;
  const { state, pages: done, total_pages: total, read, changed, failed, error, finished_at: ended } = rederivation;
  if (state === 'queued') return <Progress label={t('queued')} done={0} />;
  if (state === 'running') {
    const label = total === null ? t('running_start') : t('running', { done, total, changed });
    return <Progress label={label} done={done} of={total ?? undefined} />;
  }
  if (state === 'failed' && error !== null)
    return <Failure message={`${t('failed')}: ${error.message}`} fault={error.fault} next={error.next} />;
  return (
    <Callout tone={state === 'succeeded' ? 'good' : 'warn'} spoken title={t(state)}>
      {t('result', { read, changed, failed })} {ended !== null && <Moment at={ended} />}
    </Callout>
  );
}
