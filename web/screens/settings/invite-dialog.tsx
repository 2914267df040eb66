/** Inviting somebody: by letter where there is a mail server, else by a link to pass on, which is shown this once. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { api, isProblem } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { roles, type Role } from './roles.ts';

export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('settings.invite');
  const words = useTranslations('words.role');
  const { tenant, me } = useSession();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const create = api.useMutation('post', '/api/tenants/{tenant}/invitations', {
    onSuccess: () => askAgain('/api/tenants/{tenant}/invitations'),
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    create.mutate({ params: { path: { tenant } }, body: { email: email.trim(), role } });
  };
  const made = create.data;
  const wrong = isProblem(create.error)
    ? create.error.problems?.find(({ path }) => path === 'email')?.message
    : undefined;
  if (made !== undefined)
    return (
      <Dialog
        open
        onClose={onClose}
        title={made.sent ? t('sent', { email: made.email }) : t('made', { email: made.email })}
        actions={
          <Button kind="primary" onPress={onClose}>
            {t('done')}
          </Button>
        }
      >
        <div className="flex flex-col gap-3 pb-2">
          <Callout tone={made.sent ? 'good' : 'warn'} title={made.sent ? t('sent_text') : t('made_text')} spoken>
            {t('link_once')}
          </Callout>
          <Copyable text={made.url} />
        </div>
      </Dialog>
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      description={me.sign_in.password_reset ? t('by_letter') : t('by_link')}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button kind="primary" busy={create.isPending} onPress={submit}>
            {me.sign_in.password_reset ? t('send') : t('make')}
          </Button>
        </>
      }
    >
      <form className="flex flex-col gap-4 pb-2" onSubmit={submit} noValidate>
        {create.isError && wrong === undefined && <Problem error={create.error} />}
        <TextField
          label={t('email')}
          kind="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          autoComplete="off"
          autoFocus
          error={wrong}
        />
        <Select
          label={t('role')}
          help={words(`${role}.may`)}
          value={role}
          choices={roles.map((value) => ({ value, label: words(`${value}.name`) }))}
          onChange={setRole}
        />
      </form>
    </Dialog>
  );
}
