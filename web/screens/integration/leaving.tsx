/** Ending an integration: disconnecting it, which keeps its records, and deleting it, which does not. Both say what stays before they are done. */
import { useNavigate } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { api, isProblem, queries } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { DeleteByName } from '../../ui/delete-by-name.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import type { Integration } from './current.tsx';

interface LeavingProps {
  readonly integration: Integration;
  readonly onClose: () => void;
}

export function DisconnectDialog({ integration, onClose }: LeavingProps) {
  const t = useTranslations('integration.leaving');
  const { tenant } = useSession();
  const { id, name } = integration;
  const leave = api.useMutation('post', '/api/tenants/{tenant}/integrations/{integration}/disconnect', {
    onSuccess: () => {
      tellDone(t('disconnected', { name }));
      onClose();
    },
    onSettled: () => askAgain('/api/tenants/{tenant}/integrations/{integration}', '/api/tenants/{tenant}/integrations'),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('disconnect', { name })}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button
            kind="danger"
            busy={leave.isPending}
            onPress={() => leave.mutate({ params: { path: { tenant, integration: id } } })}
          >
            {t('disconnect_submit')}
          </Button>
        </>
      }
    >
      <ul className="flex list-disc flex-col gap-1 ps-5">
        <li>{t('disconnect_stops')}</li>
        <li>{t('disconnect_destroys')}</li>
        <li>{t('disconnect_keeps')}</li>
      </ul>
      {leave.isError && <Problem error={leave.error} />}
    </Dialog>
  );
}

export function DeleteDialog({ integration, onClose }: LeavingProps) {
  const t = useTranslations('integration.leaving');
  const format = useFormatter();
  const { tenant } = useSession();
  const navigate = useNavigate();
  const { id, name } = integration;
  const counts = api.useQuery('get', '/api/tenants/{tenant}/record_counts', {
    params: { path: { tenant }, query: { integration: id } },
  });
  const records = counts.data?.data.reduce((sum, one) => sum + one.records, 0);
  const remove = api.useMutation('delete', '/api/tenants/{tenant}/integrations/{integration}', {
    onSuccess: () => {
      tellDone(t('deleted', { name }));
      // Nothing of what was asked about it can be answered any more.
      queries.removeQueries({
        predicate: ({ queryKey }) => JSON.stringify(queryKey).includes(`"integration":"${id}"`),
      });
    },
    onError: (problem) => tellFailed(t('not_deleted', { name }), isProblem(problem) ? problem.detail : undefined),
    onSettled: () => askAgain('/api/tenants/{tenant}/integrations', '/api/tenants/{tenant}/record_counts'),
  });
  // First away from its screens, which would go on asking about what is no longer there.
  const leave = async () => {
    await navigate({ to: '/$tenant/integrations', params: { tenant } });
    remove.mutate({ params: { path: { tenant, integration: id }, query: { confirm: name } } });
  };
  return (
    <DeleteByName
      name={name}
      title={t('delete', { name })}
      busy={remove.isPending}
      onDelete={() => void leave()}
      onClose={onClose}
    >
      {records === undefined
        ? t('delete_text')
        : t('delete_records', { count: records, shown: format.number(records) })}{' '}
      {t('delete_undo')}
    </DeleteByName>
  );
}
