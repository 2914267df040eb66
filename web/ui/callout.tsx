/** Something to know, or to decide, that is no error: what it is, and what can be done about it. Errors are failure.tsx. */
import { CircleCheck, CirclePause, Info, TriangleAlert, X } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';

export type CalloutTone = 'good' | 'warn' | 'info' | 'plain';

const looks: Readonly<Record<CalloutTone, string>> = {
  good: 'border-good/30 bg-good-soft',
  warn: 'border-warn/30 bg-warn-soft',
  info: 'border-info/30 bg-info-soft',
  plain: 'border-line bg-sunken',
};
const inks: Readonly<Record<CalloutTone, string>> = {
  good: 'text-good',
  warn: 'text-warn',
  info: 'text-info',
  plain: 'text-muted',
};
const icons: Readonly<Record<CalloutTone, ComponentType<{ className?: string }>>> = {
  good: CircleCheck,
  warn: TriangleAlert,
  info: Info,
  plain: CirclePause,
};

export function Callout({
  tone,
  title,
  children,
  actions,
  onClose,
  spoken = false,
}: {
  readonly tone: CalloutTone;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly onClose?: () => void;
  /** Comes up in answer to something that was done: read out by screen readers. */
  readonly spoken?: boolean;
}) {
  const t = useTranslations('ui');
  const Icon = icons[tone];
  return (
    <div
      role={spoken ? 'status' : undefined}
      className={classNames('flex gap-3 rounded-lg border px-4 py-3', looks[tone])}
    >
      <span aria-hidden="true" className={inks[tone]}>
        <Icon className="mt-0.5 size-4 shrink-0" />
      </span>
      <div className="min-w-0 grow">
        <p className="font-medium break-words">{title}</p>
        {children !== undefined && <div className="text-sm break-words">{children}</div>}
        {actions !== undefined && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
      {onClose !== undefined && (
        <span className="-me-2 -mt-1">
          <IconButton label={t('close')} icon={<X className="size-4" aria-hidden="true" />} onPress={onClose} />
        </span>
      )}
    </div>
  );
}
