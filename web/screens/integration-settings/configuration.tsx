/** The provider's own settings of an integration. Secrets are not here: they are proven when they are changed, so that is a form of its own. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useChange } from '../integration/changing.ts';
import { ConnectLink } from '../integration/connect-link.tsx';
import { FormProblem, problemAt, type PartProps } from './form-parts.tsx';

type FieldFacts = Schema['ProviderField'];

export function Configuration({ integration, onSaved }: PartProps) {
  const t = useTranslations('integration_settings.configuration');
  const { may } = useSession();
  const known = api.useQuery('get', '/api/providers/{provider}', {
    params: { path: { provider: integration.provider } },
  });
  const way = known.data?.auth.find(({ key }) => key === integration.auth_method);
  const named = new Map((way?.fields ?? []).map(({ name, label }) => [name, label]));
  return (
    <Card title={t('title')} description={t('description')}>
      <div className="flex max-w-xl flex-col gap-5">
        <Facts
          rows={[
            { name: t('way_in'), value: way?.label ?? integration.auth_method },
            {
              name: t('secrets'),
              value:
                integration.credentials_set.length === 0
                  ? t('no_secrets')
                  : integration.credentials_set
                      .map((name) => t('secret', { name: named.get(name) ?? name }))
                      .join(', '),
            },
          ]}
        />
        {may.connect && (
          <div>
            <ConnectLink integration={integration}>{t('change_secrets')}</ConnectLink>
          </div>
        )}
        {known.isPending && <Skeleton lines={4} />}
        {known.isError && <Problem error={known.error} onRetry={() => void known.refetch()} />}
        {known.data !== undefined && known.data.settings.length > 0 && (
          <SettingsForm integration={integration} onSaved={onSaved} fields={known.data.settings} />
        )}
      </div>
    </Card>
  );
}

function SettingsForm({ integration, onSaved, fields }: PartProps & { readonly fields: readonly FieldFacts[] }) {
  const t = useTranslations('integration_settings.configuration');
  const { may } = useSession();
  const { change, busy, error } = useChange(integration, onSaved);
  const stored = Object.fromEntries(fields.map(({ name }) => [name, integration.settings[name] ?? '']));
  const [values, setValues] = useState(stored);
  const same = fields.every(({ name }) => (values[name] ?? '').trim() === stored[name]);
  const missing = fields.some(({ name, required }) => required && (values[name] ?? '').trim() === '');
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const settings = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
        change({ settings, if_updated_at: integration.updated_at }, t('saved'));
      }}
    >
      {fields.map((field) => (
        <SettingField
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          disabled={!may.connect}
          problem={problemAt(error, `settings.${field.name}`)}
          onChange={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      <FormProblem error={error} fields={fields.map(({ name }) => `settings.${name}`)} />
      {may.connect && (
        <div>
          <Button type="submit" kind="primary" busy={busy} disabled={same || missing}>
            {t('save')}
          </Button>
        </div>
      )}
    </form>
  );
}

function SettingField({
  field: { label, help, choices, required, example, pattern, pattern_message: message },
  value,
  disabled,
  problem,
  onChange,
}: {
  readonly field: FieldFacts;
  readonly value: string;
  readonly disabled: boolean;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const t = useTranslations('integration_settings.configuration');
  if (choices !== null)
    return (
      <Select
        label={label}
        help={help}
        disabled={disabled}
        value={value}
        error={problem}
        choices={[
          ...(required || choices.includes('') ? [] : [{ value: '', label: t('not_set') }]),
          ...choices.map((one) => ({ value: one, label: one })),
        ]}
        onChange={onChange}
      />
    );
  const wrong = value.trim() !== '' && pattern !== null && !new RegExp(`^(?:${pattern})$`, 'u').test(value.trim());
  return (
    <TextField
      label={label}
      help={help}
      value={value}
      optional={!required}
      disabled={disabled}
      autoComplete="off"
      spellCheck={false}
      {...(example === null ? {} : { placeholder: example })}
      error={problem ?? (wrong ? (message ?? t('wrong')) : undefined)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
