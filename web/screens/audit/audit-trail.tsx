/** Who did what, newest first; whether the chain is whole; all of it as a file. */
import { Download, ShieldCheck } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Problem } from '../../app/fallbacks.tsx';
import { buttonLook, Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { ActorName } from './actor-name.tsx';
import { exportAddress, useAudit, useVerify, type Entry } from './audit-calls.ts';
import { AuditFilters } from './audit-filters.tsx';
import { EntryDrawer } from './entry-drawer.tsx';
import type { AuditSearch } from './places.ts';

export interface AuditTrailProps {
  /** Undefined: the platform's own. */
  readonly tenant: string | undefined;
  readonly nouns: readonly string[];
  readonly search: AuditSearch;
  readonly onSearch: (search: AuditSearch) => void;
}

export function AuditTrail({ tenant, nouns, search, onSearch }: AuditTrailProps) {
  const t = useTranslations('audit');
  const { entry: open, ...filters } = search;
  const filtered = (filters.actor ?? filters.action ?? filters.since) !== undefined;
  const { list, rows } = useAudit(tenant, filters);
  const verify = useVerify(tenant);
  const columns = useColumns();
  const opened = rows.rows.find(({ seq }) => seq === open);
  return (
    <Page
      title={t('title')}
      description={tenant === undefined ? t('description_platform') : t('description')}
      actions={
        <>
          <a href={exportAddress(tenant)} download="audit.ndjson" className={buttonLook('secondary', 'normal')}>
            <Download className="size-4" aria-hidden="true" />
            {t('export')}
          </a>
          <Button
            icon={<ShieldCheck className="size-4" aria-hidden="true" />}
            busy={verify.isPending}
            onPress={() => verify.mutate()}
          >
            {t('verify')}
          </Button>
        </>
      }
    >
      {verify.isError && <Problem error={verify.error} />}
      {verify.data !== undefined && <Verdict verdict={verify.data} onClose={verify.reset} />}
      <AuditFilters nouns={nouns} filters={filters} actors={rows.rows} onChange={(changed) => onSearch(changed)} />
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <Card flush>
          <Table
            label={t('title')}
            columns={columns}
            {...rows}
            rowKey={({ seq }) => String(seq)}
            openKey={open === undefined ? undefined : String(open)}
            onOpen={({ seq }) => onSearch({ ...filters, entry: seq })}
            empty={
              <Empty
                title={t('nothing')}
                action={filtered && <Button onPress={() => onSearch({})}>{t('show_all')}</Button>}
              />
            }
          />
        </Card>
      )}
      {opened !== undefined && <EntryDrawer entry={opened} onClose={() => onSearch(filters)} />}
    </Page>
  );
}

function Verdict({
  verdict,
  onClose,
}: {
  readonly verdict: NonNullable<ReturnType<typeof useVerify>['data']>;
  readonly onClose: () => void;
}) {
  const t = useTranslations('audit.verdict');
  if (!verdict.ok)
    return (
      <Failure
        message={t('broken', { seq: verdict.bad_seq ?? 0, reason: verdict.reason ?? '' })}
        fault="us"
        next={t('broken_next', { count: verdict.entries })}
      />
    );
  return (
    <Callout tone="good" title={t('whole', { count: verdict.entries })} spoken onClose={onClose}>
      {verdict.head !== null && (
        <>
          {t('head')} <Copyable text={verdict.head} />
        </>
      )}
    </Callout>
  );
}

function useColumns(): readonly Column<Entry>[] {
  const t = useTranslations('audit.columns');
  return [
    { key: 'at', label: t('at'), width: '6.5rem', render: ({ at }) => <Moment at={at} /> },
    {
      key: 'actor',
      label: t('actor'),
      width: 'minmax(8rem, 1.5fr)',
      wideOnly: true,
      render: (entry) => <ActorName entry={entry} />,
    },
    {
      key: 'action',
      label: t('action'),
      width: 'minmax(0, 1.5fr)',
      render: (entry) => (
        <>
          <code className="font-mono text-sm break-words">{entry.action}</code>
          <span className="md:hidden">
            <ActorName entry={entry} />
          </span>
        </>
      ),
    },
    {
      key: 'target',
      label: t('target'),
      width: 'minmax(8rem, 2fr)',
      wideOnly: true,
      render: ({ target }) => <code className="block truncate font-mono text-sm text-muted">{target}</code>,
    },
  ];
}
