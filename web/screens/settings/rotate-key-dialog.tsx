/** A new secret for an API key. The one before works on for a while, so that nothing stops while programs are changed. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Problem } from '../../app/fallbacks.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import type { ApiKey, ApiKeyCalls, NewApiKey } from './api-key-calls.ts';

/** Seconds. */
const overlaps = { none: 0, hour: 3_600, day: 86_400, week: 604_800 } as const;
const names = ['day', 'hour', 'week', 'none'] as const satisfies readonly (keyof typeof overlaps)[];

export function RotateKeyDialog({
  calls,
  of,
  onMade,
  onClose,
}: {
  readonly calls: ApiKeyCalls;
  readonly of: ApiKey;
  readonly onMade: (made: NewApiKey) => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('settings.rotate_key');
  const [overlap, setOverlap] = useState<(typeof names)[number]>('day');
  const { rotate } = calls;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title', { name: of.name })}
      description={t('description')}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button
            kind="primary"
            busy={rotate.isPending}
            onPress={() => rotate.mutate({ id: of.id, overlap_s: overlaps[overlap] }, { onSuccess: onMade })}
          >
            {t('submit')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pb-2">
        {rotate.isError && <Problem error={rotate.error} />}
        <Select
          label={t('overlap')}
          value={overlap}
          choices={names.map((value) => ({ value, label: t(`overlaps.${value}`) }))}
          onChange={setOverlap}
        />
      </div>
    </Dialog>
  );
}
