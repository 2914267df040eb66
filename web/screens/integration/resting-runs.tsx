/** Runs that were interrupted (the other system allows no more calls for a while, or does not answer): why, and when they go on by themselves. */
import { Link } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Moment } from '../../ui/moment.tsx';
import { isResting, type Run } from '../runs/run-words.tsx';
import { FailedCall } from './failed-call.tsx';
import { useSync } from './sync.tsx';

export function RestingRuns() {
  const { runs } = useSync();
  const byReason = Map.groupBy(runs.filter(isResting), ({ error }) => error?.code);
  return [...byReason].map(([code, alike]) => <Resting key={code ?? ''} runs={alike} />);
}

function Resting({ runs }: { readonly runs: readonly Run[] }) {
  const t = useTranslations('integration.resting');
  const format = useFormatter();
  const { tenant, may } = useSession();
  const cancel = api.useMutation('post', '/api/tenants/{tenant}/runs/{run}/cancel', {
    onSettled: () =>
      askAgain(
        '/api/tenants/{tenant}/integrations/{integration}/runs',
        '/api/tenants/{tenant}/integrations/{integration}',
      ),
  });
  const [first] = runs;
  if (first === undefined || first.error === null) return null;
  const { error } = first;
  const next = runs.flatMap(({ resumes_at: at }) => at ?? []).toSorted()[0];
  return (
    <Failure
      message={t('message', { streams: format.list(runs.map(({ stream }) => stream)), message: error.message })}
      fault={error.fault}
      next={
        next === undefined ? (
          error.next
        ) : (
          <>
            {t('nothing')} <Moment at={next} />.
          </>
        )
      }
      requestId={error.request_id}
      actions={
        <>
          {may.sync && (
            <Button
              size="small"
              busy={cancel.isPending}
              onPress={() => {
                for (const { id } of runs) cancel.mutate({ params: { path: { tenant, run: id } } });
              }}
            >
              {t('cancel')}
            </Button>
          )}
          <Button
            size="small"
            kind="quiet"
            render={
              <Link
                to="/$tenant/integrations/$integration/runs/$run"
                params={{ tenant, integration: first.integration_id, run: first.id }}
              />
            }
          >
            {t('see_run')}
          </Button>
          {/* Runs that only waited their turn made no call: the one that was refused is another's. */}
          <FailedCall errors={runs.flatMap((run) => run.error ?? [])} />
        </>
      }
    />
  );
}
