/** The browsers one is signed in with. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { askAuth } from '../../app/auth-calls.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Badge } from '../../ui/status.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { sessionsQuery, type BrowserSession } from './account-calls.ts';
import { agentName } from './agent-name.ts';

export function AccountSessions() {
  const t = useTranslations('settings.account');
  const list = useQuery(sessionsQuery);
  const [busy, setBusy] = useState<string>();
  const end = async (path: string, body: object, which: string) => {
    setBusy(which);
    const { ok } = await askAuth(path, body);
    setBusy(undefined);
    if (ok) tellDone(t('signed_out'));
    else tellFailed(t('not_signed_out'));
    await list.refetch();
  };
  const others = (list.data ?? []).some(({ current }) => !current);
  return (
    <Card
      title={t('sessions')}
      description={t('sessions_text')}
      actions={
        others && (
          <Button
            kind="danger"
            busy={busy === 'others'}
            onPress={() => void end('/revoke-other-sessions', {}, 'others')}
          >
            {t('sign_out_others')}
          </Button>
        )
      }
      flush
    >
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={3} />}
      <ul className="divide-y divide-line border-t border-line">
        {list.data?.map((session) => (
          <OneSession
            key={session.token}
            session={session}
            busy={busy === session.token}
            onEnd={() => void end('/revoke-session', { token: session.token }, session.token)}
          />
        ))}
      </ul>
    </Card>
  );
}

function OneSession({
  session,
  busy,
  onEnd,
}: {
  readonly session: BrowserSession;
  readonly busy: boolean;
  readonly onEnd: () => void;
}) {
  const t = useTranslations('settings.account');
  const name = agentName(session.agent) ?? t('unknown_browser');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <span className="min-w-0 grow">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {session.current && <Badge tone="good">{t('this_browser')}</Badge>}
        </span>
        <span className="text-sm text-muted">
          {session.address !== '' && `${session.address} · `}
          {t('since')} <Moment at={session.createdAt} />
        </span>
      </span>
      {!session.current && (
        <Button size="small" busy={busy} onPress={onEnd}>
          {t('sign_out')}
        </Button>
      )}
    </li>
  );
}
