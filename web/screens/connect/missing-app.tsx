/** A way in that cannot be used yet, because nobody has registered Plugboard with the vendor: who has to do what, with the way there. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import type { Connectable } from '../../connect/connector.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';

export function MissingApp({
  provider: { name, redirect_url },
  lacking,
}: {
  readonly provider: Connectable;
  readonly lacking: readonly string[];
}) {
  const t = useTranslations('connect.screen');
  const { may, me, tenant } = useSession();
  const administrator = me.platform?.role === 'administrator';
  return (
    <Callout
      tone="warn"
      spoken
      title={t('missing_app', { name })}
      actions={
        <>
          {may.admin && (
            <Button
              size="small"
              kind="primary"
              render={<Link to="/$tenant/settings/provider-apps" params={{ tenant }} />}
            >
              {t('missing_app_admin')}
            </Button>
          )}
          {administrator && (
            <Button size="small" render={<Link to="/platform/provider-apps" />}>
              {t('missing_app_platform')}
            </Button>
          )}
        </>
      }
    >
      <p>{t(redirect_url === null ? 'missing_fields_text' : 'missing_app_text', { name })}</p>
      {may.admin && <p>{t('missing_app_variables', { variables: lacking.join(', ') })}</p>}
      {!may.admin && !administrator && <p>{t('missing_app_ask')}</p>}
    </Callout>
  );
}
