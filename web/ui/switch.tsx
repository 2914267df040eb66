/** On or off, at once. */
import { Field as BaseField } from '@base-ui/react/field';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import type { ReactNode } from 'react';

export function Switch({
  label,
  help,
  on,
  onChange,
  disabled = false,
  bare = false,
}: {
  readonly label: string;
  readonly help?: ReactNode;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
  /** Only the switch, with the label for screen readers: in a row of a list. */
  readonly bare?: boolean;
}) {
  return (
    <BaseField.Root className="flex items-start gap-3" disabled={disabled}>
      <BaseSwitch.Root
        aria-label={bare ? label : undefined}
        checked={on}
        onCheckedChange={onChange}
        className="mt-0.5 inline-flex h-5 w-9 shrink-0 cursor-pointer items-center rounded-full border border-edge bg-sunken px-0.5 transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
      >
        <BaseSwitch.Thumb className="size-3.5 rounded-full bg-edge transition-transform data-checked:translate-x-4 data-checked:bg-on-accent rtl:data-checked:-translate-x-4" />
      </BaseSwitch.Root>
      {!bare && (
        <span className="flex flex-col">
          <BaseField.Label className="font-medium">{label}</BaseField.Label>
          {help !== undefined && <BaseField.Description className="text-sm text-muted">{help}</BaseField.Description>}
        </span>
      )}
    </BaseField.Root>
  );
}
