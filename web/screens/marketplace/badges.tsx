/** What is said about a provider in a word. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Badge, type Tone } from '../../ui/status.tsx';

type Provider = Schema['ProviderSummary'];

const priorityTones: Readonly<Record<Provider['priority'], Tone>> = { high: 'good', medium: 'info', emerging: 'warn' };

export function PriorityBadge({ priority }: Pick<Provider, 'priority'>) {
  const t = useTranslations('words.priority');
  return <Badge tone={priorityTones[priority]}>{t(priority)}</Badge>;
}

/** As the locale's keys are written. */
export const truthWords = {
  'vendor spec': 'vendor_spec',
  'vendor docs': 'vendor_docs',
  'third party': 'third_party',
  'our proposal': 'our_proposal',
} as const satisfies Readonly<Record<Provider['truth'], string>>;

const truthTones: Readonly<Record<Provider['truth'], Tone>> = {
  'vendor spec': 'good',
  'vendor docs': 'plain',
  'third party': 'warn',
  'our proposal': 'warn',
};

/** Nothing where it is as well known as can be, unless `always`. */
export function TruthBadge({ truth, always = false }: Pick<Provider, 'truth'> & { readonly always?: boolean }) {
  const t = useTranslations('words.truth');
  if (truth === 'vendor spec' && !always) return null;
  return <Badge tone={truthTones[truth]}>{t(truthWords[truth])}</Badge>;
}
