/**
 * A form drawn from a JSON Schema (schema-form-model.ts). What stands in it, and what is wrong with it by path, is the caller's; a field that
 * names a record may be drawn by the caller, who knows where to search.
 */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { CodeEditor } from './code-editor.tsx';
import { GroupFields, ListFields, MapFields, VariantFields } from './schema-form-groups.tsx';
import type { FieldProps, FormShared, ReferenceProps } from './schema-form-props.ts';
import { textOf } from './schema-form-value.ts';
import { Select } from './select.tsx';
import { Switch } from './switch.tsx';
import { SecretField, TextArea, TextField } from './text-field.tsx';

export type { ReferenceProps } from './schema-form-props.ts';

/** `field`: of `formOf`. */
export function SchemaForm(props: FormShared & Pick<FieldProps, 'field' | 'value' | 'onChange'>) {
  return <FieldOf {...props} path="" part={FieldOf} />;
}

function FieldOf(props: FieldProps): ReactNode {
  const { field } = props;
  switch (field.kind) {
    case 'object':
      return <GroupFields {...props} field={field} />;
    case 'list':
      return <ListFields {...props} field={field} />;
    case 'map':
      return <MapFields {...props} field={field} />;
    case 'variants':
      return <VariantFields {...props} field={field} />;
    case 'constant':
      return null;
    default:
      return <Control {...props} />;
  }
}

function Control({ field, value, path, onChange, errors, disabled, reference }: FieldProps) {
  const t = useTranslations('ui.form');
  const error = errors.get(path);
  const shared = { label: field.label, help: field.help, error, optional: !field.required, disabled };
  const text = textOf(value);
  const typed = (event: { readonly currentTarget: { readonly value: string } }) => onChange(event.currentTarget.value);
  switch (field.kind) {
    case 'text':
      return <TextControl {...{ field, value: text, error, disabled, reference }} onChange={onChange} />;
    case 'amount':
      return <TextField {...shared} value={text} onChange={typed} inputMode="decimal" autoComplete="off" />;
    case 'number':
      return <TextField {...shared} value={text} onChange={typed} inputMode="numeric" autoComplete="off" />;
    case 'date':
    case 'moment':
      return (
        <TextField {...shared} kind={field.kind === 'date' ? 'date' : 'datetime-local'} value={text} onChange={typed} />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          placeholder={t('choose')}
          choices={[
            ...(field.required ? [] : [{ value: '', label: t('not_given') }]),
            ...field.choices.map((one) => ({ value: one, label: one.replaceAll('_', ' ') })),
          ]}
          value={text === '' ? null : text}
          onChange={onChange}
        />
      );
    case 'boolean':
      // Saying no and saying nothing differ where no default is.
      return field.required || field.fallback !== undefined ? (
        <Switch label={field.label} help={field.help} on={value === true} onChange={onChange} disabled={disabled} />
      ) : (
        <Select
          {...shared}
          choices={[
            { value: 'none', label: t('not_given') },
            { value: 'yes', label: t('yes') },
            { value: 'no', label: t('no') },
          ]}
          value={value === true ? 'yes' : value === false ? 'no' : 'none'}
          onChange={(next) => onChange(next === 'none' ? undefined : next === 'yes')}
        />
      );
    default:
      return (
        <CodeEditor {...shared} language="json" value={text} readOnly={disabled} onChange={(json) => onChange(json)} />
      );
  }
}

const textKinds = { plain: 'text', currency: 'text', email: 'email', url: 'url' } as const;

function TextControl({
  field,
  value,
  error,
  disabled,
  reference,
  onChange,
}: ReferenceProps & Pick<FormShared, 'reference'>) {
  const t = useTranslations('ui.form');
  const drawn = field.reference === undefined ? undefined : reference?.({ field, value, onChange, error, disabled });
  if (drawn !== undefined) return drawn;
  const shared = { label: field.label, error, optional: !field.required, disabled, value };
  const help = field.help ?? (field.format === 'currency' ? t('currency') : undefined);
  const typed = (event: { readonly currentTarget: { readonly value: string } }) => onChange(event.currentTarget.value);
  if (field.format === 'secret') return <SecretField {...shared} help={help} onChange={typed} />;
  if (field.long) return <TextArea {...shared} help={help} rows={2} onChange={typed} />;
  return <TextField {...shared} help={help} kind={textKinds[field.format]} autoComplete="off" onChange={typed} />;
}
