/** Entering an endpoint. Its secret is shown once, before anything else. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { EndpointForm } from './endpoint-form.tsx';
import { SecretDialog } from './secret-dialog.tsx';

export function NewEndpointScreen() {
  const t = useTranslations('endpoints.new');
  const { tenant, may } = useSession();
  const navigate = useNavigate();
  const create = api.useMutation('post', '/api/tenants/{tenant}/endpoints', {
    onSuccess: () => askAgain('/api/tenants/{tenant}/endpoints'),
  });
  const made = create.data;
  return (
    <Page title={t('title')} description={t('description')}>
      <EndpointForm
        busy={create.isPending}
        error={create.error}
        submit={t('submit')}
        disabled={!may.connect}
        onSubmit={(body) => create.mutate({ params: { path: { tenant } }, body })}
        actions={<Button render={<Link to="/$tenant/endpoints" params={{ tenant }} />}>{t('cancel')}</Button>}
      />
      {made !== undefined && (
        <SecretDialog
          secret={made.secret}
          onClose={() =>
            void navigate({ to: '/$tenant/endpoints/$endpoint', params: { tenant, endpoint: made.id }, replace: true })
          }
        />
      )}
    </Page>
  );
}
