/** The states of a record, newest first, each with what changed to it. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { changesBetween, type FieldChange } from './changes.ts';
import { masked } from './model-columns.ts';
import { Masked } from './values.tsx';

type Version = Schema['RecordVersion'];

/** States of one page. */
const atOnce = 10;
/** Changed fields shown before somebody asks for all. */
const fewChanges = 6;

export function RecordHistory({ record }: { readonly record: Schema['RecordDetail'] }) {
  const t = useTranslations('records.history');
  const { tenant } = useSession();
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/records/{model}/{record}/history',
    { params: { path: { tenant, model: record.model, record: record.id }, query: { limit: atOnce } } },
    byCursor,
  );
  const { rows, loading, more, onMore } = useRows<Version>(list);
  return (
    <Section title={t('title')}>
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={2} />}
      {rows.length === 1 && !more && <p className="text-muted">{t('once')}</p>}
      {(rows.length > 1 || more) && (
        <ol className="flex flex-col gap-3">
          {rows.map((version, i) => (
            <VersionRow
              key={version.seq}
              version={version}
              before={rows[i + 1]}
              isFirst={i === rows.length - 1 && !more}
            />
          ))}
        </ol>
      )}
      {more && (
        <div>
          <Button size="small" busy={loading} onPress={onMore}>
            {t('more')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function VersionRow({
  version,
  before,
  isFirst,
}: {
  readonly version: Version;
  readonly before: Version | undefined;
  readonly isFirst: boolean;
}) {
  const t = useTranslations('records.history');
  const [all, setAll] = useState(false);
  const changes = before === undefined ? [] : changesBetween(before.data, version.data);
  const shown = all ? changes : changes.slice(0, fewChanges);
  const what = whatHappened(version, before, isFirst);
  return (
    <li className="border-s-2 border-line ps-3">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{what === undefined ? t('changed', { count: changes.length }) : t(what)}</span>
        <span className="text-sm text-muted">
          <Moment at={version.stored_at} exact />
        </span>
      </p>
      {shown.length > 0 && (
        <ul className="mt-1 flex flex-col gap-0.5">
          {shown.map((change) => (
            <Changed key={change.path} change={change} />
          ))}
        </ul>
      )}
      {shown.length < changes.length && (
        <Button size="small" kind="quiet" onPress={() => setAll(true)}>
          {t('all', { count: changes.length })}
        </Button>
      )}
    </li>
  );
}

/** Undefined: its data changed, or nothing that is shown. */
function whatHappened(version: Version, before: Version | undefined, isFirst: boolean) {
  if (version.deleted && before?.deleted !== true) return 'deleted';
  if (isFirst) return 'first';
  return before?.deleted === true && !version.deleted ? 'back' : undefined;
}

function Changed({ change }: { readonly change: FieldChange }) {
  const t = useTranslations('records.history');
  return (
    <li className="text-sm break-words">
      <code className="font-mono text-muted">{change.path === '' ? t('everything') : change.path}</code>{' '}
      <del className="text-bad">
        <span className="sr-only">{t('before')} </span>
        <Part value={change.before} />
      </del>{' '}
      <span aria-hidden="true">→</span>{' '}
      <ins className="text-good no-underline">
        <span className="sr-only">{t('after')} </span>
        <Part value={change.after} />
      </ins>
    </li>
  );
}

function Part({ value }: { readonly value: unknown }) {
  const t = useTranslations('records.values');
  if (value === undefined || value === null) return <span className="text-muted">{t('nothing')}</span>;
  if (value === masked) return <Masked />;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return <span>{text.length > 200 ? `${text.slice(0, 200)}…` : text}</span>;
}
