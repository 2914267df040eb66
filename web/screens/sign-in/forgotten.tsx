/** The password is forgotten: a letter with a link where there is a mail server, else whom to ask. */
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { meQuery } from '../../app/me.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { askAuth, generalTrouble, textOf, type AuthAnswer } from '../../app/auth-calls.ts';
import { OtherWay } from './entrance.tsx';

export function Forgotten({ onBack }: { readonly onBack: () => void }) {
  const t = useTranslations('sign_in.reset');
  const ways = useQuery(meQuery).data?.sign_in;
  const [answer, setAnswer] = useState<AuthAnswer>();
  if (ways === undefined) return <Skeleton lines={3} />;
  return (
    <div className="flex flex-col gap-4">
      {ways.password_reset ? (
        answer?.ok === true ? (
          <p role="status">{t('sent')}</p>
        ) : (
          <Ask answer={answer} onAnswer={setAnswer} />
        )
      ) : (
        <>
          <p>{t('no_mail')}</p>
          <code className="rounded-md bg-sunken px-3 py-2 font-mono text-sm break-words">{t('no_mail_command')}</code>
        </>
      )}
      <OtherWay onPress={onBack}>{t('back')}</OtherWay>
    </div>
  );
}

function Ask({
  answer,
  onAnswer,
}: {
  readonly answer: AuthAnswer | undefined;
  readonly onAnswer: (answer: AuthAnswer) => void;
}) {
  const t = useTranslations('sign_in.reset');
  const general = useTranslations('sign_in');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = textOf(event.currentTarget, 'email');
    setBusy(true);
    const told = await askAuth('/request-password-reset', { email, redirectTo: '/reset-password' });
    setBusy(false);
    onAnswer(told);
  };
  const trouble = answer === undefined ? undefined : generalTrouble(answer);
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={general('email')}
        help={t('help')}
        name="email"
        kind="email"
        autoComplete="username"
        required
        autoFocus
        error={
          answer === undefined || answer.ok ? undefined : trouble === undefined ? t('no_address') : general(trouble)
        }
      />
      <Button kind="primary" type="submit" busy={busy} full>
        {t('submit')}
      </Button>
    </form>
  );
}
