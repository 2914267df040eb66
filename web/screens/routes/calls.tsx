/** The calls of a route: one for each event it heard of, and what came of it. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useNewer } from '../../app/live.tsx';
import { byCursor, isNew, useRows, whileSomeWait } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Filter, FilterRow } from '../../ui/filter-row.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Select } from '../../ui/select.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { CallDrawer } from './call-drawer.tsx';
import { CallStatus } from './call-status.tsx';
import { callStates } from './places.ts';

type Call = Schema['RouteCall'];

const from = '/$tenant/routes/$route';
const path = '/api/tenants/{tenant}/routes/{route}/calls';
const all = 'all';

export function Calls({ route: { id, status } }: { readonly route: Schema['Route'] }) {
  const t = useTranslations('routes.calls');
  const words = useTranslations('routes.call_states');
  const { tenant, may } = useSession();
  const { state, call: open } = useSearch({ from });
  const navigate = useNavigate({ from });
  const [retrying, setRetrying] = useState(false);
  const newer = useNewer('route_call', isNew);
  const list = api.useInfiniteQuery(
    'get',
    path,
    { params: { path: { tenant, route: id }, query: { limit: 100, ...(state === undefined ? {} : { state }) } } },
    { ...byCursor, refetchInterval: whileSomeWait(newer) },
  );
  const rows = useRows<Call>(list);
  const columns = useColumns();
  const show = (next: string) =>
    void navigate({
      search: {
        tab: 'calls' as const,
        ...(callStates.some((one) => one === next)
          ? { state: callStates.find((one) => one === next) ?? 'failed' }
          : {}),
      },
      replace: true,
    });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <FilterRow label={t('filters')}>
          <Filter>
            <Select
              bare
              label={t('state')}
              value={state ?? all}
              choices={[
                { value: all, label: t('any_state') },
                ...callStates.map((value) => ({ value, label: words(value) })),
              ]}
              onChange={show}
            />
          </Filter>
        </FilterRow>
        {may.act && status.failed > 0 && (
          <Button icon={<RotateCcw className="size-4" aria-hidden="true" />} onPress={() => setRetrying(true)}>
            {t('retry_all', { count: status.failed })}
          </Button>
        )}
      </div>
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <Card flush>
          <Table
            label={t('title')}
            columns={columns}
            {...rows}
            rowKey={(call) => call.id}
            openKey={open}
            onOpen={(call) => void navigate({ search: (before) => ({ ...before, call: call.id }), resetScroll: false })}
            newer={newer}
            empty={
              <Empty
                title={state === undefined ? t('none') : t('nothing')}
                action={state !== undefined && <Button onPress={() => show(all)}>{t('show_all')}</Button>}
              >
                {t('none_text')}
              </Empty>
            }
          />
        </Card>
      )}
      {open !== undefined && (
        <CallDrawer
          key={open}
          route={id}
          id={open}
          onClose={() =>
            void navigate({ search: ({ call: _closed, ...before }) => before, replace: true, resetScroll: false })
          }
        />
      )}
      {retrying && <RetryAll route={id} failed={status.failed} onClose={() => setRetrying(false)} />}
    </>
  );
}

function RetryAll({
  route,
  failed,
  onClose,
}: {
  readonly route: string;
  readonly failed: number;
  readonly onClose: () => void;
}) {
  const t = useTranslations('routes.calls');
  const { tenant } = useSession();
  const retry = api.useMutation('post', `${path}/retry`, {
    onSuccess: ({ retried }) => {
      tellDone(t('retried', { count: retried }));
      askAgain(path, '/api/tenants/{tenant}/routes/{route}');
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('retry_all', { count: failed })}
      description={t('retry_text')}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button
            kind="primary"
            busy={retry.isPending}
            onPress={() => retry.mutate({ params: { path: { tenant, route } }, body: {} })}
          >
            {t('retry_go')}
          </Button>
        </>
      }
    >
      {retry.isError && <Problem error={retry.error} />}
    </Dialog>
  );
}

function useColumns(): readonly Column<Call>[] {
  const t = useTranslations('routes.calls');
  const format = useFormatter();
  return [
    {
      key: 'state',
      label: t('state'),
      width: 'minmax(6.5rem, 1fr)',
      render: ({ state }) => <CallStatus state={state} />,
    },
    {
      key: 'why',
      label: t('why'),
      width: 'minmax(9rem, 4fr)',
      render: ({ error, reason, records }) => (
        <span className="block truncate">
          {error?.message ?? reason ?? (records.length > 0 ? t('stored', { count: records.length }) : '')}
        </span>
      ),
    },
    {
      key: 'version',
      label: t('version'),
      width: '4rem',
      align: 'end',
      wideOnly: true,
      render: ({ version }) => version ?? '',
    },
    {
      key: 'attempts',
      label: t('attempts'),
      width: '5rem',
      align: 'end',
      wideOnly: true,
      render: ({ attempts }) => format.number(attempts),
    },
    {
      key: 'at',
      label: t('at'),
      width: 'minmax(6rem, 1fr)',
      align: 'end',
      wideOnly: true,
      render: ({ at }) => <Moment at={at} />,
    },
  ];
}
