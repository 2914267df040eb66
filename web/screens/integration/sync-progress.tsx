/** How far the reading of an integration is: pages, records, how fast, what is done. Read out now and then, not with every page. */
import { useEffect, useRef, useState } from 'react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Progress } from '../../ui/progress.tsx';
import { rateOf, totalsOf } from '../runs/live-runs.ts';
import { isResting, isUnderWay, type Run } from '../runs/run-words.tsx';
import { useSync } from './sync.tsx';

/** Between two lines that are read out. Milliseconds. */
const quietMs = 8_000;

export function SyncProgress() {
  const { runs } = useSync();
  // What rests is said among what is wrong.
  return runs.some((run) => isUnderWay(run) && !isResting(run)) ? <Shown runs={runs} /> : null;
}

function Shown({ runs }: { readonly runs: readonly Run[] }) {
  const t = useTranslations('integration.sync');
  const { tenant, may } = useSession();
  const format = useFormatter();
  const now = useNow({ updateInterval: 1_000 });
  const cancel = api.useMutation('post', '/api/tenants/{tenant}/runs/{run}/cancel');
  const under = runs.filter(isUnderWay);
  const { read, pages, failed, retries } = totalsOf(runs);
  const rate = rateOf(runs, now.getTime());
  const names = under.filter(({ state }) => state === 'running').map(({ stream }) => stream);
  const said = t('said', { done: runs.length - under.length, of: runs.length, records: read });
  const facts = [
    t('records', { count: read }),
    t('pages', { count: pages }),
    ...(rate === undefined
      ? []
      : [t('rate', { rate: format.number(rate, { maximumFractionDigits: rate < 10 ? 1 : 0 }) })]),
    ...(retries > 0 ? [t('retries', { count: retries })] : []),
    ...(failed > 0 ? [t('unmappable', { count: failed })] : []),
  ];
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div className="min-w-56 grow">
          <Progress
            label={t('title', { done: runs.length - under.length, of: runs.length })}
            done={runs.length - under.length}
            of={runs.length > 1 ? runs.length : undefined}
          />
          <p className="mt-1.5 text-sm text-muted tabular-nums">
            {facts.join(' · ')}
            {names.length > 0 && ` · ${format.list(names.slice(0, 3))}`}
          </p>
        </div>
        {may.sync && (
          <Button
            size="small"
            busy={cancel.isPending}
            onPress={() => {
              for (const { id } of under) cancel.mutate({ params: { path: { tenant, run: id } } });
            }}
          >
            {t('cancel')}
          </Button>
        )}
      </div>
      <Spoken text={said} />
    </Card>
  );
}

/** Repeats the newest text every few seconds at most. */
function Spoken({ text }: { readonly text: string }) {
  const [said, setSaid] = useState(text);
  const newest = useRef(text);
  useEffect(() => {
    newest.current = text;
  });
  useEffect(() => {
    const timer = setInterval(() => setSaid(newest.current), quietMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="status" className="sr-only">
      {said}
    </span>
  );
}
