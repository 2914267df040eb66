/** What runs look like wherever they are listed: their state, and how long they took. */
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Status, type StatusIcon, type Tone } from '../../ui/status.tsx';

export type Run = Schema['Run'];
export type RunState = Run['state'];

const looks: Readonly<Record<RunState, { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  queued: { tone: 'plain', icon: 'waiting' },
  running: { tone: 'info', icon: 'running' },
  succeeded: { tone: 'good', icon: 'done' },
  partial: { tone: 'warn', icon: 'attention' },
  failed: { tone: 'bad', icon: 'failed' },
  cancelled: { tone: 'plain', icon: 'refused' },
};

export function RunStatus({ state }: { readonly state: RunState }) {
  const t = useTranslations('runs.states');
  return <Status {...looks[state]}>{t(state)}</Status>;
}

export function isUnderWay({ state }: { readonly state: RunState }): boolean {
  return state === 'queued' || state === 'running';
}

/** It was interrupted, and goes on by itself. */
export function isResting({ state, error }: Pick<Run, 'state' | 'error'>): boolean {
  return state === 'queued' && error !== null;
}

/** `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function useDuration(): (ms: number) => string {
  const t = useTranslations('runs.duration');
  const format = useFormatter();
  return (ms) => {
    const seconds = ms / 1000;
    if (seconds < 10) return t('seconds', { seconds: format.number(seconds, { maximumFractionDigits: 1 }) });
    const whole = Math.round(seconds);
    if (whole < 60) return t('seconds', { seconds: String(whole) });
    const minutes = Math.floor(whole / 60);
    if (minutes < 60) return t('minutes', { minutes, seconds: whole % 60 });
    return t('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };
}
