/** What became of a deletion, the same everywhere. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Status, type StatusIcon, type Tone } from '../../ui/status.tsx';

type State = Schema['Deletion']['state'];

const looks: Readonly<Record<State, { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  held: { tone: 'warn', icon: 'attention' },
  applying: { tone: 'info', icon: 'running' },
  applied: { tone: 'plain', icon: 'off' },
  rejected: { tone: 'good', icon: 'refused' },
  superseded: { tone: 'plain', icon: 'empty' },
};

export function DeletionState({ state }: { readonly state: State }) {
  const t = useTranslations('deletions.states');
  return <Status {...looks[state]}>{t(state)}</Status>;
}
