/** Changing the password; or choosing the first one, for who came by a link or through an identity provider. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/api.ts';
import { askAuth, generalTrouble, textOf, type AuthAnswer } from '../../app/auth-calls.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SecretField } from '../../ui/text-field.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { NewPassword, shortestPassword } from '../sign-in/new-password.tsx';
import { accountChanged } from './account-calls.ts';

type Wrong = 'present' | 'short' | 'too_often' | 'unreachable';

export function AccountPassword({ hasPassword }: { readonly hasPassword: boolean }) {
  const t = useTranslations('settings.account');
  const general = useTranslations('sign_in');
  const [wrong, setWrong] = useState<Wrong>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const newPassword = textOf(form, 'new-password');
    if (newPassword.length < shortestPassword) return setWrong('short');
    setBusy(true);
    const told = hasPassword ? await change(textOf(form, 'present-password'), newPassword) : await choose(newPassword);
    setBusy(false);
    setWrong(told);
    if (told !== undefined) return;
    form.reset();
    tellDone(t('password_changed'));
    await accountChanged();
  };
  return (
    <Card title={t('password')} description={hasPassword ? t('password_text') : t('no_password_text')}>
      <form className="flex max-w-md flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
        {hasPassword && (
          <SecretField
            label={t('present_password')}
            name="present-password"
            autoComplete="current-password"
            error={
              wrong === 'present'
                ? t('present_wrong')
                : wrong === 'too_often' || wrong === 'unreachable'
                  ? general(wrong)
                  : undefined
            }
          />
        )}
        <NewPassword
          error={wrong === 'short' ? general('new_password.too_short', { count: shortestPassword }) : undefined}
        />
        <div>
          <Button type="submit" busy={busy}>
            {hasPassword ? t('change_password') : t('choose_password')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Other browsers are signed out: somebody else may know the password. */
async function change(currentPassword: string, newPassword: string): Promise<Wrong | undefined> {
  const told: AuthAnswer = await askAuth('/change-password', {
    currentPassword,
    newPassword,
    revokeOtherSessions: true,
  });
  if (told.ok) return undefined;
  return generalTrouble(told) ?? (told.code === 'PASSWORD_TOO_SHORT' ? 'short' : 'present');
}

async function choose(password: string): Promise<Wrong | undefined> {
  const { error } = await client.POST('/api/me/password', { body: { password } });
  return error === undefined ? undefined : 'unreachable';
}
