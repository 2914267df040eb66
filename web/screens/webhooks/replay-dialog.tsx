/** Having many webhooks worked off again: which ones, how many that are, and only then doing it. */
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { api, client } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { sinceOf, useSeenTypes } from './filters.tsx';
import { spanNames, type Span } from './places.ts';

const states = ['failed', 'processed', 'all'] as const;
const path = '/api/tenants/{tenant}/webhooks/replay';
/** What one call takes at most; there may be more. */
const perCall = 10_000;

/** `integration`: only of that one, and no other can be chosen. */
export function ReplayDialog({
  integration: fixed,
  onClose,
}: {
  readonly integration?: string;
  readonly onClose: () => void;
}) {
  const t = useTranslations('webhooks.replay_many');
  const spans = useTranslations('webhooks.spans');
  const { tenant } = useSession();
  const known = useKnownIntegrations();
  const [state, setState] = useState<(typeof states)[number]>('failed');
  const [span, setSpan] = useState<Span | 'own'>('day');
  const [begin, setBegin] = useState('');
  const [end, setEnd] = useState('');
  const [integration, setIntegration] = useState<string | null>(fixed ?? null);
  const [type, setType] = useState<string | null>(null);
  const types = useSeenTypes(integration ?? undefined);
  const spanned = useMemo(() => (span === 'own' ? momentOf(begin) : sinceOf(span)), [span, begin]);
  const until = span === 'own' ? momentOf(end) : undefined;
  const wanted = {
    state,
    since: spanned ?? '',
    ...(integration === null ? {} : { integration }),
    ...(type === null ? {} : { type }),
    ...(until === undefined ? {} : { until }),
  };
  const count = api.useQuery(
    'post',
    path,
    { params: { path: { tenant } }, body: { ...wanted, dry_run: true } },
    { enabled: spanned !== undefined, staleTime: 0 },
  );
  const replay = useReplay(tenant, wanted, (replayed) => {
    tellDone(t('done', { count: replayed }));
    onClose();
  });
  const found = spanned === undefined ? undefined : count.data?.replayed;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      description={t('description')}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button
            kind="primary"
            busy={replay.busy}
            disabled={found === undefined || found === 0 || count.isFetching}
            onPress={replay.start}
          >
            {t('go', { count: found ?? 0 })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 py-1">
        {replay.error !== undefined && <Problem error={replay.error} />}
        <Select
          label={t('which')}
          value={state}
          choices={states.map((value) => ({ value, label: t(`states.${value}`) }))}
          onChange={setState}
        />
        <Select
          label={t('when')}
          value={span}
          choices={[
            ...spanNames.map((value) => ({ value, label: spans(value) })),
            { value: 'own' as const, label: t('own') },
          ]}
          onChange={setSpan}
        />
        {span === 'own' && (
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
            <TextField
              kind="datetime-local"
              label={t('from')}
              value={begin}
              onChange={(event) => setBegin(event.currentTarget.value)}
            />
            <TextField
              kind="datetime-local"
              label={t('until')}
              optional
              value={end}
              onChange={(event) => setEnd(event.currentTarget.value)}
            />
          </div>
        )}
        {fixed === undefined && (
          <Combobox
            label={t('integration')}
            optional
            placeholder={t('any_integration')}
            value={integration}
            choices={known.list.map(({ id, name, provider }) => ({ value: id, label: name, hint: provider }))}
            onChange={setIntegration}
          />
        )}
        <Combobox
          label={t('type')}
          optional
          placeholder={t('any_type')}
          value={type}
          choices={types.map((value) => ({ value, label: value }))}
          onChange={setType}
        />
        <div role="status" className="rounded-md bg-sunken px-3 py-2">
          {spanned === undefined && t('say_from')}
          {spanned !== undefined && count.isFetching && <Spinner />}
          {count.isError && !count.isFetching && <Problem error={count.error} />}
          {!count.isFetching && found !== undefined && <Count count={found} />}
        </div>
      </div>
    </Dialog>
  );
}

function Count({ count }: { readonly count: number }) {
  const t = useTranslations('webhooks.replay_many');
  const format = useFormatter();
  return count >= perCall ? t('count_more', { count: format.number(perCall) }) : t('count', { count });
}

/** All of them, call by call. */
function useReplay(
  tenant: string,
  body: {
    readonly state: (typeof states)[number];
    readonly since: string;
    readonly integration?: string;
    readonly type?: string;
    readonly until?: string;
  },
  onDone: (replayed: number) => void,
) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const all = async () => {
    let replayed = 0;
    for (let cursor: string | null | undefined; cursor !== null;) {
      const answer = await client.POST(path, {
        params: { path: { tenant } },
        body: { ...body, dry_run: false, ...(cursor === undefined ? {} : { cursor }) },
      });
      if (answer.data === undefined) throw answer.error;
      replayed += answer.data.replayed;
      cursor = answer.data.next_cursor;
    }
    askAgain('/api/tenants/{tenant}/webhooks', '/api/tenants/{tenant}/integrations/{integration}/webhook-counts');
    onDone(replayed);
  };
  const start = () => {
    setBusy(true);
    setError(undefined);
    all()
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return { busy, error, start };
}

/** What the browser's field says, in local time. Undefined: nothing yet. */
function momentOf(local: string): string | undefined {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
