/** Where there is no route yet: an empty one, or one of the examples with the tenant's own integrations in it. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { examples } from './examples.ts';

export function ExampleChoice({ title, text }: { readonly title: string; readonly text: string }) {
  const t = useTranslations('routes.examples');
  const { tenant, may } = useSession();
  return (
    <Empty
      title={title}
      action={
        may.connect && (
          <div className="flex flex-wrap justify-center gap-2">
            {examples.map(({ key }) => (
              <Button
                key={key}
                render={<Link to="/$tenant/routes/new" params={{ tenant }} search={{ example: key }} />}
              >
                {t(key)}
              </Button>
            ))}
            <Button kind="primary" render={<Link to="/$tenant/routes/new" params={{ tenant }} />}>
              {t('empty')}
            </Button>
          </div>
        )
      }
    >
      {text}
    </Empty>
  );
}
