/** The authenticator is told the secret, by picture or by hand, and says its first code. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { askAuth, generalTrouble, textOf } from '../../app/auth-calls.ts';
import { Button } from '../../ui/button.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { QrCode } from './qr-code.tsx';

export interface Enrolment {
  /** `otpauth://totp/...`, as authenticators read it. */
  readonly uri: string;
  readonly backupCodes: readonly string[];
}

export function SecondFactorSetUp({
  enrolment,
  onDone,
  onCancel,
}: {
  readonly enrolment: Enrolment;
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}) {
  const t = useTranslations('settings.second_factor');
  const general = useTranslations('sign_in');
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const secret = new URL(enrolment.uri).searchParams.get('secret') ?? '';
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = textOf(event.currentTarget, 'code').replaceAll(/\s/g, '');
    setBusy(true);
    const told = await askAuth('/two-factor/verify-totp', { code });
    setBusy(false);
    if (told.ok) return onDone();
    const trouble = generalTrouble(told);
    setWrong(trouble === undefined ? general('factor.totp.failed') : general(trouble));
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
      <p>{t('scan')}</p>
      <QrCode text={enrolment.uri} label={t('qr')} />
      <div>
        <p className="text-sm text-muted">{t('by_hand')}</p>
        <Copyable text={secret} />
      </div>
      <TextField
        label={general('factor.totp.label')}
        help={t('first_code')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        mono
        error={wrong}
      />
      <div className="flex gap-2">
        <Button onPress={onCancel}>{t('cancel')}</Button>
        <Button type="submit" kind="primary" busy={busy}>
          {t('switch_on')}
        </Button>
      </div>
    </form>
  );
}
