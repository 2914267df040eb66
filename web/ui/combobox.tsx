/** Choosing one of many by typing a part of it. */
import { Combobox as BaseCombobox } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names.ts';
import { controlLook, Field, type FieldProps } from './field.tsx';
import { floating, floatingRow } from './popup-look.ts';

export interface ComboboxChoice {
  readonly value: string;
  readonly label: string;
  /** A second line: a sample value, a description. */
  readonly hint?: string;
}

export interface ComboboxProps extends Omit<FieldProps, 'children'> {
  readonly choices: readonly ComboboxChoice[];
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly placeholder?: string;
  readonly bare?: boolean;
  /** The choices are what was found for this text elsewhere (by the server): they are not searched here, and the value may be none of them. */
  readonly onSearch?: (text: string) => void;
}

export function Combobox({ choices, value, onChange, placeholder, bare = false, onSearch, ...field }: ComboboxProps) {
  const t = useTranslations('ui');
  // What was chosen keeps its name when the next search does not find it.
  const [picked, setPicked] = useState<ComboboxChoice | null>(null);
  const other = onSearch === undefined || value === null ? null : { value, label: value };
  const chosen = choices.find((choice) => choice.value === value) ?? (picked?.value === value ? picked : other);
  const searched = (text: string, { reason }: { readonly reason: string }) => {
    // The name of what is chosen comes to stand in the field, too: that is no search.
    if (reason === 'input-change' || reason === 'input-clear') onSearch?.(text);
  };
  const control = (
    <BaseCombobox.Root
      items={choices}
      value={chosen}
      onValueChange={(next: ComboboxChoice | null) => {
        setPicked(next);
        onChange(next?.value ?? null);
      }}
      isItemEqualToValue={(a, b) => a?.value === b?.value}
      disabled={field.disabled === true}
      {...(onSearch === undefined ? {} : { filter: null, onInputValueChange: searched })}
    >
      <div className="relative w-full">
        <BaseCombobox.Input
          aria-label={bare ? field.label : undefined}
          placeholder={placeholder}
          className={classNames(controlLook, 'pe-9')}
        />
        <BaseCombobox.Trigger
          aria-label={t('open_list', { label: field.label })}
          className="absolute inset-y-0 end-0 inline-flex w-9 cursor-pointer items-center justify-center text-muted"
        >
          <ChevronsUpDown className="size-3.5" aria-hidden="true" />
        </BaseCombobox.Trigger>
      </div>
      <BaseCombobox.Portal>
        <BaseCombobox.Positioner sideOffset={4} className="z-50">
          <BaseCombobox.Popup className={classNames(floating, 'max-h-80 min-w-(--anchor-width) overflow-y-auto p-1')}>
            <BaseCombobox.Empty className="px-2 py-1.5 text-muted empty:p-0">{t('nothing_found')}</BaseCombobox.Empty>
            <BaseCombobox.List>
              {(choice: ComboboxChoice) => (
                <BaseCombobox.Item key={choice.value} value={choice} className={floatingRow}>
                  <span className="flex min-w-0 grow flex-col">
                    <span className="truncate">{choice.label}</span>
                    {choice.hint !== undefined && <span className="truncate text-xs text-muted">{choice.hint}</span>}
                  </span>
                  <BaseCombobox.ItemIndicator>
                    <Check className="size-4 text-accent" aria-hidden="true" />
                  </BaseCombobox.ItemIndicator>
                </BaseCombobox.Item>
              )}
            </BaseCombobox.List>
          </BaseCombobox.Popup>
        </BaseCombobox.Positioner>
      </BaseCombobox.Portal>
    </BaseCombobox.Root>
  );
  return bare ? control : <Field {...field}>{control}</Field>;
}
