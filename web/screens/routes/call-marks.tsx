/** The last calls of a route at a glance, oldest first as one reads: a mark for each, with its state and time. */
import { Ban, CircleCheck, CircleDashed, CircleX, Clock } from 'lucide-react';
import type { ComponentType } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import type { CallState } from './call-status.tsx';

const icons: Readonly<Record<CallState, ComponentType<{ className?: string }>>> = {
  queued: Clock,
  done: CircleCheck,
  skipped: CircleDashed,
  failed: CircleX,
  cut: Ban,
};
const inks: Readonly<Record<CallState, string>> = {
  queued: 'text-info',
  done: 'text-good',
  skipped: 'text-muted',
  failed: 'text-bad',
  cut: 'text-warn',
};

export function CallMarks({ calls }: { readonly calls: Schema['Route']['status']['latest'] }) {
  const t = useTranslations('routes');
  const format = useFormatter();
  if (calls.length === 0) return <span className="text-sm text-muted">{t('no_calls')}</span>;
  return (
    <ul className="flex gap-0.5">
      {calls.toReversed().map(({ id, state, at }) => {
        const Icon = icons[state];
        const said = `${t(`call_states.${state}`)}, ${format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' })}`;
        return (
          <li key={id} title={said}>
            <span aria-hidden="true" className={inks[state]}>
              <Icon className="size-4" />
            </span>
            <span className="sr-only">{said}</span>
          </li>
        );
      })}
    </ul>
  );
}
