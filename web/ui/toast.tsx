/** Short notices of what was done, at the edge; read out by screen readers. Mistakes stay until they are closed. */
import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names.ts';
import { floating } from './popup-look.ts';

const manager = Toast.createToastManager();

export function tellDone(title: string, description?: string): void {
  manager.add({ title, description, type: 'good', timeout: 5_000 });
}

export function tellFailed(title: string, description?: string): void {
  manager.add({ title, description, type: 'bad', timeout: 0, priority: 'high' });
}

/** Around the whole application, once. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed end-4 bottom-4 z-60 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2">
          <Shown />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Shown() {
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
