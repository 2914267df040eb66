/** Entering what was registered with a provider. Secrets go in and are never shown; what is left empty stays as it is. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { Button } from '../../ui/button.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SecretField, TextField } from '../../ui/text-field.tsx';
import { tellDone } from '../../ui/toast.tsx';
import type { Offer, ProviderAppCalls } from './provider-app-calls.ts';

export function ProviderAppDialog({
  offer,
  own,
  calls,
  onClose,
}: {
  readonly offer: Offer;
  /** Whose apps are entered here; others are only used. */
  readonly own: readonly string[];
  readonly calls: ProviderAppCalls;
  readonly onClose: () => void;
}) {
  const t = useTranslations('settings.provider_apps');
  const { put, remove } = calls;
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const stored = offer.app !== null && own.includes(offer.app.source) ? offer.app : undefined;
  const set = (name: string) => (event: { readonly currentTarget: { readonly value: string } }) =>
    setTyped({ ...typed, [name]: event.currentTarget.value });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    put.mutate(
      { provider: offer.provider, body: bodyOf(typed) },
      {
        onSuccess: () => {
          tellDone(t('saved', { name: offer.name }));
          onClose();
        },
      },
    );
  };
  const back = () =>
    remove.mutate(offer.provider, {
      onSuccess: () => {
        tellDone(t('removed', { name: offer.name }));
        onClose();
      },
    });
  const problems = isProblem(put.error) ? (put.error.problems ?? []) : [];
  const wrong = (path: string) => problems.find((one) => one.path === path)?.message;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('dialog', { name: offer.name })}
      description={t('dialog_text')}
      actions={
        <>
          {stored !== undefined && (
            <Button kind="danger" busy={remove.isPending} onPress={back}>
              {t('remove')}
            </Button>
          )}
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button
            kind="primary"
            busy={put.isPending}
            disabled={Object.values(typed).every((value) => value.trim() === '')}
            onPress={submit}
          >
            {t('save')}
          </Button>
        </>
      }
    >
      <form className="flex flex-col gap-4 pb-2" onSubmit={submit} noValidate>
        {put.isError && problems.length === 0 && <Problem error={put.error} />}
        {remove.isError && <Problem error={remove.error} />}
        <Urls offer={offer} />
        {offer.oauth && (
          <>
            <TextField
              label={t('client_id')}
              value={typed['client_id'] ?? stored?.client_id ?? ''}
              onChange={set('client_id')}
              autoComplete="off"
              spellCheck={false}
              mono
              error={wrong('client_id')}
            />
            <SecretField
              label={t('client_secret')}
              value={typed['client_secret'] ?? ''}
              onChange={set('client_secret')}
              stored={stored?.client_secret_set === true}
              error={wrong('client_secret')}
            />
          </>
        )}
        {offer.fields.map((field) => {
          const name = `fields.${field.name}`;
          const given = {
            label: field.label,
            help: field.help,
            optional: !field.required,
            value: typed[name] ?? (field.secret ? '' : (stored?.fields[field.name] ?? '')),
            onChange: set(name),
            ...(field.example === null ? {} : { placeholder: field.example }),
            error: wrong(name),
          };
          return field.secret ? (
            <SecretField key={name} {...given} stored={stored !== undefined && field.name in stored.fields} />
          ) : (
            <TextField key={name} {...given} autoComplete="off" spellCheck={false} />
          );
        })}
      </form>
    </Dialog>
  );
}

function Urls({ offer }: { readonly offer: Offer }) {
  const t = useTranslations('settings.provider_apps');
  if (offer.redirect_url === null && offer.webhook_url === null) return null;
  return (
    <dl className="flex flex-col gap-2 rounded-md bg-sunken px-3 py-2.5">
      {offer.redirect_url !== null && (
        <div>
          <dt className="text-sm text-muted">{t('register_redirect')}</dt>
          <dd>
            <Copyable text={offer.redirect_url} />
          </dd>
        </div>
      )}
      {offer.webhook_url !== null && (
        <div>
          <dt className="text-sm text-muted">{t('register_webhook')}</dt>
          <dd>
            <Copyable text={offer.webhook_url} />
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What was typed, without what was left empty: that stays as it is stored. */
export function bodyOf(typed: Readonly<Record<string, string>>) {
  const given = Object.entries(typed).filter(([, value]) => value.trim() !== '');
  const fields = given.flatMap(([name, value]) => (name.startsWith('fields.') ? [[name.slice(7), value.trim()]] : []));
  const client = given.filter(([name]) => !name.startsWith('fields.')).map(([name, value]) => [name, value.trim()]);
  return {
    ...Object.fromEntries(client),
    ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
  };
}
