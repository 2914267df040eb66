/** The fields of a way in, or of the settings, as the provider declares them. */
import { useTranslations } from 'use-intl';
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

function ProviderField({ field, ...group }: Omit<FieldGroupProps, 'fields'> & { readonly field: FieldFacts }) {
  const t = useTranslations('connect');
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
    value,
    error: trouble === undefined ? found : words(trouble, field.label),
    onChange: (next: string) => group.onChange(field.name, next),
    onLeave: () => group.onLeave(path),
  };
  if (field.choices !== null) return <ChoiceInput {...shared} choices={field.choices} empty={t('choose')} />;
  const text = {
    ...shared,
    autoComplete: autoCompleteOf(group.provider, group.way, field),
    placeholder: field.example ?? undefined,
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
