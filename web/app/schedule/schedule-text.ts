/** A schedule in words. */
import { useTranslations } from 'use-intl';
import { inUnit, type Schedule } from './units.ts';

export function useScheduleText(): (schedule: Schedule | null) => string {
  const t = useTranslations('schedule');
  return (schedule) => {
    if (schedule === null) return t('when_asked');
    if ('cron' in schedule) return t('cron_text', { cron: schedule.cron, zone: schedule.time_zone ?? 'UTC' });
    const { count, unit } = inUnit(schedule.every_s);
    return t(`every_${unit}`, { count });
  };
}
