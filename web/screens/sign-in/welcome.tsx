/** Signed in, and nothing to see: what to do about it. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { meQuery } from '../../app/me.ts';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';

export function WelcomeScreen() {
  const t = useTranslations('sign_in.welcome');
  const me = useQuery(meQuery).data;
  return (
    <main>
      <Page title={t('title')}>
        <Empty title={t('heading')}>{t('text', { email: me?.person?.email ?? '' })}</Empty>
      </Page>
    </main>
  );
}
