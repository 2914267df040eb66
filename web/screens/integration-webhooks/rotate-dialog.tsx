/** Another address in place of this one: when the one before ends is chosen first. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { addressPath, useAddressParams } from './address.ts';
import { Overlap, overlapSeconds, type OverlapChoice } from './overlap.tsx';

export function RotateDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('integration_webhooks.rotate');
  const params = useAddressParams();
  const [overlap, setOverlap] = useState<OverlapChoice>('day');
  const rotate = api.useMutation('post', `${addressPath}/rotate`, {
    onSuccess: () => {
      tellDone(t('done'));
      askAgain(addressPath);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      description={t('description')}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button
            kind={overlap === 'now' ? 'danger' : 'primary'}
            busy={rotate.isPending}
            onPress={() => rotate.mutate({ params, body: { overlap_s: overlapSeconds[overlap] } })}
          >
            {t('go')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 pb-2">
        <Overlap value={overlap} onChange={setOverlap} />
        {rotate.isError && <Problem error={rotate.error} />}
      </div>
    </Dialog>
  );
}
