/** The second step, where it was set up: the code an authenticator shows, or one of the backup codes. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { askAuth, generalTrouble, textOf, type AuthAnswer } from '../../app/auth-calls.ts';
import { OtherWay } from './entrance.tsx';

export function SecondFactor({
  onSignedIn,
  onBack,
}: {
  readonly onSignedIn: () => Promise<void>;
  readonly onBack: () => void;
}) {
  const t = useTranslations('sign_in.factor');
  const general = useTranslations('sign_in');
  const [kind, setKind] = useState<'totp' | 'backup'>('totp');
  const [answer, setAnswer] = useState<AuthAnswer>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = textOf(event.currentTarget, 'code').replaceAll(/\s/g, '');
    setBusy(true);
    const told = await askAuth(kind === 'totp' ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code', {
      code,
    });
    setBusy(false);
    setAnswer(told);
    if (told.ok) await onSignedIn();
  };
  const troubled = answer !== undefined && !answer.ok;
  const trouble = troubled ? generalTrouble(answer) : undefined;
  return (
    <form key={kind} className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t(`${kind}.label`)}
        help={t(`${kind}.help`)}
        name="code"
        inputMode={kind === 'totp' ? 'numeric' : 'text'}
        autoComplete={kind === 'totp' ? 'one-time-code' : 'off'}
        required
        autoFocus
        mono
        error={troubled ? (trouble === undefined ? t(wordFor(answer, kind)) : general(trouble)) : undefined}
      />
      <Button kind="primary" type="submit" busy={busy} full>
        {t('submit')}
      </Button>
      <OtherWay
        onPress={() => {
          setKind(kind === 'totp' ? 'backup' : 'totp');
          setAnswer(undefined);
        }}
      >
        {t(`${kind}.other`)}
      </OtherWay>
      <OtherWay onPress={onBack}>{t('back')}</OtherWay>
    </form>
  );
}

function wordFor({ code }: AuthAnswer, kind: 'totp' | 'backup') {
  switch (code) {
    // Minutes have gone by since the password.
    case 'INVALID_TWO_FACTOR_COOKIE':
      return 'over';
    case 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE':
    case 'ACCOUNT_TEMPORARILY_LOCKED':
      return 'locked';
    default:
      return `${kind}.failed` as const;
  }
}
