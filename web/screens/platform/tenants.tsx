/** The tenants of the installation, or of a partner: made, opened, deleted. */
import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { usePresence } from '../../app/session.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DeleteByName } from '../../ui/delete-by-name.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { Badge, Status } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { NewTenantForm } from './new-tenant-form.tsx';
import { inOrder, integrationsOf, troubleOf, type TenantRow } from './order.ts';
import { useOverview } from './overview-query.ts';

export function TenantsScreen() {
  const t = useTranslations('platform.tenants');
  const { may } = usePresence();
  const [making, setMaking] = useState(false);
  const [deleting, setDeleting] = useState<TenantRow>();
  const navigate = useNavigate();
  const open = (slug: string) => void navigate({ to: '/$tenant', params: { tenant: slug } });
  const { list, rows, loading } = useOverview();
  const columns = useColumns(open, setDeleting);
  const make = may.admin && (
    <Button kind="primary" icon={<Plus className="size-4" aria-hidden="true" />} onPress={() => setMaking(true)}>
      {t('make')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={make}>
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {!list.isError && (
        <Card flush>
          <Table
            label={t('title')}
            columns={columns}
            rows={inOrder(rows, 'name')}
            loading={loading}
            rowKey={({ slug }) => slug}
            onOpen={({ slug }) => open(slug)}
            empty={
              <Empty title={t('none')} action={make}>
                {t('none_text')}
              </Empty>
            }
          />
        </Card>
      )}
      {making && (
        <Dialog open onClose={() => setMaking(false)} title={t('make_title')}>
          <div className="pb-3">
            <NewTenantForm
              onMade={({ slug }) => {
                askAgain('/api/platform/overview', '/api/me');
                open(slug);
              }}
            />
          </div>
        </Dialog>
      )}
      {deleting !== undefined && <Delete tenant={deleting} onClose={() => setDeleting(undefined)} />}
    </Page>
  );
}

function Delete({ tenant, onClose }: { readonly tenant: TenantRow; readonly onClose: () => void }) {
  const t = useTranslations('settings.general');
  const remove = api.useMutation('delete', '/api/tenants/{tenant}', {
    onSuccess: () => {
      tellDone(t('deleted', { name: tenant.name }));
      onClose();
      askAgain('/api/platform/overview', '/api/me');
    },
  });
  return (
    <DeleteByName
      name={tenant.slug}
      title={t('delete_title', { name: tenant.name })}
      busy={remove.isPending}
      problem={remove.isError && <Problem error={remove.error} />}
      onDelete={() => remove.mutate({ params: { path: { tenant: tenant.slug }, query: { confirm: tenant.slug } } })}
      onClose={onClose}
    >
      {t('delete_text')}
    </DeleteByName>
  );
}

function useColumns(
  onShow: (slug: string) => void,
  onDelete: (tenant: TenantRow) => void,
): readonly Column<TenantRow>[] {
  const t = useTranslations('platform.tenants');
  const format = useFormatter();
  const { may } = usePresence();
  return [
    {
      key: 'name',
      label: t('columns.name'),
      width: 'minmax(0, 2fr)',
      render: ({ name, slug, partner, ...row }) => (
        <span className="flex min-w-0 flex-col">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium">{name}</span>
            {partner !== null && <Badge>{partner}</Badge>}
          </span>
          <code className="truncate font-mono text-xs text-muted">{slug}</code>
          <span className="pt-1 md:hidden">
            <Trouble row={row} />
          </span>
        </span>
      ),
    },
    {
      key: 'integrations',
      label: t('columns.integrations'),
      width: '7rem',
      align: 'end',
      wideOnly: true,
      render: (row) => format.number(integrationsOf(row)),
    },
    {
      key: 'trouble',
      label: t('columns.trouble'),
      width: '8rem',
      wideOnly: true,
      render: (row) => <Trouble row={row} />,
    },
    {
      key: 'records',
      label: t('columns.records'),
      width: '8rem',
      align: 'end',
      wideOnly: true,
      render: ({ records }) => format.number(records),
    },
    {
      key: 'activity',
      label: t('columns.activity'),
      width: '9rem',
      wideOnly: true,
      render: ({ last_activity_at: at }) => (at === null ? t('never') : <Moment at={at} />),
    },
    {
      key: 'acts',
      label: t('columns.acts'),
      width: '4.5rem',
      align: 'end',
      render: ({ name, slug, ...row }) => (
        // Pressing it is not pressing the row.
        <span onClick={(event) => event.stopPropagation()} role="presentation">
          <Menu
            trigger={
              <button type="button" aria-label={t('acts_of', { name })} className={buttonLook('secondary', 'small')}>
                {t('acts')}
              </button>
            }
            entries={[
              { key: 'open', label: t('open'), onPress: () => onShow(slug) },
              ...(may.admin
                ? [
                    {
                      key: 'delete',
                      label: t('delete'),
                      danger: true,
                      onPress: () => onDelete({ name, slug, ...row }),
                    },
                  ]
                : []),
            ]}
          />
        </span>
      ),
    },
  ];
}

export function Trouble({ row }: { readonly row: Pick<TenantRow, 'integrations'> }) {
  const t = useTranslations('platform.tenants');
  const count = troubleOf(row);
  if (count > 0)
    return (
      <Status tone="bad" icon="failed">
        {t('failing', { count })}
      </Status>
    );
  return row.integrations.connected > 0 ? (
    <Status tone="good" icon="done">
      {t('well')}
    </Status>
  ) : (
    <Status tone="plain" icon="empty">
      {t('nothing')}
    </Status>
  );
}
