/** The state of a delivery, the same everywhere; of one that waits also why. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Status, type StatusIcon, type Tone } from '../../ui/status.tsx';

type Delivery = Schema['Delivery'];
type Shown = Delivery['state'] | NonNullable<Delivery['waits_for']>;

const looks: Readonly<Record<Shown, { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  queued: { tone: 'info', icon: 'waiting' },
  delivered: { tone: 'good', icon: 'done' },
  failed: { tone: 'bad', icon: 'failed' },
  skipped: { tone: 'plain', icon: 'empty' },
  cancelled: { tone: 'plain', icon: 'refused' },
  parked: { tone: 'warn', icon: 'paused' },
  disabled: { tone: 'warn', icon: 'off' },
};

export function DeliveryStatus({ delivery: { state, waits_for: waits } }: { readonly delivery: Delivery }) {
  const t = useTranslations('deliveries.states');
  const shown = waits ?? state;
  return <Status {...looks[shown]}>{t(shown)}</Status>;
}
