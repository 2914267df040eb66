/** What became of a call of a route, the same everywhere. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Status, type StatusIcon, type Tone } from '../../ui/status.tsx';

export type CallState = Schema['RouteCall']['state'];

const looks: Readonly<Record<CallState, { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  queued: { tone: 'info', icon: 'waiting' },
  done: { tone: 'good', icon: 'done' },
  skipped: { tone: 'plain', icon: 'empty' },
  failed: { tone: 'bad', icon: 'failed' },
  cut: { tone: 'warn', icon: 'refused' },
};

export function CallStatus({ state }: { readonly state: CallState }) {
  const t = useTranslations('routes.call_states');
  return <Status {...looks[state]}>{t(state)}</Status>;
}
