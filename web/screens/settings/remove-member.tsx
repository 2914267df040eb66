/** Taking somebody's access to the tenant away, or one's own. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellDone } from '../../ui/toast.tsx';

export function RemoveMember({ member, onClose }: { readonly member: Schema['Member']; readonly onClose: () => void }) {
  const t = useTranslations('settings.members');
  const { tenant, me } = useSession();
  const own = member.user_id === me.person.id;
  const known = useQueryClient();
  const navigate = useNavigate();
  const remove = api.useMutation('delete', '/api/tenants/{tenant}/members/{user}', {
    onSuccess: async () => {
      tellDone(own ? t('left') : t('removed', { name: member.name }));
      onClose();
      if (!own) return askAgain('/api/tenants/{tenant}/members');
      await known.invalidateQueries();
      await navigate({ to: '/' });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={own ? t('leave_title', { tenant }) : t('remove_title', { name: member.name })}
      description={own ? t('leave_text') : t('remove_text')}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button
            kind="danger"
            busy={remove.isPending}
            onPress={() => remove.mutate({ params: { path: { tenant, user: member.user_id } } })}
          >
            {own ? t('leave') : t('remove')}
          </Button>
        </>
      }
    >
      {remove.isError && <Problem error={remove.error} />}
    </Dialog>
  );
}
