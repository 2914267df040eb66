/** The second factor: setting it up with an authenticator, backup codes, and taking it away. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { askAuth, generalTrouble, textOf } from '../../app/auth-calls.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Card } from '../../ui/card.tsx';
import { SecretField } from '../../ui/text-field.tsx';
import { Status } from '../../ui/status.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { accountChanged } from './account-calls.ts';
import { BackupCodes } from './backup-codes.tsx';
import { SecondFactorSetUp, type Enrolment } from './second-factor-set-up.tsx';

type Wish = 'on' | 'off' | 'codes';
const paths = {
  on: '/two-factor/enable',
  off: '/two-factor/disable',
  codes: '/two-factor/generate-backup-codes',
} as const satisfies Record<Wish, string>;

export function SecondFactor({ on, hasPassword }: { readonly on: boolean; readonly hasPassword: boolean }) {
  const t = useTranslations('settings.second_factor');
  const [wish, setWish] = useState<Wish>();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [codes, setCodes] = useState<readonly string[]>();
  const done = async (wished: Wish, told: Readonly<Record<string, unknown>>) => {
    setWish(undefined);
    if (wished === 'on') return setEnrolment(enrolmentOf(told));
    if (wished === 'codes') return setCodes(codesOf(told));
    tellDone(t('switched_off'));
    await accountChanged();
  };
  return (
    <Card
      title={t('title')}
      description={t('description')}
      actions={
        <Status tone={on ? 'good' : 'plain'} icon={on ? 'key' : 'off'}>
          {on ? t('is_on') : t('is_off')}
        </Status>
      }
    >
      <div className="flex max-w-md flex-col gap-4">
        {!hasPassword && <Callout tone="info" title={t('needs_password')} />}
        {enrolment !== undefined && (
          <SecondFactorSetUp
            enrolment={enrolment}
            onDone={async () => {
              setEnrolment(undefined);
              setCodes(enrolment.backupCodes);
              await accountChanged();
            }}
            onCancel={() => setEnrolment(undefined)}
          />
        )}
        {codes !== undefined && <BackupCodes codes={codes} onDone={() => setCodes(undefined)} />}
        {hasPassword && enrolment === undefined && codes === undefined && wish === undefined && (
          <div className="flex flex-wrap gap-2">
            {on ? (
              <>
                <Button onPress={() => setWish('codes')}>{t('new_codes')}</Button>
                <Button kind="danger" onPress={() => setWish('off')}>
                  {t('switch_off')}
                </Button>
              </>
            ) : (
              <Button onPress={() => setWish('on')}>{t('set_up')}</Button>
            )}
          </div>
        )}
        {wish !== undefined && (
          <WithPassword
            key={wish}
            wish={wish}
            onDone={(told) => void done(wish, told)}
            onCancel={() => setWish(undefined)}
          />
        )}
      </div>
    </Card>
  );
}

/** Each of these asks for the password: a browser somebody left open is not enough. */
function WithPassword({
  wish,
  onDone,
  onCancel,
}: {
  readonly wish: Wish;
  readonly onDone: (told: Readonly<Record<string, unknown>>) => void;
  readonly onCancel: () => void;
}) {
  const t = useTranslations('settings.second_factor');
  const general = useTranslations('sign_in');
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = textOf(event.currentTarget, 'password');
    setBusy(true);
    const told = await askAuth(paths[wish], { password });
    setBusy(false);
    if (told.ok) return onDone(told.body);
    const trouble = generalTrouble(told);
    setWrong(trouble === undefined ? t('wrong_password') : general(trouble));
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
      <SecretField
        label={t('password')}
        help={t(`password_for.${wish}`)}
        name="password"
        autoComplete="current-password"
        autoFocus
        error={wrong}
      />
      <div className="flex gap-2">
        <Button onPress={onCancel}>{t('cancel')}</Button>
        <Button type="submit" kind={wish === 'off' ? 'danger' : 'primary'} busy={busy}>
          {t('go_on')}
        </Button>
      </div>
    </form>
  );
}

function codesOf({ backupCodes }: Readonly<Record<string, unknown>>): readonly string[] {
  return Array.isArray(backupCodes) ? backupCodes.filter((code) => typeof code === 'string') : [];
}

function enrolmentOf(told: Readonly<Record<string, unknown>>): Enrolment | undefined {
  const { totpURI: uri } = told;
  return typeof uri === 'string' ? { uri, backupCodes: codesOf(told) } : undefined;
}
