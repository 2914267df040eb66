/** Choosing some of many: each that is chosen stands below with a button that takes it away again. */
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Combobox, type ComboboxChoice } from './combobox.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface ManyProps extends Omit<FieldProps, 'children'> {
  readonly choices: readonly ComboboxChoice[];
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly placeholder?: string;
}

export function Many({ choices, values, onChange, placeholder, ...field }: ManyProps) {
  const t = useTranslations('ui');
  const left = choices.filter(({ value }) => !values.includes(value));
  const labelOf = (value: string) => choices.find((one) => one.value === value)?.label ?? value;
  return (
    <Field {...field}>
      <Combobox
        // Empty again for the next one.
        key={values.join(' ')}
        bare
        label={field.label}
        choices={left}
        value={null}
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(field.disabled === undefined ? {} : { disabled: field.disabled })}
        onChange={(value) => value !== null && onChange([...values, value])}
      />
      {values.length > 0 && (
        <ul className="flex flex-wrap gap-1.5 pt-1" aria-label={field.label}>
          {values.map((value) => (
            <li
              key={value}
              className="inline-flex max-w-full items-center gap-0.5 rounded-md bg-accent-soft ps-2 text-sm"
            >
              <span className="truncate">{labelOf(value)}</span>
              <button
                type="button"
                aria-label={t('remove', { name: labelOf(value) })}
                disabled={field.disabled}
                onClick={() => onChange(values.filter((one) => one !== value))}
                className="inline-flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-md text-muted hover:text-ink"
              >
                <X className="size-3.5" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Field>
  );
}
