/** Signing in: with a password and, where it was set up, a second factor; at the identity provider; and the way out when the password is forgotten. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Failure } from '../../ui/failure.tsx';
import { Entrance } from './entrance.tsx';
import { Forgotten } from './forgotten.tsx';
import { ownPath } from './own-path.ts';
import { Password } from './password.tsx';
import { SecondFactor } from './second-factor.tsx';

export function SignInScreen() {
  const t = useTranslations('sign_in');
  const { to, error, forgotten = false } = useSearch({ from: '/sign-in' });
  const [step, setStep] = useState<'password' | 'factor' | 'forgotten'>(forgotten ? 'forgotten' : 'password');
  const navigate = useNavigate();
  const known = useQueryClient();
  const wanted = ownPath(to);
  const arrive = async () => {
    await known.invalidateQueries();
    await navigate({ href: wanted, replace: true });
  };
  return (
    <Entrance title={step === 'forgotten' ? t('reset.title') : t('title')}>
      <div className="flex flex-col gap-4">
        {step === 'password' && error !== undefined && <CameBack error={error} />}
        {step === 'password' && (
          <Password
            wanted={wanted}
            onSignedIn={arrive}
            onFactor={() => setStep('factor')}
            onForgotten={() => setStep('forgotten')}
          />
        )}
        {step === 'factor' && <SecondFactor onSignedIn={arrive} onBack={() => setStep('password')} />}
        {step === 'forgotten' && <Forgotten onBack={() => setStep('password')} />}
      </div>
    </Entrance>
  );
}

/** Of links that sign in once (`plugboard people let-in`, `npm start`). */
const linkErrors: ReadonlySet<string> = new Set(['INVALID_TOKEN', 'EXPIRED_TOKEN', 'ATTEMPTS_EXCEEDED']);

/** What the server says when somebody comes back from a link or the identity provider and is not signed in. */
function CameBack({ error }: { readonly error: string }) {
  const t = useTranslations('sign_in.came_back');
  if (linkErrors.has(error)) return <Failure message={t('link')} next={t('link_next')} />;
  if (error === 'access_denied') return <Failure message={t('denied')} next={t('denied_next')} />;
  return <Failure message={t('provider', { code: error })} fault="us" next={t('provider_next')} />;
}
