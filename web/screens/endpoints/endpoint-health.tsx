/** How an endpoint is doing, the same everywhere. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Status, type StatusIcon, type Tone } from '../../ui/status.tsx';

export type Endpoint = Schema['Endpoint'];
export type Health = 'disabled' | 'parked' | 'failing' | 'healthy';

export function healthOf({ enabled, parked_until: parked, failing_since: failing }: Endpoint): Health {
  if (!enabled) return 'disabled';
  if (parked !== null) return 'parked';
  return failing === null ? 'healthy' : 'failing';
}

const looks: Readonly<Record<Health, { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  disabled: { tone: 'plain', icon: 'off' },
  parked: { tone: 'warn', icon: 'paused' },
  failing: { tone: 'bad', icon: 'attention' },
  healthy: { tone: 'good', icon: 'done' },
};

export function EndpointHealth({ endpoint }: { readonly endpoint: Endpoint }) {
  const t = useTranslations('endpoints.health');
  const health = healthOf(endpoint);
  return <Status {...looks[health]}>{t(health)}</Status>;
}
