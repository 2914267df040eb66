/** Signing in: with a password and, where it was set up, a second factor; at the identity provider; and the way out when the password is forgotten. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { meQuery } from '../../app/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { askAuth, type AuthAnswer } from './auth-calls.ts';

type Step = 'password' | 'code' | 'forgotten' | 'sent';

export function SignInScreen() {
  const t = useTranslations('sign_in');
  const [step, setStep] = useState<Step>('password');
  const titled = step === 'forgotten' || step === 'sent' ? t('reset.title') : t('title');
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <div className="flex items-center gap-3">
        <img src="/icon.svg" alt="" className="size-10" />
        <h1 className="text-2xl font-semibold">{titled}</h1>
      </div>
      <Card>
        {step === 'password' && <Password onStep={setStep} />}
        {step === 'code' && <Code />}
        {step === 'forgotten' && <Forgotten onStep={setStep} />}
        {step === 'sent' && <p role="status">{t('reset.sent')}</p>}
      </Card>
    </main>
  );
}

/** To where one wanted to go; only to places of ours. */
function useArrival(): () => Promise<void> {
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/sign-in' });
  const known = useQueryClient();
  return async () => {
    await known.invalidateQueries();
    await navigate({ to: to !== undefined && /^\/(?!\/)/.test(to) ? to : '/' });
  };
}

function textOf(form: FormEvent<HTMLFormElement>, name: string): string {
  const value = new FormData(form.currentTarget).get(name);
  return typeof value === 'string' ? value : '';
}

function Password({ onStep }: { readonly onStep: (step: Step) => void }) {
  const t = useTranslations('sign_in');
  const arrive = useArrival();
  const ways = useQuery(meQuery).data?.sign_in;
  const [answer, setAnswer] = useState<AuthAnswer>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { email: textOf(event, 'email'), password: textOf(event, 'password') };
    setBusy(true);
    const told = await askAuth('/sign-in/email', body);
    setBusy(false);
    setAnswer(told);
    if (told.ok && told.body['twoFactorRedirect'] === true) onStep('code');
    else if (told.ok) await arrive();
  };
  const elsewhere = async () => {
    const told = await askAuth('/sign-in/oauth2', { providerId: 'oidc', callbackURL: '/' });
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
        error={answer === undefined || answer.ok ? undefined : t(answer.status === 429 ? 'too_often' : 'failed')}
      />
      <Button kind="primary" type="submit" busy={busy} full>
        {t('submit')}
      </Button>
      {ways?.identity_provider !== undefined && ways.identity_provider !== null && (
        <>
          <p className="text-center text-sm text-muted">{t('or')}</p>
          <Button full onPress={() => void elsewhere()}>
            {t('with', { name: ways.identity_provider })}
          </Button>
        </>
      )}
      {ways?.password_reset === true && (
        <button
          type="button"
          className="cursor-pointer self-start text-sm text-accent underline"
          onClick={() => onStep('forgotten')}
        >
          {t('forgotten')}
        </button>
      )}
    </form>
  );
}

function Code() {
  const t = useTranslations('sign_in');
  const arrive = useArrival();
  const [failed, setFailed] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const told = await askAuth('/two-factor/verify-totp', { code: textOf(event, 'code').replaceAll(/\s/g, '') });
    setFailed(!told.ok);
    if (told.ok) await arrive();
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextField
        label={t('code')}
        help={t('code_help')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        autoFocus
        mono
        error={failed ? t('code_failed') : undefined}
      />
      <Button kind="primary" type="submit" full>
        {t('code_submit')}
      </Button>
    </form>
  );
}

function Forgotten({ onStep }: { readonly onStep: (step: Step) => void }) {
  const t = useTranslations('sign_in');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    await askAuth('/request-password-reset', { email: textOf(event, 'email'), redirectTo: '/reset-password' });
    onStep('sent');
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextField
        label={t('email')}
        help={t('reset.help')}
        name="email"
        kind="email"
        autoComplete="username"
        required
        autoFocus
      />
      <Button kind="primary" type="submit" full>
        {t('reset.submit')}
      </Button>
      <button
        type="button"
        className="cursor-pointer self-start text-sm text-accent underline"
        onClick={() => onStep('password')}
      >
        {t('reset.back')}
      </button>
    </form>
  );
}
