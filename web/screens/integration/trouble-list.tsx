/** What is wrong with an integration, in words, each with what can be done about it beside it. */
import { useNow, useFormatter, useTranslations } from 'use-intl';
import type { ReactNode } from 'react';
import { Moment } from '../../ui/moment.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Failure } from '../../ui/failure.tsx';
import { useChange } from './changing.ts';
import { ConnectLink } from './connect-link.tsx';
import { useIntegration } from './current.tsx';
import { FailedCall } from './failed-call.tsx';
import { HeldDeletions } from './held-deletions.tsx';
import { RestingRuns } from './resting-runs.tsx';
import { useSync } from './sync.tsx';
import { troublesOf, type Trouble } from './troubles.ts';

export function TroubleList() {
  const t = useTranslations('integration.trouble');
  const integration = useIntegration();
  const now = useNow({ updateInterval: 15_000 });
  const troubles = troublesOf(integration, now.getTime());
  return (
    <section aria-label={t('title')} className="flex flex-col gap-3 empty:hidden">
      {troubles.map((trouble) => (
        <Shown key={trouble.kind === 'failing' ? trouble.streams.join() : trouble.kind} trouble={trouble} />
      ))}
      <RestingRuns />
      <HeldDeletions />
    </section>
  );
}

function Shown({ trouble }: { readonly trouble: Trouble }) {
  switch (trouble.kind) {
    case 'failing':
      return <Failing trouble={trouble} />;
    case 'paused':
      return <Paused until={trouble.until} />;
    case 'overdue':
      return <Overdue since={trouble.since} />;
    default:
      return <NotConnected kind={trouble.kind} message={trouble.message} />;
  }
}

function NotConnected({
  kind,
  message,
}: {
  readonly kind: 'sign_in_again' | 'never_connected' | 'disconnected' | 'choose_account';
  readonly message: string | null;
}) {
  const t = useTranslations('integration.trouble');
  const { may } = useSession();
  const integration = useIntegration();
  const act = may.connect && (
    <ConnectLink integration={integration} size="small" kind="primary">
      {t(`acts.${kind}`)}
    </ConnectLink>
  );
  if (kind === 'sign_in_again')
    return (
      <Failure message={message ?? t('texts.sign_in_again')} fault="you" next={t('next.sign_in_again')} actions={act} />
    );
  return (
    <Callout tone={kind === 'choose_account' ? 'warn' : 'plain'} title={t(`titles.${kind}`)} actions={act}>
      <p>{message ?? t(`texts.${kind}`)}</p>
    </Callout>
  );
}

function Failing({ trouble }: { readonly trouble: Extract<Trouble, { kind: 'failing' }> }) {
  const t = useTranslations('integration.trouble');
  const format = useFormatter();
  const { may } = useSession();
  const integration = useIntegration();
  const sync = useSync();
  const { error, streams } = trouble;
  const due = integration.streams
    .filter(({ name }) => streams.includes(name))
    .flatMap(({ next_run_at: at }) => at ?? []);
  const next = due.toSorted()[0];
  const again: ReactNode =
    next === undefined || integration.status === 'paused' ? undefined : (
      <>
        {t('tries_again')} <Moment at={next} />.
      </>
    );
  return (
    <Failure
      message={t('failing', { streams: format.list(streams), message: error.message })}
      fault={error.fault}
      next={
        <>
          {error.next} {again}
        </>
      }
      requestId={error.request_id}
      actions={
        <>
          {may.connect && (error.code === 'auth_expired' || error.code === 'auth_revoked') && (
            <ConnectLink integration={integration} size="small" kind="primary">
              {t('acts.sign_in_again')}
            </ConnectLink>
          )}
          {may.sync && integration.status !== 'needs_reauth' && (
            <Button
              size="small"
              busy={sync.starting || sync.runs.length > 0}
              onPress={() => sync.start({ streams: [...streams] })}
            >
              {t('acts.retry')}
            </Button>
          )}
          <FailedCall errors={[error]} />
        </>
      }
    />
  );
}

function Paused({ until }: { readonly until: string | null }) {
  const t = useTranslations('integration.trouble');
  const { may } = useSession();
  const integration = useIntegration();
  const { change, busy } = useChange(integration);
  return (
    <Callout
      tone="plain"
      title={
        until === null ? (
          t('titles.paused')
        ) : (
          <>
            {t('titles.paused_until')} <Moment at={until} exact />
          </>
        )
      }
      actions={
        may.connect && (
          <Button size="small" busy={busy} onPress={() => change({ enabled: true, paused_until: null })}>
            {t('acts.resume')}
          </Button>
        )
      }
    >
      <p>{t('texts.paused')}</p>
    </Callout>
  );
}

function Overdue({ since }: { readonly since: string }) {
  const t = useTranslations('integration.trouble');
  return (
    <Failure
      fault="us"
      message={t('titles.overdue')}
      next={
        <>
          {t('next.overdue')} <Moment at={since} />.
        </>
      }
    />
  );
}
