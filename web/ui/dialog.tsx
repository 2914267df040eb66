/** A dialog, and a drawer at the side: both hold the focus, close with Escape, and give it back to what opened them. */
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from './button.tsx';
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
  /** To what is beside it in a list; Alt with the arrow keys up and down does the same. */
  readonly onPrevious?: () => void;
  readonly onNext?: () => void;
}

const places = {
  middle: 'top-[12vh] left-1/2 max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2',
  side: 'inset-y-0 end-0 h-full w-full rounded-none border-y-0 border-e-0',
} as const;

export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, children, actions, place = 'middle', wide } = props;
  const t = useTranslations('ui');
  const onKey = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    const go = event.key === 'ArrowUp' ? props.onPrevious : props.onNext;
    if (go === undefined) return;
    event.preventDefault();
    go();
  };
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => next || onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-black/40 transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup
          onKeyDown={onKey}
          className={classNames(
            floating,
            'fixed z-50 flex flex-col',
            places[place],
            place === 'middle' && (wide === true ? 'max-w-3xl' : 'max-w-lg'),
            place === 'side' && (wide === true ? 'max-w-5xl' : 'max-w-2xl'),
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0 grow">
              <BaseDialog.Title className="text-lg font-semibold break-words">{title}</BaseDialog.Title>
              {description !== undefined && (
                <BaseDialog.Description render={<div />} className="mt-1 text-muted">
                  {description}
                </BaseDialog.Description>
              )}
            </div>
            <Steps {...props} />
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

/** Both or none: at the end of the list one of them is there and does nothing. */
function Steps({ onPrevious, onNext }: DialogProps) {
  const t = useTranslations('ui');
  if (onPrevious === undefined && onNext === undefined) return null;
  return (
    <span className="flex shrink-0">
      <IconButton
        label={t('previous')}
        icon={<ChevronUp className="size-4" aria-hidden="true" />}
        disabled={onPrevious === undefined}
        {...(onPrevious === undefined ? {} : { onPress: onPrevious })}
      />
      <IconButton
        label={t('next')}
        icon={<ChevronDown className="size-4" aria-hidden="true" />}
        disabled={onNext === undefined}
        {...(onNext === undefined ? {} : { onPress: onNext })}
      />
    </span>
  );
}
