/** What fails, with what to do about it: the first thing on the screen. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Moment } from '../../ui/moment.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import type { Overview } from './overview.tsx';

type Attention = Overview['attention'][number];

export function AttentionList({ overview }: { readonly overview: Overview }) {
  const t = useTranslations('overview.attention');
  const { tenant, may } = useSession();
  const { attention, held_deletions: held } = overview;
  if (attention.length === 0 && held === 0) return null;
  return (
    <section aria-labelledby="attention" className="flex flex-col gap-3">
      <h2 id="attention" className="text-lg font-semibold">
        {t('title')}
      </h2>
      {attention.map((one) => (
        <Trouble key={one.integration_id} trouble={one} />
      ))}
      {held > 0 && (
        <div className="flex flex-wrap items-center gap-3 rounded-lg border border-warn/30 bg-warn-soft px-4 py-3">
          <p className="grow text-warn">{t('deletions', { count: held })}</p>
          {may.sync && (
            <Button size="small" render={<Link to="/$tenant/deletions" params={{ tenant }} />}>
              {t('deletions_action')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Trouble({ trouble }: { readonly trouble: Attention }) {
  const t = useTranslations('overview.attention');
  const { tenant, may } = useSession();
  const { integration_id: integration, name, provider, status, error, since } = trouble;
  const sync = api.useMutation('post', '/api/tenants/{tenant}/integrations/{integration}/sync', {
    onSuccess: () => tellDone(t('retried', { name })),
    onError: (problem) => tellFailed(t('failed', { name }), problem.detail),
  });
  const { stream, message } = error;
  return (
    <Failure
      message={stream === undefined ? t('message', { name, message }) : t('stream', { name, stream, message })}
      fault={error.fault}
      next={error.next}
      actions={
        <>
          {status === 'needs_reauth' && may.connect && (
            <Button
              size="small"
              kind="primary"
              render={<Link to="/$tenant/connect/$provider" params={{ tenant, provider }} search={{ integration }} />}
            >
              {t('reconnect')}
            </Button>
          )}
          {status === 'failing' && may.sync && (
            <Button
              size="small"
              kind="primary"
              busy={sync.isPending}
              onPress={() =>
                sync.mutate({
                  params: { path: { tenant, integration } },
                  body: stream === undefined ? {} : { streams: [stream] },
                })
              }
            >
              {t('retry')}
            </Button>
          )}
          <Button
            size="small"
            render={<Link to="/$tenant/integrations/$integration/logs" params={{ tenant, integration }} />}
          >
            {t('log')}
          </Button>
          {since !== null && (
            <span className="self-center text-sm text-muted">
              {t('since')} <Moment at={since} />
            </span>
          )}
        </>
      }
    />
  );
}
