/** Pairs that may be one: side by side, so that somebody can say yes or no. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Badge } from '../../ui/status.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { lookOf, nameIn } from '../records/model-columns.ts';
import { Value } from '../records/values.tsx';
import { useRecords, type KnownRecord } from './known-records.ts';
import { RecordName } from './record-name.tsx';

type Suggestion = Schema['LinkSuggestion'];

export function Suggestions() {
  const t = useTranslations('links.suggestions');
  const { tenant } = useSession();
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/links/suggestions',
    { params: { path: { tenant }, query: { limit: 20 } } },
    byCursor,
  );
  const { rows, loading, more, onMore } = useRows<Suggestion>(list);
  // Those of the last page that was read, with those just above.
  const records = useRecords(rows.slice(-100).flatMap((one) => one.records.map(({ record }) => record)));
  if (list.isError) return <Problem error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={6} />;
  if (rows.length === 0 && !loading)
    return (
      <Card>
        <Empty title={t('none')}>{t('none_text')}</Empty>
      </Card>
    );
  return (
    <>
      <ul className="flex flex-col gap-3">
        {rows.map((one) => (
          <li key={one.id}>
            <Pair suggestion={one} records={records} />
          </li>
        ))}
      </ul>
      {more && (
        <div className="flex justify-center">
          <Button busy={loading} onPress={onMore}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}

interface PairProps {
  readonly suggestion: Suggestion;
  readonly records: ReadonlyMap<string, KnownRecord> | undefined;
}

function Pair({ suggestion, records }: PairProps) {
  const t = useTranslations('links.suggestions');
  const rules = useTranslations('links.rules');
  const kinds = useTranslations('links.kinds');
  return (
    <article className="rounded-lg border border-line bg-surface shadow-raised">
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5">
        <Badge>{kinds(suggestion.kind)}</Badge>
        <p className="min-w-0 grow text-sm">{t(`reasons.${suggestion.reason}`, { rule: rules(suggestion.rule) })}</p>
        <Decide suggestion={suggestion} records={records} />
      </header>
      <div className="grid gap-px overflow-hidden rounded-b-lg bg-line md:grid-cols-2">
        {suggestion.records.map((of) => (
          <div key={of.record} className="flex min-w-0 flex-col gap-2 bg-surface px-4 py-3">
            <RecordName of={of} record={records?.get(of.record)} />
            <Compared model={of.model} record={records?.get(of.record)} />
          </div>
        ))}
      </div>
    </article>
  );
}

/** The fields that say who or what it is. */
function Compared({ model, record }: { readonly model: string; readonly record: KnownRecord | undefined }) {
  const t = useTranslations('records.fields');
  if (record === undefined) return null;
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 text-sm">
      {lookOf(model).shown.map(({ field, kind }) => (
        <div key={field} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-muted">{t(field)}</dt>
          <dd className="min-w-0">
            <Value kind={kind} value={record.data?.[field]} data={record.data} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Decide({ suggestion: { id, records: pair }, records }: PairProps) {
  const t = useTranslations('links.suggestions');
  const { tenant, may } = useSession();
  const [first] = pair;
  const name = first === undefined ? '' : (nameIn(first.model, records?.get(first.record)?.data ?? null) ?? first.key);
  const done = (text: string) => {
    askAgain('/api/tenants/{tenant}/links/suggestions', '/api/tenants/{tenant}/links');
    tellDone(text);
  };
  const accept = api.useMutation('post', '/api/tenants/{tenant}/links/suggestions/{suggestion}/accept', {
    onSuccess: () => done(t('accepted', { name })),
  });
  const reject = api.useMutation('post', '/api/tenants/{tenant}/links/suggestions/{suggestion}/reject', {
    onSuccess: () => done(t('rejected', { name })),
  });
  const path = { tenant, suggestion: id };
  if (!may.connect) return <p className="text-sm text-muted">{t('not_yours')}</p>;
  return (
    <>
      <Button
        size="small"
        busy={reject.isPending}
        disabled={accept.isPending}
        onPress={() => reject.mutate({ params: { path } })}
      >
        {t('reject')}
      </Button>
      <Button
        size="small"
        kind="primary"
        busy={accept.isPending}
        disabled={reject.isPending}
        onPress={() => accept.mutate({ params: { path } })}
      >
        {t('accept')}
      </Button>
      {(accept.isError || reject.isError) && (
        <div className="basis-full">
          <Problem error={accept.error ?? reject.error} />
        </div>
      )}
    </>
  );
}
