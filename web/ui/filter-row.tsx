/** Filters above a table, side by side; two in a row on narrow screens. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';

export function FilterRow({
  label,
  onClear,
  children,
}: {
  readonly label: string;
  /** Given when something is filtered: shows all again. */
  readonly onClear?: (() => void) | undefined;
  readonly children: ReactNode;
}) {
  const t = useTranslations('ui');
  return (
    <div role="group" aria-label={label} className="flex flex-wrap items-center gap-2">
      {children}
      {onClear !== undefined && (
        <Button kind="quiet" onPress={onClear}>
          {t('clear_filters')}
        </Button>
      )}
    </div>
  );
}

export function Filter({ wide = false, children }: { readonly wide?: boolean; readonly children: ReactNode }) {
  return <div className={wide ? 'w-60 max-sm:w-full' : 'max-w-full'}>{children}</div>;
}
