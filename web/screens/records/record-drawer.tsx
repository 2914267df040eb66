/** One record: what it is, its unified data beside what the vendor sent, what it was before, and who else it is in other systems. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { masked, nameIn } from './model-columns.ts';
import { RecordHistory } from './record-history.tsx';
import { RecordLinks } from './record-links.tsx';
import { RecordMarks } from './record-marks.tsx';
import { useModelNames } from './model-names.ts';

type Detail = Schema['RecordDetail'];

export interface RecordDrawerProps {
  readonly model: string;
  readonly id: string;
  /** With what the vendor sent. */
  readonly raw: boolean;
  readonly onRaw: (shown: boolean) => void;
  readonly onClose: () => void;
  readonly onPrevious?: () => void;
  readonly onNext?: () => void;
}

export function RecordDrawer({ model, id, raw, onRaw, onClose, ...steps }: RecordDrawerProps) {
  const t = useTranslations('records');
  const { tenant } = useSession();
  const path = { tenant, model, record: id };
  const found = api.useQuery('get', '/api/tenants/{tenant}/records/{model}/{record}', { params: { path } });
  const record = found.data;
  const name = record === undefined ? undefined : nameIn(record.model, record.data);
  return (
    <Dialog
      open
      wide
      place="side"
      onClose={onClose}
      {...steps}
      title={name === undefined || name === masked ? (record?.key ?? t('drawer.title')) : name}
      description={record !== undefined && <WhatItIs record={record} />}
    >
      {found.isPending && <Skeleton lines={10} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {record !== undefined && (
        <div key={record.id} className="flex flex-col gap-6 pb-4">
          <Trouble record={record} />
          <Identity record={record} />
          <Panes record={record} raw={raw} onRaw={onRaw} />
          <RecordHistory record={record} />
          <RecordLinks record={record} />
        </div>
      )}
    </Dialog>
  );
}

function WhatItIs({ record }: { readonly record: Detail }) {
  const names = useModelNames();
  const { tenant } = useSession();
  const known = useKnownIntegrations();
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span>{names.one(record.model)}</span>
      <span aria-hidden="true">·</span>
      <Link
        className="text-accent underline"
        to="/$tenant/integrations/$integration"
        params={{ tenant, integration: record.integration_id }}
      >
        {known.nameOf(record.integration_id)}
      </Link>
      <RecordMarks record={record} />
    </span>
  );
}

/** Why it could not be mapped, and that it is gone, with what follows from it. */
function Trouble({ record }: { readonly record: Detail }) {
  const t = useTranslations('records.drawer');
  const { tenant } = useSession();
  const { problem, deleted_at: deleted, data } = record;
  return (
    <>
      {problem !== null && (
        <div className="rounded-lg border border-warn/30 bg-warn-soft px-4 py-3">
          <p className="font-medium text-warn">{t('problem.title')}</p>
          <p className="mt-1 break-words">{problem}</p>
          <p className="mt-1 text-sm text-muted">
            {data === null ? t('problem.never') : t('problem.before')}{' '}
            <Link
              className="text-accent underline"
              to="/$tenant/integrations/$integration/mapping"
              params={{ tenant, integration: record.integration_id }}
            >
              {t('problem.mapping')}
            </Link>
          </p>
        </div>
      )}
      {deleted !== null && (
        <p className="rounded-lg border border-line bg-sunken px-4 py-3">
          {t('deleted')} <Moment at={deleted} exact />
        </p>
      )}
    </>
  );
}

function Identity({ record }: { readonly record: Detail }) {
  const t = useTranslations('records.facts');
  const { changed_at: changed } = record;
  const moments: readonly (readonly [string, ReactNode])[] = [
    [t('changed'), changed === null ? t('not_told') : <Moment key="changed" at={changed} exact />],
    [t('updated'), <Moment key="updated" at={record.updated_at} exact />],
    [t('created'), <Moment key="created" at={record.created_at} exact />],
  ];
  return (
    <div className="grid gap-x-8 gap-y-1.5 md:grid-cols-2">
      <Facts
        rows={[
          { name: t('id'), value: <Copyable text={record.id} /> },
          { name: t('key'), value: <Copyable text={record.key} /> },
          { name: t('stream'), value: record.stream },
        ]}
      />
      <Facts rows={moments.map(([name, value]) => ({ name, value }))} />
    </div>
  );
}

function Panes({ record, raw, onRaw }: { readonly record: Detail } & Pick<RecordDrawerProps, 'raw' | 'onRaw'>) {
  const t = useTranslations('records.drawer');
  const { may } = useSession();
  const shown = raw && may.read;
  return (
    <div className={`grid gap-4 ${shown ? 'lg:grid-cols-2' : ''}`}>
      <Section
        title={t('unified')}
        beside={
          may.read ? (
            <Button size="small" onPress={() => onRaw(!raw)}>
              {shown ? t('hide_raw') : t('show_raw')}
            </Button>
          ) : undefined
        }
      >
        {!may.read && <p className="text-sm text-muted">{t('masked')}</p>}
        {record.data === null ? (
          <p className="text-muted">{t('no_data')}</p>
        ) : (
          <JsonView value={inOrder(record.data)} />
        )}
      </Section>
      {shown && <Raw record={record} />}
    </div>
  );
}

/** The database keeps fields in an order of its own. */
function inOrder(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Unsealed only when somebody wants to see it. */
function Raw({ record }: { readonly record: Detail }) {
  const t = useTranslations('records.drawer');
  const { tenant } = useSession();
  const found = api.useQuery('get', '/api/tenants/{tenant}/records/{model}/{record}', {
    params: { path: { tenant, model: record.model, record: record.id }, query: { raw: 'true' } },
  });
  return (
    <Section title={t('raw')}>
      {found.isPending && <Skeleton lines={8} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.data !== undefined &&
        (found.data.raw === null || found.data.raw === undefined ? (
          <p className="text-muted">{t('no_raw')}</p>
        ) : (
          <JsonView value={found.data.raw} />
        ))}
    </Section>
  );
}
