/** Making a route: from nothing, or from an example with the tenant's own integrations in it. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { draftOf, emptyDraft } from './draft.ts';
import { examples, fitted } from './examples.ts';
import { RouteEditor } from './route-editor.tsx';

export function NewRouteScreen() {
  const t = useTranslations('routes.new');
  const words = useTranslations('routes.examples');
  const { tenant, may } = useSession();
  const { example: named } = useSearch({ from: '/$tenant/routes/new' });
  const navigate = useNavigate();
  const integrations = api.useQuery('get', '/api/tenants/{tenant}/integrations', {
    params: { path: { tenant }, query: { limit: 200 } },
  });
  const create = api.useMutation('post', '/api/tenants/{tenant}/routes', {
    onSuccess: async ({ id, name }) => {
      tellDone(t('done', { name }));
      askAgain('/api/tenants/{tenant}/routes');
      await navigate({ to: '/$tenant/routes/$route', params: { tenant, route: id }, replace: true });
    },
  });
  const example = examples.find(({ key }) => key === named);
  const known = integrations.data?.data;
  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={examples.map(({ key }) => (
        <Button
          key={key}
          disabled={key === named}
          render={<Link to="/$tenant/routes/new" params={{ tenant }} search={{ example: key }} />}
        >
          {words(key)}
        </Button>
      ))}
    >
      {example !== undefined && known === undefined ? (
        <Skeleton lines={10} />
      ) : (
        <RouteEditor
          key={named ?? ''}
          name={example?.name ?? ''}
          draft={example === undefined ? emptyDraft : draftOf(fitted(example, known ?? []))}
          busy={create.isPending}
          error={create.error}
          submit={t('submit')}
          disabled={!may.connect}
          onSubmit={(name, definition) =>
            create.mutate({ params: { path: { tenant } }, body: { name, enabled: true, ...definition } })
          }
          actions={<Button render={<Link to="/$tenant/routes" params={{ tenant }} />}>{t('cancel')}</Button>}
        />
      )}
    </Page>
  );
}
