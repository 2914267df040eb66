/** The first step: e-mail and password, or the identity provider. */
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { meQuery } from '../../app/me.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { askAuth, generalTrouble, textOf, type AuthAnswer } from '../../app/auth-calls.ts';
import { OtherWay } from './entrance.tsx';

export function Password({
  wanted,
  onSignedIn,
  onFactor,
  onForgotten,
}: {
  /** A path of ours to come back to from the identity provider. */
  readonly wanted: string;
  readonly onSignedIn: () => Promise<void>;
  readonly onFactor: () => void;
  readonly onForgotten: () => void;
}) {
  const t = useTranslations('sign_in');
  const provider = useQuery(meQuery).data?.sign_in.identity_provider;
  const [answer, setAnswer] = useState<AuthAnswer>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    const told = await askAuth('/sign-in/email', { email: textOf(form, 'email'), password: textOf(form, 'password') });
    setBusy(false);
    setAnswer(told);
    if (told.ok && told.body['twoFactorRedirect'] === true) onFactor();
    else if (told.ok) await onSignedIn();
  };
  const elsewhere = async () => {
    const told = await askAuth('/sign-in/oauth2', { providerId: 'oidc', callbackURL: wanted });
    if (told.ok && typeof told.body['url'] === 'string') location.assign(told.body['url']);
    else setAnswer(told);
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
      <TextField label={t('email')} name="email" kind="email" autoComplete="username" required autoFocus />
      <TextField
        label={t('password')}
        name="password"
        kind="password"
        autoComplete="current-password"
        required
        error={answer === undefined || answer.ok ? undefined : t(generalTrouble(answer) ?? 'failed')}
      />
      <Button kind="primary" type="submit" busy={busy} full>
        {t('submit')}
      </Button>
      {provider !== undefined && provider !== null && (
        <>
          <p className="text-center text-sm text-muted">{t('or')}</p>
          <Button full onPress={() => void elsewhere()}>
            {t('with', { name: provider })}
          </Button>
        </>
      )}
      <OtherWay onPress={onForgotten}>{t('forgotten')}</OtherWay>
    </form>
  );
}
