/** Invitations nobody has accepted yet; they can be taken back. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { problemText } from './problem-text.ts';

export function Invitations() {
  const t = useTranslations('settings.invitations');
  const { tenant } = useSession();
  const list = api.useQuery('get', '/api/tenants/{tenant}/invitations', { params: { path: { tenant } } });
  if (list.isError) return <Problem error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined || list.data.data.length === 0) return null;
  return (
    <Card title={t('title')} flush>
      <ul className="divide-y divide-line border-t border-line">
        {list.data.data.map((invitation) => (
          <Open key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Card>
  );
}

function Open({ invitation }: { readonly invitation: Schema['Invitation'] }) {
  const t = useTranslations('settings.invitations');
  const words = useTranslations('words.role');
  const { tenant } = useSession();
  const revoke = api.useMutation('delete', '/api/tenants/{tenant}/invitations/{invitation}', {
    onSuccess: () => tellDone(t('revoked', { email: invitation.email })),
    onError: (error) => tellFailed(t('not_revoked'), problemText(error)),
    onSettled: () => askAgain('/api/tenants/{tenant}/invitations'),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <span className="min-w-0 grow">
        <span className="block truncate font-medium">{invitation.email}</span>
        <span className="text-sm text-muted">
          {words(`${invitation.role}.name`)} · {t('ends')} <Moment at={invitation.expires_at} />
        </span>
      </span>
      <Button
        size="small"
        kind="danger"
        busy={revoke.isPending}
        onPress={() => revoke.mutate({ params: { path: { tenant, invitation: invitation.id } } })}
      >
        {t('revoke')}
      </Button>
    </li>
  );
}
