/** Choosing when something is read: at an interval, at fixed times, or not by itself. Shows the next times as one types. */
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { Combobox } from '../../ui/combobox.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { hourly, nextTimes, scheduleOf, type Draft } from './draft.ts';
import { units } from './units.ts';

/** The zone of whoever looks: what one means by "half past six". */
function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const shownTimes = 3;

export function ScheduleField({
  label,
  none,
  draft,
  disabled = false,
  onChange,
}: {
  readonly label: string;
  /** What no schedule means here; left out where that cannot be chosen. */
  readonly none?: string;
  readonly draft: Draft;
  readonly disabled?: boolean;
  readonly onChange: (draft: Draft) => void;
}) {
  const t = useTranslations('schedule');
  return (
    <div className="flex flex-col gap-3">
      <Select
        label={label}
        disabled={disabled}
        value={draft.kind}
        choices={[
          ...(none === undefined ? [] : [{ value: 'none' as const, label: none }]),
          { value: 'interval', label: t('interval') },
          { value: 'cron', label: t('cron') },
        ]}
        onChange={(kind) => onChange(kind === draft.kind ? draft : freshDraft(kind))}
      />
      {draft.kind === 'interval' && <Interval draft={draft} disabled={disabled} onChange={onChange} />}
      {draft.kind === 'cron' && <CronLine draft={draft} disabled={disabled} onChange={onChange} />}
      <NextTimes draft={draft} />
    </div>
  );
}

function freshDraft(kind: Draft['kind']): Draft {
  if (kind === 'none') return { kind };
  return kind === 'interval' ? hourly : { kind, cron: '0 6 * * *', zone: ownZone() };
}

function Interval({
  draft,
  disabled,
  onChange,
}: {
  readonly draft: Extract<Draft, { kind: 'interval' }>;
  readonly disabled: boolean;
  readonly onChange: (draft: Draft) => void;
}) {
  const t = useTranslations('schedule');
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        disabled={disabled}
        label={t('count')}
        value={draft.count}
        inputMode="numeric"
        autoComplete="off"
        error={scheduleOf(draft) === undefined ? t('wrong_interval') : undefined}
        onChange={(event) => onChange({ ...draft, count: event.currentTarget.value })}
      />
      <Select
        label={t('unit')}
        disabled={disabled}
        value={draft.unit}
        choices={units.map((value) => ({ value, label: t(`units.${value}`) }))}
        onChange={(unit) => onChange({ ...draft, unit })}
      />
    </div>
  );
}

function CronLine({
  draft,
  disabled,
  onChange,
}: {
  readonly draft: Extract<Draft, { kind: 'cron' }>;
  readonly disabled: boolean;
  readonly onChange: (draft: Draft) => void;
}) {
  const t = useTranslations('schedule');
  const zones = [...new Set([draft.zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  return (
    <>
      <TextField
        disabled={disabled}
        label={t('cron_line')}
        help={t('cron_help')}
        mono
        value={draft.cron}
        autoComplete="off"
        spellCheck={false}
        error={scheduleOf(draft) === undefined ? t('wrong_cron') : undefined}
        onChange={(event) => onChange({ ...draft, cron: event.currentTarget.value })}
      />
      <Combobox
        label={t('zone')}
        disabled={disabled}
        value={draft.zone}
        choices={zones.map((value) => ({ value, label: value }))}
        onChange={(zone) => onChange({ ...draft, zone: zone ?? 'UTC' })}
      />
    </>
  );
}

function NextTimes({ draft }: { readonly draft: Draft }) {
  const t = useTranslations('schedule');
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const schedule = scheduleOf(draft);
  if (schedule === null || schedule === undefined) return null;
  if ('every_s' in schedule) return <p className="text-sm text-muted">{t('spread')}</p>;
  return (
    <p className="text-sm text-muted">
      {t('next')}{' '}
      {nextTimes(schedule, now.getTime(), shownTimes)
        .map((at) =>
          // By the clock the line is written for, which may be another than the reader's.
          format.dateTime(at, {
            weekday: 'short',
            day: 'numeric',
            month: 'short',
            hour: 'numeric',
            minute: '2-digit',
            timeZone: schedule.time_zone ?? 'UTC',
            timeZoneName: 'short',
          }),
        )
        .join('; ')}
    </p>
  );
}
