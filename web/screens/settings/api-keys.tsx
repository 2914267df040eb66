/** API keys: made, shown once, given a new secret, ended. Of a tenant or of the platform. */
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useNow, useTranslations } from 'use-intl';
import { Problem } from '../../app/fallbacks.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DeleteByName } from '../../ui/delete-by-name.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Badge, Status } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { useApiKeys, type ApiKey, type ApiKeyCalls, type NewApiKey } from './api-key-calls.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';
import { ShownKeyDialog } from './shown-key-dialog.tsx';

type Doing = { readonly what: 'create' } | { readonly what: 'rotate' | 'revoke'; readonly of: ApiKey };

export function ApiKeys({ tenant }: { readonly tenant: string | undefined }) {
  const t = useTranslations('settings.keys');
  const calls = useApiKeys(tenant);
  const [doing, setDoing] = useState<Doing>();
  const [shown, setShown] = useState<NewApiKey>();
  const columns = useColumns(setDoing);
  const show = (made: NewApiKey) => {
    setDoing(undefined);
    setShown(made);
  };
  return (
    <>
      {calls.list.isError && <Problem error={calls.list.error} onRetry={() => void calls.list.refetch()} />}
      {!calls.list.isError && (
        <Card
          title={t('title')}
          description={tenant === undefined ? t('description_platform') : t('description')}
          actions={
            <Button
              kind="primary"
              icon={<Plus className="size-4" aria-hidden="true" />}
              onPress={() => setDoing({ what: 'create' })}
            >
              {t('create')}
            </Button>
          }
          flush
        >
          <Table
            label={t('title')}
            columns={columns}
            {...calls.rows}
            rowKey={({ id }) => id}
            empty={<Empty title={t('none')}>{t('none_text')}</Empty>}
          />
        </Card>
      )}
      {doing?.what === 'create' && <NewKeyDialog calls={calls} onMade={show} onClose={() => setDoing(undefined)} />}
      {doing?.what === 'rotate' && (
        <RotateKeyDialog calls={calls} of={doing.of} onMade={show} onClose={() => setDoing(undefined)} />
      )}
      {doing?.what === 'revoke' && <Revoke calls={calls} of={doing.of} onClose={() => setDoing(undefined)} />}
      {shown !== undefined && <ShownKeyDialog made={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

function Revoke({
  calls,
  of,
  onClose,
}: {
  readonly calls: ApiKeyCalls;
  readonly of: ApiKey;
  readonly onClose: () => void;
}) {
  const t = useTranslations('settings.keys');
  return (
    <DeleteByName
      name={of.name}
      title={t('revoke_title', { name: of.name })}
      busy={calls.revoke.isPending}
      problem={calls.revoke.isError && <Problem error={calls.revoke.error} />}
      onDelete={() =>
        calls.revoke.mutate(of.id, {
          onSuccess: () => {
            tellDone(t('revoked', { name: of.name }));
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      {t('revoke_text')}
    </DeleteByName>
  );
}

function useColumns(onDo: (doing: Doing) => void): readonly Column<ApiKey>[] {
  const t = useTranslations('settings.keys');
  return [
    {
      key: 'name',
      label: t('columns.name'),
      width: 'minmax(0, 2fr)',
      render: ({ name, id, scopes, ...key }) => (
        <span className="flex min-w-0 flex-col">
          <span className="truncate font-medium">{name}</span>
          <code className="truncate font-mono text-xs text-muted">{id}</code>
          <span className="flex flex-wrap gap-1 pt-1 md:hidden">
            <StateOf apiKey={key} />
            {scopes.map((scope) => (
              <Badge key={scope}>{scope}</Badge>
            ))}
          </span>
        </span>
      ),
    },
    {
      key: 'scopes',
      label: t('columns.scopes'),
      width: 'minmax(8rem, 1.5fr)',
      wideOnly: true,
      render: ({ scopes }) => (
        <span className="flex flex-wrap gap-1">
          {scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </span>
      ),
    },
    {
      key: 'state',
      label: t('columns.state'),
      width: '8rem',
      wideOnly: true,
      render: (key) => <StateOf apiKey={key} />,
    },
    {
      key: 'used',
      label: t('columns.used'),
      width: '9rem',
      wideOnly: true,
      render: ({ last_used_at: used }) => (used === null ? t('never') : <Moment at={used} />),
    },
    {
      key: 'more',
      label: t('columns.acts'),
      width: '5rem',
      align: 'end',
      render: (key) =>
        key.revoked_at === null && (
          <Menu
            trigger={
              <button
                type="button"
                aria-label={t('acts_of', { name: key.name })}
                className={buttonLook('secondary', 'small')}
              >
                {t('acts')}
              </button>
            }
            entries={[
              { key: 'rotate', label: t('rotate'), onPress: () => onDo({ what: 'rotate', of: key }) },
              { key: 'revoke', label: t('revoke'), danger: true, onPress: () => onDo({ what: 'revoke', of: key }) },
            ]}
          />
        ),
    },
  ];
}

function StateOf({ apiKey }: { readonly apiKey: Pick<ApiKey, 'revoked_at' | 'expires_at' | 'previous_until'> }) {
  const t = useTranslations('settings.keys.states');
  const now = useNow({ updateInterval: 60_000 }).getTime();
  if (apiKey.revoked_at !== null)
    return (
      <Status tone="plain" icon="off">
        {t('revoked')}
      </Status>
    );
  if (apiKey.expires_at !== null && Date.parse(apiKey.expires_at) <= now)
    return (
      <Status tone="warn" icon="waiting">
        {t('expired')}
      </Status>
    );
  return (
    <span className="flex flex-col gap-0.5">
      <Status tone="good" icon="key">
        {t('active')}
      </Status>
      {apiKey.previous_until !== null && Date.parse(apiKey.previous_until) > now && (
        <span className="text-xs text-muted">
          {t('overlap')} <Moment at={apiKey.previous_until} />
        </span>
      )}
      {apiKey.expires_at !== null && (
        <span className="text-xs text-muted">
          {t('until')} <Moment at={apiKey.expires_at} />
        </span>
      )}
    </span>
  );
}
