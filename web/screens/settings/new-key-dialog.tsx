/** Making an API key: its name, what it may do, and until when. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { ApiKey, ApiKeyCalls, NewApiKey } from './api-key-calls.ts';

type Scope = ApiKey['scopes'][number];

const scopes = ['view', 'read', 'connect', 'sync', 'act', 'admin'] as const satisfies readonly Scope[];
const lasting = ['never', '30', '90', '365'] as const;
const dayMs = 86_400_000;

export function NewKeyDialog({
  calls,
  onMade,
  onClose,
}: {
  readonly calls: ApiKeyCalls;
  readonly onMade: (made: NewApiKey) => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('settings.new_key');
  const [name, setName] = useState('');
  const [wanted, setWanted] = useState<readonly Scope[]>(['read']);
  const [days, setDays] = useState<(typeof lasting)[number]>('never');
  const { create } = calls;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const ends = days === 'never' ? {} : { expires_at: new Date(Date.now() + Number(days) * dayMs).toISOString() };
    create.mutate({ name, scopes: scopes.filter((one) => wanted.includes(one)), ...ends }, { onSuccess: onMade });
  };
  const wrong = isProblem(create.error)
    ? create.error.problems?.find(({ path }) => path === 'name')?.message
    : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      description={t('description')}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button kind="primary" busy={create.isPending} disabled={wanted.length === 0} onPress={submit}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <form className="flex flex-col gap-4 pb-2" onSubmit={submit} noValidate>
        {create.isError && wrong === undefined && <Problem error={create.error} />}
        <TextField
          label={t('name')}
          help={t('name_help')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
          autoFocus
          error={wrong}
        />
        <fieldset className="flex flex-col gap-2">
          <legend className="pb-1 font-medium">{t('scopes')}</legend>
          {scopes.map((scope) => (
            <Switch
              key={scope}
              label={t(`scope.${scope}.name`)}
              help={t(`scope.${scope}.may`)}
              on={wanted.includes(scope)}
              onChange={(on) => setWanted(on ? [...wanted, scope] : wanted.filter((one) => one !== scope))}
            />
          ))}
        </fieldset>
        <Select
          label={t('ends')}
          help={t('ends_help')}
          value={days}
          choices={lasting.map((value) => ({
            value,
            label: value === 'never' ? t('never') : t('days', { count: Number(value) }),
          }))}
          onChange={setDays}
        />
      </form>
    </Dialog>
  );
}
