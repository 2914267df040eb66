/** One run: how far it is or how it ended, what it brought, what could not be mapped, what was logged and asked. */
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useRunProgress } from '../../app/live.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { useBytes } from '../../ui/bytes.ts';
import { Card, Facts, Figure } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useIntegration } from '../integration/current.tsx';
import { useSync } from '../integration/sync.tsx';
import { rateOf, upToDate, whileUnderWay } from './live-runs.ts';
import { RunCalls } from './run-calls.tsx';
import { RunLog } from './run-log.tsx';
import { RunProblems } from './run-problems.tsx';
import { isResting, isUnderWay, RunStatus, useDuration, type Run } from './run-words.tsx';

export function RunTab() {
  const t = useTranslations('runs.run');
  const { tenant } = useSession();
  const { run: id, integration } = useParams({ from: '/$tenant/integrations/$integration/runs/$run' });
  const live = useRunProgress(id);
  const found = api.useQuery(
    'get',
    '/api/tenants/{tenant}/runs/{run}',
    { params: { path: { tenant, run: id } } },
    { refetchInterval: ({ state }) => whileUnderWay(state.data === undefined ? [] : [state.data]) },
  );
  const run = found.data === undefined || live === undefined ? found.data : upToDate(found.data, live);
  return (
    <div className="flex flex-col gap-5">
      <Link
        to="/$tenant/integrations/$integration/runs"
        params={{ tenant, integration }}
        className="inline-flex min-h-6 w-fit items-center gap-1.5 text-sm text-muted hover:text-ink"
      >
        <ArrowLeft className="size-4 rtl:rotate-180" aria-hidden="true" />
        {t('back')}
      </Link>
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton lines={8} />}
      {run !== undefined && <Shown run={run} />}
    </div>
  );
}

function Shown({ run }: { readonly run: Run }) {
  const t = useTranslations('runs');
  return (
    <>
      <Card
        title={t('run.title', { stream: run.stream })}
        description={t('run.of', { mode: t(`modes.${run.mode}`), trigger: t(`triggers.${run.trigger}`) })}
        actions={
          <span className="flex flex-wrap items-center gap-3">
            <RunStatus state={run.state} />
            <RunActs run={run} />
          </span>
        }
      >
        {isUnderWay(run) && !isResting(run) && (
          <div className="mb-4">
            <Progress label={t(`states.${run.state}`)} done={0} />
          </div>
        )}
        <Flow run={run} />
      </Card>
      {run.error !== null && (
        <Failure
          message={run.error.message}
          fault={run.error.fault}
          next={run.error.next}
          requestId={run.error.request_id}
        />
      )}
      {run.failed > 0 && <RunProblems run={run} />}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <RunFacts run={run} />
        <RunLog run={run} />
      </div>
      <RunCalls run={run} />
    </>
  );
}

function RunActs({ run }: { readonly run: Run }) {
  const t = useTranslations('runs.run');
  const { tenant, may } = useSession();
  const integration = useIntegration();
  const navigate = useNavigate();
  const sync = useSync();
  const cancel = api.useMutation('post', '/api/tenants/{tenant}/runs/{run}/cancel', {
    onSettled: () =>
      askAgain('/api/tenants/{tenant}/runs/{run}', '/api/tenants/{tenant}/integrations/{integration}/runs'),
  });
  if (!may.sync) return null;
  if (isUnderWay(run))
    return (
      <Button
        size="small"
        busy={cancel.isPending || cancel.isSuccess}
        onPress={() => cancel.mutate({ params: { path: { tenant, run: run.id } } })}
      >
        {cancel.isSuccess ? t('cancelling') : t('cancel')}
      </Button>
    );
  if (integration.status === 'draft' || integration.status === 'disconnected' || integration.status === 'needs_reauth')
    return null;
  return (
    <Button
      size="small"
      busy={sync.starting}
      onPress={() => {
        sync.start({ streams: [run.stream] });
        void navigate({
          to: '/$tenant/integrations/$integration/runs',
          params: { tenant, integration: integration.id },
          search: { stream: run.stream },
        });
      }}
    >
      {t('again')}
    </Button>
  );
}

const flow = ['read', 'failed', 'created', 'updated', 'unchanged', 'deleted'] as const;

/** From what came to what it changed here. */
function Flow({ run }: { readonly run: Run }) {
  const t = useTranslations('runs.run');
  const format = useFormatter();
  return (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
      {flow.map((step) => (
        <Figure
          key={step}
          label={t(`flow_steps.${step}`)}
          value={format.number(run[step])}
          note={t(`flow_notes.${step}`)}
        />
      ))}
    </dl>
  );
}

function RunFacts({ run }: { readonly run: Run }) {
  const t = useTranslations('runs.run');
  const words = useTranslations('runs');
  const format = useFormatter();
  const duration = useDuration();
  const bytes = useBytes();
  const now = useNow({ updateInterval: isUnderWay(run) ? 1_000 : 3_600_000 });
  const rate = rateOf([run], run.finished_at === null ? now.getTime() : Date.parse(run.finished_at));
  const { started_at: started, finished_at: finished, since } = run;
  return (
    <Card title={t('facts')}>
      <Facts
        rows={[
          { name: t('step.queued'), value: <Moment at={run.queued_at} exact /> },
          ...(started === null ? [] : [{ name: t('step.started'), value: <Moment at={started} exact /> }]),
          ...(run.attempts > 1 ? [{ name: t('step.resumed'), value: t('attempts', { count: run.attempts - 1 }) }] : []),
          ...(run.resumes_at === null ? [] : [{ name: t('step.resumes'), value: <Moment at={run.resumes_at} /> }]),
          ...(finished === null ? [] : [{ name: t('step.finished'), value: <Moment at={finished} exact /> }]),
          ...(run.duration_ms === null ? [] : [{ name: words('columns.duration'), value: duration(run.duration_ms) }]),
          { name: t('mode'), value: run.forced ? t('forced') : words(`modes.${run.mode}`) },
          ...(since === null ? [] : [{ name: t('since'), value: <Moment at={since} exact /> }]),
          { name: t('pages'), value: format.number(run.pages) },
          {
            name: t('requests'),
            value:
              run.retries === 0
                ? format.number(run.requests)
                : `${format.number(run.requests)}, ${words('retries', { count: run.retries })}`,
          },
          { name: t('bytes'), value: bytes(run.bytes) },
          ...(rate === undefined
            ? []
            : [
                {
                  name: t('rate'),
                  value: t('per_second', { rate: format.number(rate, { maximumFractionDigits: 1 }) }),
                },
              ]),
          { name: t('requested_by'), value: <span className="break-all">{run.requested_by}</span> },
          { name: t('id'), value: <Copyable text={run.id} /> },
          { name: t('sync'), value: <Copyable text={run.sync_id} /> },
        ]}
      />
    </Card>
  );
}
