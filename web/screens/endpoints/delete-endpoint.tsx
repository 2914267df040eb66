/** Deleting an endpoint: what waits is cancelled. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { DeleteByName } from '../../ui/delete-by-name.tsx';
import { tellDone } from '../../ui/toast.tsx';
import type { Endpoint } from './endpoint-health.tsx';

export function DeleteEndpoint({
  endpoint: { id, name },
  onClose,
}: {
  readonly endpoint: Endpoint;
  readonly onClose: () => void;
}) {
  const t = useTranslations('endpoints.delete');
  const { tenant } = useSession();
  const navigate = useNavigate();
  const remove = api.useMutation('delete', '/api/tenants/{tenant}/endpoints/{endpoint}', {
    onSuccess: async () => {
      tellDone(t('done', { name }));
      await navigate({ to: '/$tenant/endpoints', params: { tenant } });
      askAgain('/api/tenants/{tenant}/endpoints', '/api/tenants/{tenant}/deliveries');
    },
  });
  return (
    <DeleteByName
      name={name}
      title={t('title', { name })}
      busy={remove.isPending}
      problem={remove.isError && <Problem error={remove.error} />}
      onDelete={() => remove.mutate({ params: { path: { tenant, endpoint: id } } })}
      onClose={onClose}
    >
      {t('text')}
    </DeleteByName>
  );
}
