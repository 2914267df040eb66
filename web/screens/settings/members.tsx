/** Who acts for the tenant, as what; and who is invited. */
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Select } from '../../ui/select.tsx';
import { Badge } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { problemText } from './problem-text.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { Invitations } from './invitations.tsx';
import { RemoveMember } from './remove-member.tsx';
import { roles, type Role } from './roles.ts';

type Member = Schema['Member'];

export function MembersScreen() {
  const t = useTranslations('settings.members');
  const { tenant, may } = useSession();
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<Member>();
  const list = api.useQuery('get', '/api/tenants/{tenant}/members', { params: { path: { tenant } } });
  const columns = useColumns(list.data?.data ?? [], setRemoving);
  return (
    <>
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <Card
          title={t('title')}
          description={t('description')}
          actions={
            may.admin && (
              <Button
                kind="primary"
                icon={<UserPlus className="size-4" aria-hidden="true" />}
                onPress={() => setInviting(true)}
              >
                {t('invite')}
              </Button>
            )
          }
          flush
        >
          <Table
            label={t('title')}
            columns={columns}
            rows={list.data?.data ?? []}
            rowKey={({ user_id }) => user_id}
            loading={list.isPending}
            empty={<Empty title={t('none')}>{t('none_text')}</Empty>}
          />
        </Card>
      )}
      {may.admin && <Invitations />}
      <Explained />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {removing !== undefined && <RemoveMember member={removing} onClose={() => setRemoving(undefined)} />}
    </>
  );
}

function useColumns(members: readonly Member[], onRemove: (member: Member) => void): readonly Column<Member>[] {
  const t = useTranslations('settings.members');
  const words = useTranslations('words.role');
  const { me, may } = useSession();
  const owners = members.filter(({ role }) => role === 'owner').length;
  const goes = (member: Member) => {
    const own = member.user_id === me.person.id;
    const last = member.role === 'owner' && owners === 1;
    return (
      (may.admin || own) &&
      !last && (
        <Button
          size="small"
          kind="danger"
          label={own ? t('leave') : t('remove_of', { name: member.name })}
          onPress={() => onRemove(member)}
        >
          {own ? t('leave') : t('remove')}
        </Button>
      )
    );
  };
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
      width: 'minmax(8rem, 10rem)',
      render: (member) => (
        <span className="flex flex-col items-start gap-2">
          {may.admin ? <RoleOf member={member} /> : words(`${member.role}.name`)}
          <span className="md:hidden">{goes(member)}</span>
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
      render: goes,
    },
  ];
}

/** Changes as soon as another is chosen; what the server refuses (the last owner) is told and stays as it was. */
function RoleOf({ member }: { readonly member: Member }) {
  const t = useTranslations('settings.members');
  const words = useTranslations('words.role');
  const { tenant } = useSession();
  const change = api.useMutation('patch', '/api/tenants/{tenant}/members/{user}', {
    onSettled: () => askAgain('/api/tenants/{tenant}/members', '/api/me'),
  });
  const set = (role: Role) =>
    change.mutate(
      { params: { path: { tenant, user: member.user_id } }, body: { role } },
      {
        onSuccess: () => tellDone(t('changed', { name: member.name, role: words(`${role}.name`) })),
        onError: (error) => tellFailed(t('not_changed', { name: member.name }), problemText(error)),
      },
    );
  return (
    <Select
      bare
      label={t('role_of', { name: member.name })}
      value={change.isPending ? (change.variables?.body.role ?? member.role) : member.role}
      choices={roles.map((value) => ({ value, label: words(`${value}.name`) }))}
      onChange={set}
    />
  );
}

function Explained() {
  const t = useTranslations('settings.members');
  const words = useTranslations('words.role');
  return (
    <Card title={t('explained')}>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr]">
        {roles.map((role) => (
          <div key={role} className="grid-cols-subgrid sm:col-span-2 sm:grid">
            <dt className="font-medium">{words(`${role}.name`)}</dt>
            <dd className="text-muted">{words(`${role}.may`)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
