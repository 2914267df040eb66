/** Asks before unsaved rules are lost: on the way to another screen or stream, and when the window is closed. */
import { useBlocker } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

export function LeaveGuard({ dirty }: { readonly dirty: boolean }) {
  const t = useTranslations('mapping.leave');
  const blocker = useBlocker({
    // The record that rules are tried on is in the address, too: choosing another one loses nothing.
    shouldBlockFn: ({ current, next }) =>
      dirty && (current.pathname !== next.pathname || streamIn(current.search) !== streamIn(next.search)),
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      open
      onClose={blocker.reset}
      title={t('title')}
      actions={
        <>
          <Button kind="danger" onPress={blocker.proceed}>
            {t('go')}
          </Button>
          <Button kind="primary" onPress={blocker.reset}>
            {t('stay')}
          </Button>
        </>
      }
    >
      {t('text')}
    </Dialog>
  );
}

function streamIn(search: object): unknown {
  return Reflect.get(search, 'stream');
}
