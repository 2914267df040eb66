/** Choosing one of a few. For many, or to search among them, see combobox.tsx. */
import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { classNames } from './class-names.ts';
import { controlLook, Field, type FieldProps } from './field.tsx';
import { floating, floatingRow } from './popup-look.ts';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps<V extends string> extends Omit<FieldProps, 'children'> {
  readonly choices: readonly Choice<V>[];
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly placeholder?: string;
  /** Only the control, with the label for screen readers: in a row of filters. */
  readonly bare?: boolean;
}

export function Select<V extends string>(props: SelectProps<V>) {
  const { choices, value, onChange, placeholder, bare = false, ...field } = props;
  const control = (
    <BaseSelect.Root
      items={choices}
      value={value}
      onValueChange={(next: V | null) => next !== null && onChange(next)}
      disabled={field.disabled === true}
    >
      <BaseSelect.Trigger
        aria-label={bare ? field.label : undefined}
        className={classNames(
          controlLook,
          'inline-flex cursor-pointer items-center justify-between gap-2',
          bare && 'w-auto!',
        )}
      >
        <BaseSelect.Value placeholder={placeholder} className="truncate" />
        <BaseSelect.Icon>
          <ChevronsUpDown className="size-3.5 text-muted" aria-hidden="true" />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner sideOffset={4} className="z-50" alignItemWithTrigger={false}>
          <BaseSelect.Popup className={classNames(floating, 'max-h-80 min-w-(--anchor-width) overflow-y-auto p-1')}>
            <BaseSelect.List>
              {choices.map((choice) => (
                <BaseSelect.Item
                  key={choice.value}
                  value={choice.value}
                  disabled={choice.disabled === true}
                  className={floatingRow}
                >
                  <BaseSelect.ItemText className="grow">{choice.label}</BaseSelect.ItemText>
                  <BaseSelect.ItemIndicator>
                    <Check className="size-4 text-accent" aria-hidden="true" />
                  </BaseSelect.ItemIndicator>
                </BaseSelect.Item>
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
  return bare ? control : <Field {...field}>{control}</Field>;
}
