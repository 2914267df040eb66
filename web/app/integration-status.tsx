/** The status of an integration, the same everywhere. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../client/index.ts';
import { Status, type StatusIcon, type Tone } from '../ui/status.tsx';

type State = Schema['Integration']['status'];

const looks: Readonly<Record<State, { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  draft: { tone: 'plain', icon: 'empty' },
  connected: { tone: 'good', icon: 'done' },
  failing: { tone: 'bad', icon: 'failed' },
  needs_reauth: { tone: 'warn', icon: 'key' },
  paused: { tone: 'info', icon: 'paused' },
  disconnected: { tone: 'plain', icon: 'off' },
};

export function IntegrationStatus({ status }: { readonly status: State }) {
  const t = useTranslations('words.integration_status');
  return <Status {...looks[status]}>{t(status)}</Status>;
}
