/** Who acts for the platform, or for a partner. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api, isProblem } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { usePresence } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { Badge } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { problemText } from '../settings/problem-text.ts';

type Member = Schema['PlatformMember'];

const roles = ['administrator', 'operator', 'viewer'] as const satisfies readonly Member['role'][];

export function PlatformPeopleScreen() {
  const t = useTranslations('platform.people');
  const list = api.useQuery('get', '/api/platform/members');
  const columns = useColumns();
  return (
    <Page title={t('title')} description={t('description')}>
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <Card flush>
          <Table
            label={t('title')}
            columns={columns}
            rows={list.data?.data ?? []}
            loading={list.isPending}
            rowKey={({ user_id }) => user_id}
            empty={<Empty title={t('none')} />}
          />
        </Card>
      )}
      <Add />
    </Page>
  );
}

function useColumns(): readonly Column<Member>[] {
  const t = useTranslations('platform.people');
  const { me } = usePresence();
  return [
    {
      key: 'name',
      label: t('columns.name'),
      width: 'minmax(0, 2fr)',
      render: ({ name, email, user_id }) => (
        <span className="flex min-w-0 flex-col">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium">{name}</span>
            {user_id === me.person.id && <Badge>{t('you')}</Badge>}
          </span>
          <span className="truncate text-sm text-muted">{email}</span>
        </span>
      ),
    },
    {
      key: 'role',
      label: t('columns.role'),
      width: 'minmax(8rem, 11rem)',
      render: (member) => (
        <span className="flex flex-col items-start gap-2">
          <RoleOf member={member} />
          <span className="md:hidden">
            <Remove member={member} />
          </span>
        </span>
      ),
    },
    {
      key: 'since',
      label: t('columns.since'),
      width: '9rem',
      wideOnly: true,
      render: ({ since }) => <Moment at={since} />,
    },
    {
      key: 'remove',
      label: t('columns.remove'),
      width: '6rem',
      align: 'end',
      wideOnly: true,
      render: (member) => <Remove member={member} />,
    },
  ];
}

function RoleOf({ member }: { readonly member: Member }) {
  const t = useTranslations('platform.people');
  const put = api.useMutation('put', '/api/platform/members', {
    onSettled: () => askAgain('/api/platform/members', '/api/me'),
    onError: (error) => tellFailed(t('not_changed', { name: member.name }), problemText(error)),
    onSuccess: ({ name, role }) => tellDone(t('changed', { name, role: t(`roles.${role}.name`) })),
  });
  return (
    <Select
      bare
      label={t('role_of', { name: member.name })}
      value={put.isPending ? (put.variables?.body.role ?? member.role) : member.role}
      choices={roles.map((value) => ({ value, label: t(`roles.${value}.name`) }))}
      onChange={(role) => put.mutate({ body: { email: member.email, role } })}
    />
  );
}

function Remove({ member }: { readonly member: Member }) {
  const t = useTranslations('platform.people');
  const remove = api.useMutation('delete', '/api/platform/members/{user}', {
    onSettled: () => askAgain('/api/platform/members', '/api/me'),
    onError: (error) => tellFailed(t('not_removed', { name: member.name }), problemText(error)),
    onSuccess: () => tellDone(t('removed', { name: member.name })),
  });
  return (
    <Button
      size="small"
      kind="danger"
      busy={remove.isPending}
      label={t('remove_of', { name: member.name })}
      onPress={() => remove.mutate({ params: { path: { user: member.user_id } } })}
    >
      {t('remove')}
    </Button>
  );
}

function Add() {
  const t = useTranslations('platform.people');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Member['role']>('viewer');
  const put = api.useMutation('put', '/api/platform/members', {
    onSuccess: ({ name }) => {
      tellDone(t('added', { name }));
      setEmail('');
      askAgain('/api/platform/members', '/api/me');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate({ body: { email: email.trim(), role } });
  };
  const wrong = isProblem(put.error) ? put.error.problems?.find(({ path }) => path === 'email')?.message : undefined;
  return (
    <Card title={t('add')} description={t('add_text')}>
      <form className="flex max-w-md flex-col gap-4" onSubmit={submit} noValidate>
        {put.isError && wrong === undefined && <Problem error={put.error} />}
        <TextField
          label={t('email')}
          kind="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          autoComplete="off"
          error={wrong}
        />
        <Select
          label={t('columns.role')}
          help={t(`roles.${role}.may`)}
          value={role}
          choices={roles.map((value) => ({ value, label: t(`roles.${value}.name`) }))}
          onChange={setRole}
        />
        <div>
          <Button type="submit" kind="primary" busy={put.isPending} disabled={email.trim() === ''}>
            {t('add_submit')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
