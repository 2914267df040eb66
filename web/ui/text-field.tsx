/** Texts of one line and of several, numbers as text, and secrets. Pasting and password managers are welcome in all of them. */
import { Field as BaseField } from '@base-ui/react/field';
import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names.ts';
import { controlLook, Field, type FieldProps } from './field.tsx';

type InputProps = Pick<
  ComponentProps<'input'>,
  | 'name'
  | 'ref'
  | 'value'
  | 'defaultValue'
  | 'placeholder'
  | 'autoComplete'
  | 'inputMode'
  | 'required'
  | 'autoFocus'
  | 'onBlur'
  | 'spellCheck'
>;

export interface TextFieldProps extends Omit<FieldProps, 'children'>, InputProps {
  readonly kind?: 'text' | 'email' | 'url' | 'search' | 'password' | 'datetime-local' | 'date';
  readonly mono?: boolean;
  readonly onChange?: ComponentProps<'input'>['onChange'];
}

export function TextField({ label, help, error, optional, disabled, kind = 'text', mono, ...input }: TextFieldProps) {
  return (
    <Field label={label} {...given({ help, error, optional, disabled })}>
      <BaseField.Control
        {...input}
        type={kind}
        className={classNames(controlLook, mono === true && 'font-mono text-sm')}
      />
    </Field>
  );
}

/** Shown as dots until asked for. `stored`: there is one already; leaving the field empty keeps it. */
export function SecretField({
  stored = false,
  placeholder,
  ...props
}: Omit<TextFieldProps, 'kind'> & { readonly stored?: boolean }) {
  const t = useTranslations('ui');
  const [shown, setShown] = useState(false);
  const { label, help, error, optional, disabled, mono: _mono, ...input } = props;
  return (
    <Field label={label} {...given({ help, error, optional, disabled })}>
      <div className="relative">
        <BaseField.Control
          {...input}
          type={shown ? 'text' : 'password'}
          autoComplete={input.autoComplete ?? 'off'}
          spellCheck={false}
          placeholder={stored ? t('secret_kept') : placeholder}
          className={classNames(controlLook, 'pe-10 font-mono text-sm')}
        />
        <button
          type="button"
          aria-label={shown ? t('hide_secret', { label }) : t('show_secret', { label })}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 end-0 inline-flex w-9 cursor-pointer items-center justify-center rounded-md text-muted hover:text-ink"
        >
          {shown ? <EyeOff className="size-4" aria-hidden="true" /> : <Eye className="size-4" aria-hidden="true" />}
        </button>
      </div>
    </Field>
  );
}

export interface TextAreaProps
  extends
    Omit<FieldProps, 'children'>,
    Pick<
      ComponentProps<'textarea'>,
      'name' | 'ref' | 'value' | 'defaultValue' | 'placeholder' | 'rows' | 'onChange' | 'onBlur'
    > {
  readonly mono?: boolean;
}

export function TextArea({ label, help, error, optional, disabled, mono, rows = 4, ...area }: TextAreaProps) {
  return (
    <Field label={label} {...given({ help, error, optional, disabled })}>
      <BaseField.Control
        render={<textarea {...area} rows={rows} spellCheck={mono !== true} />}
        className={classNames(controlLook, 'py-2', mono === true && 'font-mono text-sm')}
      />
    </Field>
  );
}

/** Leaves out what is undefined: with exactOptionalPropertyTypes absent and undefined differ. */
function given<T extends object>(values: { [K in keyof T]: T[K] | undefined }): Partial<{
  [K in keyof T]: Exclude<T[K], undefined>;
}> {
  const present: Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> = {};
  return Object.assign(present, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
}
