/** One vocabulary of states for everything: an icon and a word, never colour alone. */
import {
  AlertTriangle,
  Ban,
  CheckCircle2,
  CircleDashed,
  CirclePause,
  Clock,
  KeyRound,
  LoaderCircle,
  Unplug,
  XCircle,
} from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain';

const tones: Readonly<Record<Tone, string>> = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  info: 'bg-info-soft text-info',
  plain: 'bg-sunken text-muted',
};

export type StatusIcon =
  'done' | 'failed' | 'attention' | 'running' | 'waiting' | 'paused' | 'key' | 'off' | 'refused' | 'empty';

const icons: Readonly<Record<StatusIcon, ComponentType<{ className?: string }>>> = {
  done: CheckCircle2,
  failed: XCircle,
  attention: AlertTriangle,
  running: LoaderCircle,
  waiting: Clock,
  paused: CirclePause,
  key: KeyRound,
  off: Unplug,
  refused: Ban,
  empty: CircleDashed,
};

export function Status({
  tone,
  icon,
  children,
}: {
  readonly tone: Tone;
  readonly icon: StatusIcon;
  readonly children: ReactNode;
}) {
  const Icon = icons[icon];
  return (
    <span
      className={classNames(
        'inline-flex w-fit max-w-full items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium wrap-anywhere md:whitespace-nowrap',
        tones[tone],
      )}
    >
      <span aria-hidden="true">
        <Icon className={classNames('size-3.5', icon === 'running' && 'animate-spin')} />
      </span>
      {children}
    </span>
  );
}

/** A word about something that is no state: a priority, a category. */
export function Badge({ children, tone = 'plain' }: { readonly children: ReactNode; readonly tone?: Tone }) {
  return (
    <span
      className={classNames(
        'inline-flex w-fit max-w-full items-center rounded-sm px-1.5 py-px text-xs font-medium wrap-anywhere md:whitespace-nowrap',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
