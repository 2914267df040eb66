/** Runs in rows, newest first: what each brought, how long it took, how often the other system was asked. Those under way count up. */
import { useNavigate } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { useMemo, type ReactNode } from 'react';
import { useKnownIntegrations, type KnownIntegration } from '../../app/known-integrations.ts';
import { useRunProgress, type Newer } from '../../app/live.tsx';
import type { Rows } from '../../app/pages.ts';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { upToDate } from './live-runs.ts';
import { RunStatus, useDuration, type Run } from './run-words.tsx';

type Count = 'created' | 'updated' | 'unchanged' | 'deleted' | 'failed';

export function RunsTable({
  rows,
  newer,
  everywhere,
  empty,
}: {
  readonly rows: Rows<Run>;
  readonly newer: Newer;
  /** Runs of several integrations: each says whose it is. */
  readonly everywhere: boolean;
  readonly empty: ReactNode;
}) {
  const t = useTranslations('runs');
  const { tenant } = useSession();
  const navigate = useNavigate();
  const columns = useColumns(everywhere);
  return (
    <Card flush>
      <Table
        label={t('title')}
        columns={columns}
        {...rows}
        rowKey={({ id }) => id}
        newer={newer}
        onOpen={({ id, integration_id: integration }) =>
          void navigate({
            to: '/$tenant/integrations/$integration/runs/$run',
            params: { tenant, integration, run: id },
          })
        }
        empty={empty}
      />
    </Card>
  );
}

function useColumns(everywhere: boolean): readonly Column<Run>[] {
  const t = useTranslations('runs');
  const { list } = useKnownIntegrations();
  return useMemo(() => {
    const known = new Map(list.map((one) => [one.id, one]));
    const count = (name: Count, width: string, wideOnly: boolean | 'very'): Column<Run> => ({
      key: name,
      label: t(`columns.${name}`),
      width,
      align: 'end',
      wideOnly,
      render: (run) => <LiveCount run={run} name={name} />,
    });
    return [
      {
        key: 'stream',
        label: everywhere ? t('columns.integration') : t('columns.stream'),
        width: 'minmax(7rem, 2fr)',
        render: ({ stream, integration_id: integration, mode }) => (
          <span className="flex min-w-0 items-center gap-2.5">
            {everywhere && <Icon integration={known.get(integration)} />}
            <span className="min-w-0">
              <span className="block truncate font-medium">
                {everywhere ? (known.get(integration)?.name ?? integration) : stream}
              </span>
              <span className="block truncate text-sm text-muted">{everywhere ? stream : t(`modes.${mode}`)}</span>
            </span>
          </span>
        ),
      },
      {
        key: 'state',
        label: t('columns.state'),
        width: 'minmax(6.5rem, 1fr)',
        render: (run) => (
          <span className="flex flex-col items-start gap-0.5">
            <LiveState run={run} />
            <span className="text-sm text-muted md:hidden">
              <Moment at={run.queued_at} />
            </span>
          </span>
        ),
      },
      count('created', '3rem', true),
      count('updated', '4rem', true),
      count('unchanged', '3rem', 'very'),
      count('deleted', '3.5rem', 'very'),
      count('failed', '4.5rem', true),
      {
        key: 'requests',
        label: t('columns.requests'),
        width: '4.5rem',
        align: 'end',
        wideOnly: 'very',
        render: (run) => <Requests run={run} />,
      },
      {
        key: 'duration',
        label: t('columns.duration'),
        width: '4.5rem',
        align: 'end',
        wideOnly: 'very',
        render: ({ duration_ms: ms }) => <Duration ms={ms} />,
      },
      {
        key: 'queued',
        label: t('columns.queued'),
        width: 'minmax(7.5rem, 1fr)',
        align: 'end',
        wideOnly: true,
        render: ({ queued_at: at, trigger }) => (
          <span className="flex flex-col">
            <Moment at={at} />
            <span className="truncate text-sm text-muted">{t(`triggers.${trigger}`)}</span>
          </span>
        ),
      },
    ];
  }, [t, list, everywhere]);
}

/** Its place stays when it is gone, or not known yet. */
function Icon({ integration }: { readonly integration: KnownIntegration | undefined }) {
  return integration === undefined ? (
    <span className="size-9 shrink-0" />
  ) : (
    <ProviderIcon provider={integration.provider} />
  );
}

function useLatest(run: Run): Run {
  const live = useRunProgress(run.id);
  return live === undefined ? run : upToDate(run, live);
}

function LiveState({ run }: { readonly run: Run }) {
  return <RunStatus state={useLatest(run).state} />;
}

function LiveCount({ run, name }: { readonly run: Run; readonly name: Count }) {
  const format = useFormatter();
  const value = useLatest(run)[name];
  if (value === 0) return <span className="text-muted">0</span>;
  return <span className={name === 'failed' ? 'font-medium text-warn' : undefined}>{format.number(value)}</span>;
}

function Requests({ run }: { readonly run: Run }) {
  const t = useTranslations('runs');
  const format = useFormatter();
  const { requests, retries } = useLatest(run);
  return (
    <>
      {format.number(requests)}
      {retries > 0 && <span className="block text-sm font-medium text-warn">{t('retries', { count: retries })}</span>}
    </>
  );
}

function Duration({ ms }: { readonly ms: number | null }) {
  const duration = useDuration();
  return ms === null ? <span className="text-muted">–</span> : duration(ms);
}
