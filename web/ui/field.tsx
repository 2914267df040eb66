/** One field of a form: label, control, help and what is wrong, tied together for screen readers. Controls beside this file stand in it. */
import { Field as BaseField } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names.ts';

export interface FieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  /** What is wrong with the value; absent: nothing. */
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

export function Field({ label, help, error, optional = false, disabled = false, children }: FieldProps) {
  const t = useTranslations('ui');
  return (
    <BaseField.Root className="flex flex-col gap-1" invalid={error !== undefined} disabled={disabled}>
      <BaseField.Label className="font-medium">
        {label}
        {optional && <span className="ms-1.5 font-normal text-muted">{t('optional')}</span>}
      </BaseField.Label>
      {children}
      {help !== undefined && <BaseField.Description className="text-sm text-muted">{help}</BaseField.Description>}
      <BaseField.Error match={error !== undefined} className="text-sm text-bad">
        {error}
      </BaseField.Error>
    </BaseField.Root>
  );
}

/** What everything one types into looks like. */
export const controlLook = classNames(
  'min-h-9 w-full rounded-md border border-edge bg-surface px-2.5 text-base text-ink placeholder:text-muted',
  'data-disabled:opacity-60 data-invalid:border-bad',
);
