/** Sending many deliveries again: which ones, how many that are, and only then doing it. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, client } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownEndpoints } from '../../app/known-endpoints.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { tellDone } from '../../ui/toast.tsx';

const path = '/api/tenants/{tenant}/deliveries/retry';
const states = ['failed', 'all'] as const;
const hourMs = 3_600_000;
const spans = { day: 24 * hourMs, week: 7 * 24 * hourMs, month: 31 * 24 * hourMs } as const;
const spanNames = ['day', 'week', 'month'] as const;

export function RetryDialog({
  endpoint: chosen,
  onClose,
}: {
  /** Which endpoint it begins with. */
  readonly endpoint?: string;
  readonly onClose: () => void;
}) {
  const t = useTranslations('deliveries.retry_many');
  const { tenant } = useSession();
  const known = useKnownEndpoints();
  const [endpoint, setEndpoint] = useState<string | null>(chosen ?? null);
  const [state, setState] = useState<(typeof states)[number]>('failed');
  const [span, setSpan] = useState<keyof typeof spans>('month');
  // Beginning with when the dialog was opened: the count stays about the same deliveries.
  const [openedAt] = useState(() => Date.now());
  const body = {
    state,
    since: new Date(openedAt - spans[span]).toISOString(),
    ...(endpoint === null ? {} : { endpoint }),
  };
  const count = api.useQuery(
    'post',
    path,
    { params: { path: { tenant } }, body: { ...body, dry_run: true } },
    { staleTime: 0 },
  );
  const [failed, setFailed] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    let queued = 0;
    for (let since: string | null = body.since; since !== null;) {
      const answer: Awaited<ReturnType<typeof retry>> = await retry(tenant, { ...body, since });
      queued += answer.queued;
      since = answer.next_since;
    }
    tellDone(t('done', { count: queued }));
    askAgain('/api/tenants/{tenant}/deliveries', '/api/tenants/{tenant}/endpoints/{endpoint}/delivery-counts');
    onClose();
  };
  const start = () => {
    setBusy(true);
    go()
      .catch(setFailed)
      .finally(() => setBusy(false));
  };
  const found = count.data?.queued;
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
            busy={busy}
            disabled={found === undefined || found === 0 || count.isFetching}
            onPress={start}
          >
            {t('go', { count: found ?? 0 })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 py-1">
        {failed !== undefined && <Problem error={failed} />}
        <Combobox
          label={t('endpoint')}
          optional
          placeholder={t('any_endpoint')}
          value={endpoint}
          choices={known.list.map(({ id, name, url }) => ({ value: id, label: name, hint: url }))}
          onChange={setEndpoint}
        />
        <Select
          label={t('which')}
          value={state}
          choices={states.map((value) => ({ value, label: t(`states.${value}`) }))}
          onChange={setState}
        />
        <Select
          label={t('when')}
          value={span}
          choices={spanNames.map((value) => ({ value, label: t(`spans.${value}`) }))}
          onChange={setSpan}
        />
        <div role="status" className="rounded-md bg-sunken px-3 py-2">
          {count.isFetching && <Spinner />}
          {count.isError && !count.isFetching && <Problem error={count.error} />}
          {!count.isFetching &&
            found !== undefined &&
            (count.data?.more === true ? t('count_more', { count: found }) : t('count', { count: found }))}
        </div>
      </div>
    </Dialog>
  );
}

async function retry(
  tenant: string,
  body: { readonly state: 'failed' | 'all'; readonly since: string; readonly endpoint?: string },
) {
  const { data, error } = await client.POST(path, { params: { path: { tenant } }, body: { ...body, dry_run: false } });
  if (data === undefined) throw error;
  return data;
}
