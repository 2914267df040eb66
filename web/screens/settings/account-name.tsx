/** What one is called; the address one signs in with stays. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { askAgain } from '../../app/ask-again.ts';
import { askAuth } from '../../app/auth-calls.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { accountChanged } from './account-calls.ts';

export function AccountName({ name, email }: { readonly name: string; readonly email: string }) {
  const t = useTranslations('settings.account');
  const [typed, setTyped] = useState(name);
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const wanted = typed.trim();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const { ok } = await askAuth('/update-user', { name: wanted });
    setBusy(false);
    setFailed(!ok);
    if (!ok) return;
    tellDone(t('name_saved'));
    askAgain('/api/me');
    await accountChanged();
  };
  return (
    <Card title={t('you')} description={email}>
      <form className="flex max-w-md flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={t('name')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="name"
          error={failed ? t('not_saved') : undefined}
        />
        <div>
          <Button type="submit" busy={busy} disabled={wanted === '' || wanted === name || wanted.length > 200}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
