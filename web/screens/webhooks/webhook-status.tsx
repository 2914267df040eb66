/** The state of a webhook, the same everywhere; of one that waits also what for. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Status, type StatusIcon, type Tone } from '../../ui/status.tsx';

type Webhook = Schema['Webhook'];

const looks: Readonly<Record<Webhook['state'], { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  queued: { tone: 'info', icon: 'waiting' },
  processed: { tone: 'good', icon: 'done' },
  failed: { tone: 'bad', icon: 'failed' },
};

export function WebhookStatus({ webhook: { state, waits_for: waits, attempts } }: { readonly webhook: Webhook }) {
  const t = useTranslations('webhooks.states');
  if (waits !== null)
    return (
      <Status tone="warn" icon={waits === 'reconnection' ? 'key' : 'paused'}>
        {t('held')}
      </Status>
    );
  const trying = state === 'queued' && attempts > 0;
  return <Status {...looks[state]}>{trying ? t('again') : t(state)}</Status>;
}
