/** One route: how it stands, what it does, its calls, and what it was told to do before. */
import { useParams, useSearch } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TabLinks } from '../../ui/tabs.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { Calls } from './calls.tsx';
import { DeleteRoute } from './delete-route.tsx';
import { draftOf } from './draft.ts';
import { RouteEditor } from './route-editor.tsx';
import { RouteNotes } from './route-notes.tsx';
import { RouteStatus } from './route-status.tsx';
import { Versions } from './versions.tsx';

type Route = Schema['Route'];

const path = '/api/tenants/{tenant}/routes/{route}';

export function RouteScreen() {
  const t = useTranslations('routes');
  const { tenant } = useSession();
  const { route: id } = useParams({ from: '/$tenant/routes/$route' });
  const found = api.useQuery('get', path, { params: { path: { tenant, route: id } } });
  if (found.data !== undefined) return <Standing key={id} route={found.data} />;
  return (
    <Page title={t('one')}>
      {found.isError ? <Problem error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton lines={8} />}
    </Page>
  );
}

function Standing({ route }: { readonly route: Route }) {
  const t = useTranslations('routes');
  const { tenant, may } = useSession();
  const { tab } = useSearch({ from: '/$tenant/routes/$route' });
  const [deleting, setDeleting] = useState(false);
  const address = { path: { tenant, route: route.id } };
  const change = api.useMutation('patch', path, {
    onSuccess: () => askAgain(path, '/api/tenants/{tenant}/routes'),
    onError: (error) => tellFailed(error.detail, error.next),
  });
  const link = { to: '/$tenant/routes/$route', params: { tenant, route: route.id } } as const;
  return (
    <Page
      title={route.name}
      beside={<RouteStatus route={route} />}
      description={
        <span className="flex flex-wrap items-center gap-x-3">
          {t('version', { version: route.version })} <Copyable text={route.id} />
        </span>
      }
      actions={
        may.connect && (
          <>
            <Button
              kind={route.enabled ? 'secondary' : 'primary'}
              busy={change.isPending}
              onPress={() => change.mutate({ params: address, body: { enabled: !route.enabled } })}
            >
              {route.enabled ? t('switch_off') : t('switch_on')}
            </Button>
            <Menu
              trigger={
                <button type="button" aria-label={t('more')} className={buttonLook('secondary', 'normal')}>
                  <Ellipsis className="size-4" aria-hidden="true" />
                </button>
              }
              entries={[{ key: 'delete', label: t('delete.action'), danger: true, onPress: () => setDeleting(true) }]}
            />
          </>
        )
      }
    >
      <RouteNotes route={route} />
      <TabLinks
        tabs={[
          {
            key: 'definition',
            label: t('tabs.definition'),
            link: { ...link, search: {}, activeOptions: { exact: true, includeSearch: true } },
          },
          { key: 'calls', label: t('tabs.calls'), link: { ...link, search: { tab: 'calls' } } },
          { key: 'versions', label: t('tabs.versions'), link: { ...link, search: { tab: 'versions' } } },
        ]}
      />
      {tab === undefined && <DefinitionTab route={route} />}
      {tab === 'calls' && <Calls route={route} />}
      {tab === 'versions' && <Versions route={route} />}
      {deleting && <DeleteRoute route={route} onClose={() => setDeleting(false)} />}
    </Page>
  );
}

function DefinitionTab({ route }: { readonly route: Route }) {
  const t = useTranslations('routes');
  const { tenant, may } = useSession();
  const replace = api.useMutation('put', path, {
    onSuccess: ({ version }) => {
      tellDone(t('saved', { version }));
      askAgain(path, `${path}/versions`, '/api/tenants/{tenant}/routes');
    },
  });
  const { when, lookups, maps, shape, do: target } = route;
  return (
    <RouteEditor
      // Saved here or elsewhere meanwhile: that is shown. A notice that changes nothing of it leaves what is being typed.
      key={`${route.version} ${route.name}`}
      name={route.name}
      draft={draftOf({ when, lookups, maps, shape, do: target })}
      busy={replace.isPending}
      error={replace.error}
      submit={t('save')}
      disabled={!may.connect}
      onSubmit={(name, definition) =>
        replace.mutate({
          params: { path: { tenant, route: route.id } },
          body: { name, enabled: route.enabled, ...definition },
        })
      }
    />
  );
}
