/** The keys that sign for an endpoint: the present one, those that still sign along, and changing over. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Status } from '../../ui/status.tsx';
import type { Endpoint } from './endpoint-health.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { Verification } from './verification.tsx';

const path = '/api/tenants/{tenant}/endpoints/{endpoint}';

export function Secrets({ endpoint: { id, keys } }: { readonly endpoint: Endpoint }) {
  const t = useTranslations('endpoints.secret');
  const { tenant, may } = useSession();
  const [made, setMade] = useState<Schema['NewEndpointSecret']>();
  const rotate = api.useMutation('post', `${path}/rotate-secret`, {
    onSuccess: (secret) => {
      setMade(secret);
      askAgain(path);
    },
  });
  return (
    <Card
      title={t('card')}
      description={t('description')}
      actions={
        may.connect && (
          <Button
            size="small"
            busy={rotate.isPending}
            onPress={() => rotate.mutate({ params: { path: { tenant, endpoint: id } } })}
          >
            {t('rotate')}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {rotate.isError && <Problem error={rotate.error} />}
        <ul className="flex flex-col gap-1.5">
          {keys.map(({ until }) => (
            <li key={until ?? 'present'} className="flex flex-wrap items-center gap-2">
              {until === null ? (
                <Status tone="good" icon="key">
                  {t('present')}
                </Status>
              ) : (
                <>
                  <Status tone="info" icon="waiting">
                    {t('along')}
                  </Status>
                  <span className="text-sm text-muted">
                    {t('until')} <Moment at={until} exact />
                  </span>
                </>
              )}
            </li>
          ))}
        </ul>
        <Verification />
      </div>
      {made !== undefined && (
        <SecretDialog secret={made.secret} previousUntil={made.previous_until} onClose={() => setMade(undefined)} />
      )}
    </Card>
  );
}
