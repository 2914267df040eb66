/** Records of one model with the filters of the address, and the one that is open: on a screen of its own and in the tab of an integration. */
import { useMemo, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useNewer } from '../../app/live.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { ExportMenu } from './export-menu.tsx';
import { Filters } from './filters.tsx';
import { lookOf, masked, nameIn, type Kind } from './model-columns.ts';
import type { RecordsSearch, Span } from './places.ts';
import { RecordDrawer } from './record-drawer.tsx';
import { RecordMarks } from './record-marks.tsx';
import { Masked, Value } from './values.tsx';
import { useModelNames } from './model-names.ts';

type Row = Schema['Record'];

export interface RecordListProps {
  readonly model: string;
  readonly search: RecordsSearch;
  /** Changes the address: what is undefined goes. `keep`: without an entry of its own in the browser's history. */
  readonly onSearch: (change: { readonly [K in keyof RecordsSearch]: RecordsSearch[K] | undefined }) => void;
  /** Only of this integration, which is then not to be chosen. */
  readonly integration?: string;
  /** Before the other filters. */
  readonly choosing?: ReactNode;
}

/** In milliseconds. */
const spans: Readonly<Record<Span, number>> = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
};

export function RecordList({ model, search, onSearch, integration, choosing }: RecordListProps) {
  const t = useTranslations('records');
  const { tenant } = useSession();
  const names = useModelNames();
  const query = useQueryOf(search, integration);
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/records/{model}',
    { params: { path: { tenant, model }, query: { limit: 100, ...query } } },
    byCursor,
  );
  const rows = useRows<Row>(list);
  const columns = useColumns(model, integration === undefined);
  const newer = useNewer(
    'records',
    ({ integration_id: changed }) => integration === undefined || changed === undefined || changed === integration,
  );
  const filtered = Object.keys(query).length > (integration === undefined ? 0 : 2);
  const open = (record: string | undefined) => onSearch({ record, raw: record === undefined ? undefined : search.raw });
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {choosing}
        <Filters search={search} onSearch={onSearch} ofOne={integration !== undefined} model={model} />
        <div className="grow" />
        <ExportMenu model={model} query={query} />
      </div>
      {list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Card flush>
          <Table
            label={names.many(model)}
            columns={columns}
            {...rows}
            rowKey={keyOf}
            openKey={search.record}
            onOpen={({ id }) => open(id)}
            newer={newer}
            empty={
              filtered ? (
                <Empty
                  title={t('nothing.title')}
                  action={<Button onPress={() => onSearch(noFilter)}>{t('nothing.action')}</Button>}
                >
                  {t('nothing.text')}
                </Empty>
              ) : (
                <Empty title={t('none.title')}>{t('none.text')}</Empty>
              )
            }
          />
        </Card>
      )}
      {search.record !== undefined && (
        <RecordDrawer
          model={model}
          id={search.record}
          raw={search.raw === 'shown'}
          onRaw={(shown) => onSearch({ raw: shown ? 'shown' : undefined })}
          onClose={() => open(undefined)}
          {...stepsFrom(rows.rows, search.record, open)}
        />
      )}
    </>
  );
}

const noFilter = { q: undefined, integration: undefined, since: undefined, show: undefined };
const keyOf = ({ id }: Row) => id;

function momentBefore(span: Span): string {
  return new Date(Date.now() - spans[span]).toISOString();
}

/** As the API is asked, for the list and for the file alike. */
function useQueryOf({ q, integration: chosen, stream, since, show }: RecordsSearch, integration: string | undefined) {
  return useMemo(() => {
    const of = integration ?? chosen;
    return {
      ...(q === undefined ? {} : { search: q }),
      ...(of === undefined ? {} : { integration: of }),
      ...(stream === undefined ? {} : { stream }),
      ...(since === undefined ? {} : { updated_since: momentBefore(since) }),
      ...(show === undefined ? {} : { include_deleted: 'true' as const }),
      ...(show === 'problems' ? { problems: 'true' as const } : {}),
    };
  }, [q, chosen, stream, since, show, integration]);
}

export type RecordsAsked = ReturnType<typeof useQueryOf>;

/** To the one before and the one after, as far as they are on the page. */
export function stepsFrom(rows: readonly { readonly id: string }[], id: string, open: (id: string) => void) {
  const at = rows.findIndex((row) => row.id === id);
  const [before, after] = at < 0 ? [] : [rows[at - 1], rows[at + 1]];
  return {
    ...(before === undefined ? {} : { onPrevious: () => open(before.id) }),
    ...(after === undefined ? {} : { onNext: () => open(after.id) }),
  };
}

const widths: Readonly<Record<Kind, string>> = {
  text: 'minmax(7rem, 1.5fr)',
  code: 'minmax(6rem, 1fr)',
  amount: 'minmax(5.5rem, 1fr)',
  day: '7.5rem',
  moment: '8rem',
  state: 'minmax(4.5rem, 0.8fr)',
  percent: '6rem',
  end_only: '6rem',
};

function useColumns(model: string, acrossIntegrations: boolean): readonly Column<Row>[] {
  const t = useTranslations('records');
  const { byId } = useKnownIntegrations();
  return useMemo(() => {
    const { shown } = lookOf(model);
    const from = ({ integration_id: id, provider }: Row) => byId.get(id)?.name ?? provider;
    return [
      {
        key: 'name',
        label: t('columns.name'),
        width: 'minmax(6rem, 2fr)',
        render: (row) => <Name row={row} from={acrossIntegrations ? from(row) : undefined} />,
      },
      ...shown.map(({ field, kind, wideOnly = false }): Column<Row> => ({
        key: field,
        label: t(`fields.${field}`),
        width: widths[kind],
        ...(kind === 'amount' || kind === 'percent' ? { align: 'end' as const } : {}),
        wideOnly,
        render: ({ data }) => <Value kind={kind} value={data?.[field]} data={data} />,
      })),
      ...(shown.length > 3 ? [] : [changedColumn(t('columns.changed'))]),
    ];
  }, [model, acrossIntegrations, byId, t]);
}

function changedColumn(label: string): Column<Row> {
  return {
    key: 'changed',
    label,
    width: '8rem',
    align: 'end',
    wideOnly: true,
    render: ({ updated_at: at }) => <Moment at={at} />,
  };
}

function Name({ row, from }: { readonly row: Row; readonly from: string | undefined }) {
  const name = nameIn(row.model, row.data);
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      {from !== undefined && (
        <span title={from} className="shrink-0 max-sm:hidden">
          <ProviderIcon provider={row.provider} size="small" />
          <span className="sr-only">{from}</span>
        </span>
      )}
      <span className="flex min-w-0 flex-col items-start">
        <span className={`max-w-full truncate font-medium ${row.deleted_at === null ? '' : 'text-muted'}`}>
          {name === masked ? <Masked /> : (name ?? <code className="font-mono text-sm">{row.key}</code>)}
        </span>
        <span className="flex flex-wrap gap-1 empty:hidden">
          <RecordMarks record={row} />
        </span>
      </span>
    </span>
  );
}
