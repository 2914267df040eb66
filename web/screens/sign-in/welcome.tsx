/** Signed in, and no tenant to show: an administrator makes one, everybody else is told whom to ask. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { meQuery } from '../../app/me.ts';
import { Button } from '../../ui/button.tsx';
import { NewTenantForm } from '../platform/new-tenant-form.tsx';
import { askAuth } from '../../app/auth-calls.ts';
import { Entrance, OtherWay } from './entrance.tsx';

export function WelcomeScreen() {
  const t = useTranslations('sign_in.welcome');
  const me = useQuery(meQuery).data;
  const known = useQueryClient();
  const navigate = useNavigate();
  const out = async () => {
    await askAuth('/sign-out', {});
    known.clear();
    await navigate({ to: '/sign-in', search: {} });
  };
  return (
    <Entrance title={t('title')}>
      <div className="flex flex-col gap-4">
        {me?.platform?.role === 'administrator' ? (
          <>
            <p>{t('first')}</p>
            <NewTenantForm
              onMade={async ({ slug }) => {
                await known.invalidateQueries();
                await navigate({ to: '/$tenant', params: { tenant: slug } });
              }}
            />
            <Button full render={<Link to="/platform/tenants" />}>
              {t('to_platform')}
            </Button>
          </>
        ) : (
          <>
            <p className="font-medium">{t('heading')}</p>
            <p className="text-muted">{t('text', { email: me?.person?.email ?? '' })}</p>
          </>
        )}
        <OtherWay onPress={() => void out()}>{t('out')}</OtherWay>
      </div>
    </Entrance>
  );
}
