/** Accepting an invitation: a person who is new chooses a name and a password; one who is known signs in. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api, isProblem } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { meQuery } from '../../app/me.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { askAuth, textOf } from '../../app/auth-calls.ts';
import { Entrance } from './entrance.tsx';
import { forgetInvitationToken, takeInvitationToken } from './invitation-token.ts';
import { NewPassword, shortestPassword } from './new-password.tsx';

type Seen = Schema['InvitationSeen'];

export function JoinScreen() {
  const t = useTranslations('sign_in.join');
  const [token] = useState(takeInvitationToken);
  return (
    <Entrance title={t('title')}>
      {token === undefined ? (
        <Failure message={t('incomplete')} next={t('incomplete_next')} />
      ) : (
        <Invitation token={token} />
      )}
    </Entrance>
  );
}

function Invitation({ token }: { readonly token: string }) {
  const t = useTranslations('sign_in.join');
  const words = useTranslations('words.role');
  const me = useQuery(meQuery);
  const seen = api.useQuery('post', '/api/invitations/look', { body: { token } });
  if (seen.isError) return <Problem error={seen.error} />;
  if (me.isError) return <Problem error={me.error} onRetry={() => void me.refetch()} />;
  if (seen.data === undefined || me.data === undefined) return <Skeleton lines={4} />;
  const { tenant, role, email } = seen.data;
  return (
    <div className="flex flex-col gap-4">
      <p>{t('asked', { tenant: tenant.name, role: words(`${role}.name`), email })}</p>
      <p className="text-sm text-muted">{words(`${role}.may`)}</p>
      <Accept token={token} seen={seen.data} person={me.data.person} />
    </div>
  );
}

function Accept({
  token,
  seen,
  person,
}: {
  readonly token: string;
  readonly seen: Seen;
  readonly person: Schema['Me']['person'];
}) {
  const t = useTranslations('sign_in.join');
  const known = useQueryClient();
  const arrive = useArrival(seen);
  const accept = api.useMutation('post', '/api/invitations/accept', { onSuccess: arrive });
  if (person === null && !seen.known) return <Newcomer token={token} seen={seen} />;
  if (person === null)
    return (
      <Button kind="primary" full render={<Link to="/sign-in" search={{ to: '/join' }} />}>
        {t('sign_in')}
      </Button>
    );
  if (person.email.toLowerCase() !== seen.email.toLowerCase()) {
    const out = async () => {
      await askAuth('/sign-out', {});
      await known.invalidateQueries();
    };
    return (
      <>
        <p>{t('other', { email: person.email })}</p>
        <Button full onPress={() => void out()}>
          {t('sign_out')}
        </Button>
      </>
    );
  }
  return (
    <>
      {accept.isError && <Problem error={accept.error} />}
      <Button kind="primary" full busy={accept.isPending} onPress={() => accept.mutate({ body: { token } })}>
        {t('accept', { name: person.name })}
      </Button>
    </>
  );
}

function useArrival({ tenant }: Seen): () => Promise<void> {
  const known = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    forgetInvitationToken();
    // Not the invitation, which is used now and would be found no more.
    await known.invalidateQueries({ queryKey: meQuery.queryKey });
    await navigate({ to: '/$tenant', params: { tenant: tenant.slug }, replace: true });
  };
}

function Newcomer({ token, seen }: { readonly token: string; readonly seen: Seen }) {
  const t = useTranslations('sign_in');
  const arrive = useArrival(seen);
  const navigate = useNavigate();
  const accept = api.useMutation('post', '/api/invitations/accept');
  const [short, setShort] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const [name, password] = [textOf(form, 'name').trim(), textOf(form, 'new-password')];
    const tooShort = password.length < shortestPassword;
    setShort(tooShort);
    if (tooShort) return;
    accept.mutate(
      { body: { token, name, password } },
      {
        onSuccess: () =>
          void askAuth('/sign-in/email', { email: seen.email, password }).then(async ({ ok }) => {
            if (ok) return arrive();
            forgetInvitationToken();
            return navigate({ to: '/sign-in', search: {} });
          }),
      },
    );
  };
  const problems = isProblem(accept.error) ? (accept.error.problems ?? []) : [];
  const nameProblem = problems.find(({ path }) => path === 'name')?.message;
  return (
    <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
      {accept.isError && nameProblem === undefined && <Problem error={accept.error} />}
      <TextField label={t('join.name')} name="name" autoComplete="name" required autoFocus error={nameProblem} />
      <NewPassword error={short ? t('new_password.too_short', { count: shortestPassword }) : undefined} />
      <Button kind="primary" type="submit" busy={accept.isPending} full>
        {t('join.submit')}
      </Button>
    </form>
  );
}
