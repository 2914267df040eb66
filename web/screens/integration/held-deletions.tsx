/** Records that are missing at the other system and wait for somebody's word before they go here, too. */
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { useIntegration } from './current.tsx';

type Deletion = Schema['Deletion'];

export function HeldDeletions() {
  const { tenant } = useSession();
  const { id } = useIntegration();
  const held = api.useQuery('get', '/api/tenants/{tenant}/deletions', {
    params: { path: { tenant }, query: { integration: id, state: 'held' } },
  });
  return held.data?.data.map((one) => <Held key={one.id} deletion={one} />);
}

function Held({ deletion }: { readonly deletion: Deletion }) {
  const t = useTranslations('integration.held');
  const format = useFormatter();
  const { tenant, may } = useSession();
  const [deciding, setDeciding] = useState<'approve' | 'reject'>();
  const params = { path: { tenant, deletion: deletion.id } };
  const over = (done: string) => ({
    onSuccess: () => {
      setDeciding(undefined);
      tellDone(done);
    },
    onSettled: () => askAgain('/api/tenants/{tenant}/deletions', '/api/tenants/{tenant}/record_counts'),
  });
  const approve = api.useMutation('post', '/api/tenants/{tenant}/deletions/{deletion}/approve', over(t('approved')));
  const reject = api.useMutation('post', '/api/tenants/{tenant}/deletions/{deletion}/reject', over(t('rejected')));
  const { stream, found, live } = deletion;
  const counts = { stream, found: format.number(found), live: format.number(live) };
  return (
    <Callout
      tone="warn"
      title={t('title', counts)}
      actions={
        may.admin && (
          <>
            <Button size="small" onPress={() => setDeciding('reject')}>
              {t('reject')}
            </Button>
            <Button size="small" kind="danger" onPress={() => setDeciding('approve')}>
              {t('approve')}
            </Button>
          </>
        )
      }
    >
      <p>{may.admin ? t('text') : t('text_others')}</p>
      {deciding !== undefined && (
        <Dialog
          open
          onClose={() => setDeciding(undefined)}
          title={t(`${deciding}_title`, counts)}
          actions={
            <>
              <Button onPress={() => setDeciding(undefined)}>{t('cancel')}</Button>
              <Button
                kind={deciding === 'approve' ? 'danger' : 'primary'}
                busy={approve.isPending || reject.isPending}
                onPress={() => (deciding === 'approve' ? approve : reject).mutate({ params })}
              >
                {t(deciding)}
              </Button>
            </>
          }
        >
          <p>{t(`${deciding}_text`, counts)}</p>
          {approve.isError && <Problem error={approve.error} />}
          {reject.isError && <Problem error={reject.error} />}
        </Dialog>
      )}
    </Callout>
  );
}
