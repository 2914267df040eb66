/** The parts of a schema's form that hold others: groups, lists with their order, names of one's own, one of several. */
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button, IconButton } from './button.tsx';
import type { FormField } from './schema-form-model.ts';
import { emptyValue, joined, listOf, memberOf, membersOf, moved, textOf, type FormValue } from './schema-form-value.ts';
import type { FieldProps } from './schema-form-props.ts';
import { Select } from './select.tsx';
import { TextField } from './text-field.tsx';

type Of<Kind extends FormField['kind']> = FieldProps<FormField & { readonly kind: Kind }>;

export function GroupFields(props: Of<'object'>) {
  const { field, path } = props;
  const inside = <Members {...props} fields={field.fields} />;
  return path === '' ? inside : <Fieldset field={field}>{inside}</Fieldset>;
}

/** The fields of one group, short ones beside each other. */
function Members({
  fields,
  value,
  path,
  onChange,
  part: Part,
  ...shared
}: FieldProps & { readonly fields: readonly FormField[] }) {
  const members = membersOf(value);
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {fields
        .filter(({ kind }) => kind !== 'constant')
        .map((one) => (
          <div key={one.name} className={isWide(one) ? 'sm:col-span-2' : undefined}>
            <Part
              {...shared}
              part={Part}
              field={one}
              value={memberOf(value, one.name)}
              path={joined(path, one.name)}
              onChange={(next) => onChange({ ...members, [one.name]: next })}
            />
          </div>
        ))}
    </div>
  );
}

function isWide(field: FormField): boolean {
  return ['object', 'list', 'map', 'variants', 'json'].includes(field.kind) || (field.kind === 'text' && field.long);
}

function Fieldset({
  field,
  error,
  actions,
  children,
}: {
  readonly field: Pick<FormField, 'label' | 'help' | 'required'>;
  readonly error?: string | undefined;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useTranslations('ui');
  return (
    <fieldset className="min-w-0 rounded-md border border-line px-4 pt-1 pb-4">
      <legend className="px-1 font-medium">
        {field.label}
        {!field.required && <span className="ms-1.5 font-normal text-muted">{t('optional')}</span>}
      </legend>
      {field.help !== undefined && <p className="mb-2 text-sm text-muted">{field.help}</p>}
      {children}
      {error !== undefined && <p className="mt-2 text-sm text-bad">{error}</p>}
      {actions !== undefined && <div className="mt-3">{actions}</div>}
    </fieldset>
  );
}

export function ListFields({ field, value, path, onChange, ...shared }: Of<'list'>) {
  const t = useTranslations('ui.form');
  const items = listOf(value);
  const { item } = field;
  const full = field.most !== undefined && items.length >= field.most;
  const add = (
    <Button
      size="small"
      icon={<Plus className="size-3.5" aria-hidden="true" />}
      disabled={shared.disabled || full}
      onPress={() => onChange([...items, emptyValue(item)])}
    >
      {t('add', { item: item.label.toLowerCase() })}
    </Button>
  );
  return (
    <Fieldset field={field} error={shared.errors.get(path)} actions={add}>
      <ol className="flex flex-col gap-3">
        {items.map((one, at) => (
          // Items have no name of their own; what stands in them moves with them.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at} className="flex flex-col gap-2 border-b border-line pb-4 last:border-b-0 last:pb-0">
            <div className="flex items-center gap-1">
              <span className="grow text-sm font-medium">{t('item', { item: item.label, number: at + 1 })}</span>
              <ItemActs
                label={t('item', { item: item.label, number: at + 1 })}
                items={items}
                at={at}
                disabled={shared.disabled}
                onChange={onChange}
              />
            </div>
            <ItemField
              {...shared}
              field={{ ...item, label: t('item', { item: item.label, number: at + 1 }) }}
              value={one}
              path={joined(path, String(at))}
              onChange={(next) => onChange(items.with(at, next))}
            />
          </li>
        ))}
      </ol>
    </Fieldset>
  );
}

/** A group in a list needs no frame of its own: its heading is above it. */
function ItemField(props: FieldProps) {
  return props.field.kind === 'object' ? <Members {...props} fields={props.field.fields} /> : <props.part {...props} />;
}

function ItemActs({
  label,
  items,
  at,
  disabled,
  onChange,
}: {
  readonly label: string;
  readonly items: readonly FormValue[];
  readonly at: number;
  readonly disabled: boolean;
  readonly onChange: (items: readonly FormValue[]) => void;
}) {
  const t = useTranslations('ui.form');
  return (
    <>
      <IconButton
        label={t('up', { item: label })}
        icon={<ArrowUp className="size-4" aria-hidden="true" />}
        disabled={disabled || at === 0}
        onPress={() => onChange(moved(items, at, at - 1))}
      />
      <IconButton
        label={t('down', { item: label })}
        icon={<ArrowDown className="size-4" aria-hidden="true" />}
        disabled={disabled || at === items.length - 1}
        onPress={() => onChange(moved(items, at, at + 1))}
      />
      <IconButton
        label={t('remove', { item: label })}
        icon={<Trash2 className="size-4" aria-hidden="true" />}
        disabled={disabled}
        onPress={() => onChange(items.toSpliced(at, 1))}
      />
    </>
  );
}

export function MapFields({ field, value, onChange, disabled }: Of<'map'>) {
  const t = useTranslations('ui.form');
  const pairs = listOf(value);
  const set = (at: number, name: string, text: string) => {
    const pair = { name: textOf(memberOf(pairs[at], 'name')), value: textOf(memberOf(pairs[at], 'value')) };
    onChange(pairs.with(at, { ...pair, [name]: text }));
  };
  const add = (
    <Button
      size="small"
      icon={<Plus className="size-3.5" aria-hidden="true" />}
      disabled={disabled}
      onPress={() => onChange([...pairs, { name: '', value: '' }])}
    >
      {t('add_pair')}
    </Button>
  );
  return (
    <Fieldset field={field} actions={add}>
      <ul className="flex flex-col gap-3">
        {pairs.map((pair, at) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at} className="grid grid-cols-[1fr_1fr_auto] items-end gap-2">
            <TextField
              label={t('name')}
              value={textOf(memberOf(pair, 'name'))}
              disabled={disabled}
              onChange={(event) => set(at, 'name', event.currentTarget.value)}
            />
            <TextField
              label={t('value')}
              value={textOf(memberOf(pair, 'value'))}
              disabled={disabled}
              onChange={(event) => set(at, 'value', event.currentTarget.value)}
            />
            <IconButton
              label={t('remove', { item: `${field.label} ${at + 1}` })}
              icon={<Trash2 className="size-4" aria-hidden="true" />}
              disabled={disabled}
              onPress={() => onChange(pairs.toSpliced(at, 1))}
            />
          </li>
        ))}
      </ul>
    </Fieldset>
  );
}

export function VariantFields(props: Of<'variants'>) {
  const { field, value, path, onChange, disabled } = props;
  const t = useTranslations('ui.form');
  const chosen = field.variants.find((one) => one.value === memberOf(value, field.by)) ?? field.variants[0];
  const members = membersOf(value);
  const take = (next: string) => {
    const fields = field.variants.find((one) => one.value === next)?.fields ?? [];
    // What both have stays as it was typed.
    const kept = fields.map((one): [string, FormValue] => [one.name, memberOf(value, one.name) ?? emptyValue(one)]);
    onChange(Object.fromEntries([[field.by, next], ...kept]));
  };
  const inside = (
    <div className="flex flex-col gap-4">
      <Select
        label={field.by === '' ? t('by') : field.by.replaceAll('_', ' ')}
        help={chosen?.help}
        choices={field.variants.map((one) => ({ value: one.value, label: one.label.replaceAll('_', ' ') }))}
        value={chosen?.value ?? null}
        onChange={take}
        disabled={disabled}
      />
      <Members {...props} value={members} fields={chosen?.fields ?? []} />
    </div>
  );
  return path === '' ? inside : <Fieldset field={field}>{inside}</Fieldset>;
}
