/** Deleting a route, with its calls. What it did stays done. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { DeleteByName } from '../../ui/delete-by-name.tsx';
import { tellDone } from '../../ui/toast.tsx';

export function DeleteRoute({
  route: { id, name },
  onClose,
}: {
  readonly route: Schema['Route'];
  readonly onClose: () => void;
}) {
  const t = useTranslations('routes.delete');
  const { tenant } = useSession();
  const navigate = useNavigate();
  const remove = api.useMutation('delete', '/api/tenants/{tenant}/routes/{route}', {
    onSuccess: async () => {
      tellDone(t('done', { name }));
      await navigate({ to: '/$tenant/routes', params: { tenant } });
      askAgain('/api/tenants/{tenant}/routes');
    },
  });
  return (
    <DeleteByName
      name={name}
      title={t('title', { name })}
      busy={remove.isPending}
      problem={remove.isError && <Problem error={remove.error} />}
      onDelete={() => remove.mutate({ params: { path: { tenant, route: id } } })}
      onClose={onClose}
    >
      {t('text')}
    </DeleteByName>
  );
}
