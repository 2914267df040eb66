/** The fields of a way in, or of the settings, as the provider declares them. */
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { ConnectFailure, FieldFacts, WayIn } from './connector.ts';
import { ChoiceInput, SecretInput, TextInput } from './controls.tsx';
import { autoCompleteOf, troubleWith, type FieldTrouble } from './field-values.ts';

export interface FieldGroupProps {
  readonly provider: string;
  readonly way: WayIn['kind'];
  readonly path: 'credentials' | 'settings';
  readonly fields: readonly FieldFacts[];
  readonly values: Readonly<Record<string, string>>;
  /** Names of those that have a stored value. */
  readonly stored: readonly string[];
  /** Fields that are looked at; undefined: all. */
  readonly looked: ReadonlySet<string> | undefined;
  /** What the server found. */
  readonly problems: NonNullable<ConnectFailure['problems']>;
  readonly onChange: (name: string, value: string) => void;
  readonly onLeave: (path: string) => void;
}

export function FieldGroup({ fields, ...group }: FieldGroupProps) {
  return (
    <div className="flex flex-col gap-4">
      {fields.map((field) => (
        <ProviderField key={field.name} field={field} {...group} />
      ))}
    </div>
  );
}

/** Those that are needed, then the rest, folded: most people leave it as it is. `wrong`: names of fields that have to be seen. */
export function SettingFields({
  fields,
  wrong,
  ...group
}: Omit<FieldGroupProps, 'path' | 'stored'> & { readonly wrong: readonly string[] }) {
  const t = useTranslations('connect');
  const format = useFormatter();
  const [opened, setOpened] = useState(false);
  if (fields.length === 0) return null;
  const settings = { ...group, path: 'settings', stored: [] } as const;
  const needed = fields.filter(({ required }) => required);
  const rest = fields.filter(({ required }) => !required);
  const seen = rest.some(
    ({ name }) => wrong.includes(name) || group.problems.some(({ path }) => path === `settings.${name}`),
  );
  return (
    <>
      {needed.length > 0 && <FieldGroup {...settings} fields={needed} />}
      {rest.length > 0 && (
        <details
          open={opened || seen}
          onToggle={(event) => setOpened(event.currentTarget.open)}
          className="rounded-lg border border-line px-3.5 py-2.5"
        >
          <summary className="cursor-pointer font-medium">
            {t('more_settings', { count: rest.length })}{' '}
            <span className="text-sm font-normal text-muted">{format.list(rest.map(({ label }) => label))}</span>
          </summary>
          <div className="mt-3">
            <FieldGroup {...settings} fields={rest} />
          </div>
        </details>
      )}
    </>
  );
}

function ProviderField({ field, ...group }: Omit<FieldGroupProps, 'fields'> & { readonly field: FieldFacts }) {
  const t = useTranslations('connect');
  const keep = useTranslations('ui');
  const words = useTroubleWords();
  const path = `${group.path}.${field.name}`;
  const value = group.values[field.name] ?? '';
  const stored = group.stored.includes(field.name);
  const trouble = group.looked === undefined || group.looked.has(path) ? troubleWith(field, value, stored) : undefined;
  const found = group.problems.find((problem) => problem.path === path)?.message;
  const shared = {
    name: field.name,
    label: field.label,
    help: field.help === '' ? undefined : field.help,
    required: field.required && !stored,
    optional: !field.required,
    value,
    error: trouble === undefined ? found : words(trouble, field.label),
    onChange: (next: string) => group.onChange(field.name, next),
    onLeave: () => group.onLeave(path),
  };
  if (field.choices !== null) return <ChoiceInput {...shared} choices={field.choices} empty={t('choose')} />;
  const text = {
    ...shared,
    autoComplete: autoCompleteOf(group.provider, group.way, field),
    placeholder: stored ? keep('secret_kept') : (field.example ?? undefined),
  };
  return field.secret ? <SecretInput {...text} stored={stored} /> : <TextInput {...text} />;
}

function useTroubleWords(): (trouble: FieldTrouble, label: string) => string {
  const t = useTranslations('connect');
  return (trouble, label) => {
    switch (trouble.kind) {
      case 'missing':
        return t('missing', { label });
      case 'choice':
        return t('expected_choice', { choices: trouble.choices.join(', ') });
      case 'spaced':
        return t('spaced', { message: trouble.message });
      case 'pattern':
        return trouble.message;
    }
  };
}
