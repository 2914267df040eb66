/**
 * Reading an integration now, from any of its tabs: started here, shown while it goes on (also what others or the schedule started), and
 * what came of it is told when the last of the runs that this page started has ended.
 */
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api, isProblem } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { useSession } from '../../app/session.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { totalsOf, useLiveRuns, whileUnderWay } from '../runs/live-runs.ts';
import { isUnderWay, type Run } from '../runs/run-words.tsx';
import type { Integration } from './current.tsx';

export type SyncInput = Schema['SyncInput'];

interface Sync {
  /** Runs under way, with those of the same request that have ended already. Empty: nothing is being read. */
  readonly runs: readonly Run[];
  readonly starting: boolean;
  readonly start: (input: SyncInput) => void;
}

const Current = createContext<Sync | undefined>(undefined);

/** The latest ones: an integration has fewer streams than this. */
const latest = 50;

export function useSync(): Sync {
  const sync = useContext(Current);
  if (sync === undefined) throw new Error('this is shown below the heading of one integration');
  return sync;
}

export function SyncWatch({
  integration,
  children,
}: {
  readonly integration: Integration;
  readonly children: ReactNode;
}) {
  const t = useTranslations('integration.sync');
  const { tenant } = useSession();
  const path = { tenant, integration: integration.id };
  const [mine, setMine] = useState<readonly string[]>([]);
  const wanted = mine.length > 0 || integration.sync_status === 'syncing';
  const list = api.useQuery(
    'get',
    '/api/tenants/{tenant}/integrations/{integration}/runs',
    { params: { path, query: { limit: latest } } },
    { enabled: wanted, refetchInterval: ({ state }) => whileUnderWay(state.data?.data) },
  );
  const begin = api.useMutation('post', '/api/tenants/{tenant}/integrations/{integration}/sync', {
    onSuccess: ({ runs }) => setMine(runs.map(({ id }) => id)),
    onError: (problem) => tellFailed(t('not_started'), isProblem(problem) ? problem.detail : undefined),
    onSettled: () =>
      askAgain(
        '/api/tenants/{tenant}/integrations/{integration}/runs',
        '/api/tenants/{tenant}/integrations/{integration}',
      ),
  });
  const known = useLiveRuns(list.data?.data ?? []);
  const runs = wanted ? ofRequestsUnderWay(known) : [];
  useEnding(integration.name, mine, known, () => setMine([]));
  const sync = {
    runs,
    starting: begin.isPending,
    start: (input: SyncInput) => begin.mutate({ params: { path }, body: input }),
  };
  return <Current value={sync}>{children}</Current>;
}

function ofRequestsUnderWay(runs: readonly Run[]): readonly Run[] {
  const requests = new Set(runs.filter(isUnderWay).map((run) => run.sync_id));
  return runs.filter((run) => requests.has(run.sync_id));
}

/** Tells once what came of the runs that were started here. */
function useEnding(name: string, mine: readonly string[], known: readonly Run[], over: () => void): void {
  const t = useTranslations('integration.sync');
  const ended = known.filter((run) => mine.includes(run.id) && !isUnderWay(run));
  const done = mine.length > 0 && ended.length === mine.length;
  useEffect(() => {
    if (!done) return;
    over();
    const { created, updated, deleted, failed, unchanged } = totalsOf(ended);
    const wrong = ended.filter((run) => run.state === 'failed');
    const [first] = wrong;
    if (first === undefined)
      tellDone(t('done', { name }), t('summary', { created, updated, deleted, failed, unchanged }));
    else tellFailed(t('failed', { name, count: wrong.length }), first.error?.message);
    // The effect is about the moment when the last one ends; what it tells is what is known then.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [done]);
}
