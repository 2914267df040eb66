/** Whether an integration reads by itself, and how often: an interval or a cron line, with the next three times it means. */
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { RadioCards } from '../../connect/controls.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { intervals, nextTimes, readDraft, type ReadSchedule, type ScheduleDraft } from './schedule-draft.ts';

export function ScheduleFields({
  draft,
  onChange,
}: {
  readonly draft: ScheduleDraft;
  readonly onChange: (draft: ScheduleDraft) => void;
}) {
  const t = useTranslations('connect.schedule');
  const [left, setLeft] = useState(false);
  const read = readDraft(draft);
  const error = (which: 'seconds_wrong' | 'line_wrong' | 'zone_wrong') =>
    left && read.trouble === which ? t(which) : undefined;
  const set = (change: Partial<ScheduleDraft>) => onChange({ ...draft, ...change });
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label={t('on')}
        help={draft.on ? undefined : t('off_help')}
        on={draft.on}
        onChange={(on) => set({ on })}
      />
      {draft.on && (
        <>
          <RadioCards
            name="schedule"
            label={t('how')}
            value={draft.kind}
            cards={[
              { value: 'interval', title: t('interval'), text: t('interval_text') },
              { value: 'cron', title: t('cron'), text: t('cron_text') },
            ]}
            onChange={(kind) => set({ kind: kind === 'cron' ? 'cron' : 'interval' })}
          />
          {draft.kind === 'interval' ? (
            <div className="grid gap-4 sm:grid-cols-2">
              <Select
                label={t('every')}
                value={draft.every}
                choices={[
                  ...intervals.map((seconds) => ({ value: String(seconds), label: lengthOf(seconds, t) })),
                  { value: 'custom', label: t('custom') },
                ]}
                onChange={(every) => set({ every })}
              />
              {draft.every === 'custom' && (
                <TextField
                  label={t('seconds')}
                  value={draft.seconds}
                  inputMode="numeric"
                  error={error('seconds_wrong')}
                  onBlur={() => setLeft(true)}
                  onChange={(event) => set({ seconds: event.currentTarget.value })}
                />
              )}
            </div>
          ) : (
            <div className="grid items-start gap-4 sm:grid-cols-2">
              <TextField
                label={t('line')}
                help={t('line_help')}
                mono
                placeholder="30 6 * * 1-5"
                spellCheck={false}
                value={draft.line}
                error={error('line_wrong')}
                onBlur={() => setLeft(true)}
                onChange={(event) => set({ line: event.currentTarget.value })}
              />
              <TextField
                label={t('zone')}
                value={draft.zone}
                spellCheck={false}
                error={error('zone_wrong')}
                onBlur={() => setLeft(true)}
                onChange={(event) => set({ zone: event.currentTarget.value })}
              />
            </div>
          )}
          <NextTimes read={read} />
        </>
      )}
    </div>
  );
}

function lengthOf(seconds: number, t: ReturnType<typeof useTranslations<'connect.schedule'>>): string {
  if (seconds % 86_400 === 0) return t('days', { count: seconds / 86_400 });
  return seconds % 3600 === 0 ? t('hours', { count: seconds / 3600 }) : t('minutes', { count: seconds / 60 });
}

function NextTimes({ read }: { readonly read: ReadSchedule }) {
  const t = useTranslations('connect.schedule');
  const format = useFormatter();
  // As of when it was shown: a list that moves while somebody compares it helps nobody.
  const [from] = useState(() => new Date());
  const schedule = read.trouble === undefined ? read.schedule : null;
  if (schedule === null) return null;
  const zone = 'cron' in schedule ? schedule.time_zone : undefined;
  return (
    <div role="status" className="rounded-md bg-sunken px-3.5 py-2.5 text-sm">
      <p className="text-muted">
        {t('next')} {zone !== undefined && t('zone_note', { zone })}
      </p>
      <ul className="mt-1 flex flex-wrap gap-x-5 tabular-nums">
        {nextTimes(schedule, from, 3).map((at) => (
          <li key={at.toISOString()}>
            <time dateTime={at.toISOString()}>
              {format.dateTime(at, {
                weekday: 'short',
                day: 'numeric',
                month: 'short',
                hour: '2-digit',
                minute: '2-digit',
                ...(zone === undefined ? {} : { timeZone: zone }),
              })}
            </time>
          </li>
        ))}
      </ul>
    </div>
  );
}
