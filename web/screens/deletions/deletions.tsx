/** Deletions that are held: many records were missing at the vendor at once, and a person says whether that is right. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useNewer } from '../../app/live.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { TabLinks } from '../../ui/tabs.tsx';
import { withChange } from '../records/address.ts';
import { DeletionDrawer } from './deletion-drawer.tsx';
import { DeletionState } from './deletion-state.tsx';

type Deletion = Schema['Deletion'];

const from = '/$tenant/deletions';
const keyOf = ({ id }: Deletion) => id;

export function DeletionsScreen() {
  const t = useTranslations('deletions');
  const { tenant } = useSession();
  const { view, deletion } = useSearch({ from });
  const navigate = useNavigate({ from });
  const open = (id: string | undefined) =>
    void navigate({ search: (before) => withChange(before, { deletion: id }), resetScroll: false });
  const held = view !== 'decided';
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/deletions',
    { params: { path: { tenant }, query: { limit: 50, ...(held ? { state: 'held' } : {}) } } },
    byCursor,
  );
  const rows = useRows<Deletion>(list);
  const newer = useNewer('deletion');
  const columns = useColumns(held);
  return (
    <Page title={t('title')} description={t('description')}>
      <TabLinks
        label={t('views.label')}
        tabs={[
          {
            key: 'held',
            label: t('views.held'),
            link: { to: from, params: { tenant }, search: {}, activeOptions: { exact: true, includeSearch: true } },
          },
          {
            key: 'decided',
            label: t('views.all'),
            link: { to: from, params: { tenant }, search: { view: 'decided' }, activeOptions: { includeSearch: true } },
          },
        ]}
      />
      {list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Card flush>
          <Table
            label={t('title')}
            columns={columns}
            {...rows}
            rowKey={keyOf}
            openKey={deletion}
            onOpen={({ id }) => open(id)}
            newer={newer}
            empty={<Empty title={held ? t('none.held') : t('none.all')}>{t('none.text')}</Empty>}
          />
        </Card>
      )}
      {deletion !== undefined && <DeletionDrawer key={deletion} id={deletion} onClose={() => open(undefined)} />}
    </Page>
  );
}

function useColumns(held: boolean): readonly Column<Deletion>[] {
  const t = useTranslations('deletions.columns');
  const { tenant } = useSession();
  const known = useKnownIntegrations();
  const format = useFormatter();
  return useMemo(
    () => [
      {
        key: 'what',
        label: t('what'),
        width: 'minmax(6rem, 2fr)',
        render: ({ integration_id: integration, stream }) => (
          <span className="block truncate">
            <Link
              className="text-accent underline"
              to="/$tenant/integrations/$integration"
              params={{ tenant, integration }}
              onClick={(event) => event.stopPropagation()}
            >
              {known.nameOf(integration)}
            </Link>{' '}
            {stream}
          </span>
        ),
      },
      {
        key: 'found',
        label: t('found'),
        width: 'minmax(6rem, 1fr)',
        align: 'end',
        wideOnly: !held,
        render: ({ found, live }) => t('found_of', { found: format.number(found), live: format.number(live) }),
      },
      ...(held
        ? []
        : [
            {
              key: 'state',
              label: t('state'),
              width: '8rem',
              render: (row: Deletion) => <DeletionState state={row.state} />,
            },
          ]),
      {
        key: 'at',
        label: t('at'),
        width: '9rem',
        align: 'end',
        wideOnly: true,
        render: ({ created_at: at }) => <Moment at={at} />,
      },
    ],
    [t, tenant, known, format, held],
  );
}
