/** One entry with everything it holds. */
import { useTranslations } from 'use-intl';
import { Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ActorName } from './actor-name.tsx';
import type { Entry } from './audit-calls.ts';

export function EntryDrawer({ entry, onClose }: { readonly entry: Entry; readonly onClose: () => void }) {
  const t = useTranslations('audit.columns');
  return (
    <Dialog open place="side" onClose={onClose} title={entry.action}>
      <Facts
        rows={[
          { name: t('at'), value: <Moment at={entry.at} exact /> },
          { name: t('actor'), value: <ActorName entry={entry} /> },
          { name: t('actor_id'), value: <Copyable text={entry.actor} /> },
          { name: t('target'), value: <Copyable text={entry.target} /> },
          ...Object.entries(entry.details).map(([name, value]) => ({
            name: name.replaceAll('_', ' '),
            value: String(value),
          })),
          { name: t('seq'), value: entry.seq },
          { name: t('hash'), value: <Copyable text={entry.hash} /> },
        ]}
      />
    </Dialog>
  );
}
