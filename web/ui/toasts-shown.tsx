/** The notices of toast.tsx, on the screen. */
import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names.ts';
import { showNotices } from './notices.ts';
import { floating } from './popup-look.ts';

const manager = Toast.createToastManager();

/** How long what went well stays. */
const staysMs = 5_000;

export function ToastsShown() {
  // After the region is on the page: screen readers read out what comes into it, not what came with it.
  useEffect(
    () =>
      showNotices(({ kind, title, description }) => {
        const stays = kind === 'good' ? { timeout: staysMs } : { timeout: 0, priority: 'high' as const };
        manager.add({ title, description, type: kind, ...stays });
      }),
    [],
  );
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="fixed end-4 bottom-4 z-60 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2">
          <All />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function All() {
  const t = useTranslations('ui');
  return Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={classNames(
        floating,
        'border-s-4 px-3.5 py-2.5',
        toast.type === 'bad' ? 'border-s-bad' : 'border-s-good',
      )}
    >
      <div className="flex gap-2">
        <Toast.Content className="min-w-0 grow">
          <Toast.Title className="font-medium" />
          <Toast.Description className="text-sm text-muted" />
        </Toast.Content>
        <Toast.Close
          aria-label={t('close')}
          className="inline-flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-sm text-muted hover:text-ink"
        >
          <X className="size-4" aria-hidden="true" />
        </Toast.Close>
      </div>
    </Toast.Root>
  ));
}
