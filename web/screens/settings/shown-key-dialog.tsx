/** An API key, shown this once. */
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { NewApiKey } from './api-key-calls.ts';

export function ShownKeyDialog({ made, onClose }: { readonly made: NewApiKey; readonly onClose: () => void }) {
  const t = useTranslations('settings.shown_key');
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('title', { name: made.name })}
      actions={
        <Button kind="primary" onPress={onClose}>
          {t('done')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4 pb-2">
        <Callout tone="warn" title={t('once')} spoken />
        <Copyable text={made.key} />
        <p className="text-sm text-muted">
          {t('use')} <code className="font-mono">Authorization: Bearer pb_…</code>
        </p>
      </div>
    </Dialog>
  );
}
