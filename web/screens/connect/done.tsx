/** It is connected, and what comes next. */
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import type { Connectable } from '../../connect/connector.ts';
import { Good } from '../../connect/outcomes.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';

export function Done({
  provider,
  integration,
  onMore,
}: {
  readonly provider: Connectable;
  readonly integration: string;
  readonly onMore: () => void;
}) {
  const t = useTranslations('connect');
  const { tenant } = useSession();
  const place = useRef<HTMLDivElement>(null);
  // The form is gone: the focus goes to what took its place.
  useEffect(() => place.current?.focus(), []);
  return (
    <Card>
      <div ref={place} tabIndex={-1} className="flex flex-col gap-4 outline-none">
        <Good title={t('done.title', { name: provider.name })} text={t('done.text')} />
        <div className="flex flex-wrap gap-2">
          <Button
            kind="primary"
            render={<Link to="/$tenant/integrations/$integration" params={{ tenant, integration }} />}
          >
            {t('screen.open')}
          </Button>
          {provider.own_webhook_url && (
            <Button render={<Link to="/$tenant/integrations/$integration/webhooks" params={{ tenant, integration }} />}>
              {t('screen.webhooks')}
            </Button>
          )}
          <Button kind="quiet" onPress={onMore}>
            {t('screen.more')}
          </Button>
          <Button kind="quiet" render={<Link to="/$tenant/marketplace" params={{ tenant }} />}>
            {t('screen.marketplace')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
