/** What a rule fills: a field of the model, one of the tenant's own, or a new one. */
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Draft } from './draft.ts';
import type { Mapping } from './editing.ts';

const own = 'custom.';

export function TargetChoice({
  target,
  mapping,
  draft,
  error,
  onChange,
}: {
  readonly target: string;
  readonly mapping: Mapping;
  readonly draft: Draft;
  readonly error: string | undefined;
  readonly onChange: (target: string) => void;
}) {
  const t = useTranslations('mapping.rule');
  const types = useTranslations('mapping.types');
  const { may } = useSession();
  const taken = new Set(draft.rules.map((rule) => rule.target).filter((one) => one !== target));
  const choices = [
    { value: own, label: t('own'), hint: t('own_hint') },
    ...mapping.field_facts
      .filter(({ name }) => !taken.has(name))
      .map(({ name, type, choices: some }) => ({
        value: name,
        label: name,
        hint: some.length > 0 ? some.join(', ') : types(type),
      })),
  ];
  const isOwn = target.startsWith(own);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Combobox
        label={t('target')}
        placeholder={t('target_placeholder')}
        choices={choices}
        value={isOwn ? own : target === '' ? null : target}
        onChange={(next) => onChange(next ?? '')}
        disabled={!may.connect}
        error={isOwn ? undefined : error}
      />
      {isOwn && (
        <TextField
          label={t('own_name')}
          help={t('own_help')}
          mono
          value={target.slice(own.length)}
          onChange={(event) => onChange(own + event.currentTarget.value)}
          disabled={!may.connect}
          error={error}
          spellCheck={false}
          autoComplete="off"
        />
      )}
    </div>
  );
}
