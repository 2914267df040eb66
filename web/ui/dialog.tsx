/** A dialog, and a drawer at the side: both hold the focus, close with Escape, and give it back to what opened them. */
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names.ts';
import { floating } from './popup-look.ts';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the one to press last. */
  readonly actions?: ReactNode;
  /** `side`: a drawer for details, wide enough for a request and its answer. */
  readonly place?: 'middle' | 'side';
  readonly wide?: boolean;
}

const places = {
  middle: 'top-[12vh] left-1/2 max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2',
  side: 'inset-y-0 end-0 h-full w-full max-w-2xl rounded-none border-y-0 border-e-0',
} as const;

export function Dialog({ open, onClose, title, description, children, actions, place = 'middle', wide }: DialogProps) {
  const t = useTranslations('ui');
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => next || onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-black/40 transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup
          className={classNames(
            floating,
            'fixed z-50 flex flex-col',
            places[place],
            place === 'middle' && (wide === true ? 'max-w-3xl' : 'max-w-lg'),
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="grow">
              <BaseDialog.Title className="text-lg font-semibold">{title}</BaseDialog.Title>
              {description !== undefined && (
                <BaseDialog.Description render={<div />} className="mt-1 text-muted">
                  {description}
                </BaseDialog.Description>
              )}
            </div>
            <BaseDialog.Close
              aria-label={t('close')}
              className="-me-2 inline-flex size-8 cursor-pointer items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
            >
              <X className="size-4" aria-hidden="true" />
            </BaseDialog.Close>
          </header>
          <div className="grow overflow-y-auto px-5 py-2">{children}</div>
          {actions !== undefined && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{actions}</footer>
          )}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
