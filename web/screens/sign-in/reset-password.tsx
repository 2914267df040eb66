/** A new password, by the link of a letter. */
import { Link, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { askAuth, generalTrouble, textOf, type AuthAnswer } from '../../app/auth-calls.ts';
import { Entrance } from './entrance.tsx';
import { NewPassword, shortestPassword } from './new-password.tsx';

export function ResetPasswordScreen() {
  const t = useTranslations('sign_in.reset');
  const { token } = useSearch({ from: '/reset-password' });
  const [answer, setAnswer] = useState<AuthAnswer>();
  const over = token === undefined || answer?.code === 'INVALID_TOKEN';
  return (
    <Entrance title={t('title')}>
      {answer?.ok === true ? (
        <div className="flex flex-col gap-4">
          <p role="status">{t('done')}</p>
          <Button kind="primary" full render={<Link to="/sign-in" search={{}} />}>
            {t('to_sign_in')}
          </Button>
        </div>
      ) : over ? (
        <Failure
          message={t('over')}

          next={t('over_next')}
          actions={
            <Button size="small" render={<Link to="/sign-in" search={{ forgotten: true }} />}>
              {t('again')}
            </Button>
          }
        />
      ) : (
        <Choose token={token} answer={answer} onAnswer={setAnswer} />
      )}
    </Entrance>
  );
}

function Choose({
  token,
  answer,
  onAnswer,
}: {
  readonly token: string;
  readonly answer: AuthAnswer | undefined;
  readonly onAnswer: (answer: AuthAnswer) => void;
}) {
  const t = useTranslations('sign_in.reset');
  const general = useTranslations('sign_in');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const newPassword = textOf(event.currentTarget, 'new-password');
    setBusy(true);
    const told = await askAuth('/reset-password', { token, newPassword });
    setBusy(false);
    onAnswer(told);
  };
  const refused = answer !== undefined && !answer.ok;
  const trouble = refused ? generalTrouble(answer) : undefined;
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
      <NewPassword
        autoFocus
        error={
          refused
            ? trouble === undefined
              ? general('new_password.too_short', { count: shortestPassword })
              : general(trouble)
            : undefined
        }
      />
      <Button kind="primary" type="submit" busy={busy} full>
        {t('choose')}
      </Button>
    </form>
  );
}
