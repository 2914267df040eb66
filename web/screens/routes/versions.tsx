/** What a route was told to do, newest first; any of them can be brought back as a new version. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { tellDone } from '../../ui/toast.tsx';

type Version = Schema['RouteVersion'];

const path = '/api/tenants/{tenant}/routes/{route}';

export function Versions({ route }: { readonly route: Schema['Route'] }) {
  const t = useTranslations('routes.versions');
  const { tenant, may } = useSession();
  const list = api.useInfiniteQuery(
    'get',
    `${path}/versions`,
    { params: { path: { tenant, route: route.id }, query: { limit: 20 } } },
    byCursor,
  );
  const { rows, loading, more, onMore } = useRows<Version>(list);
  const bringBack = api.useMutation('put', path, {
    onSuccess: ({ version }) => {
      tellDone(t('done', { version }));
      askAgain(path, `${path}/versions`, '/api/tenants/{tenant}/routes');
    },
  });
  return (
    <Card flush>
      {list.isError && <Problem error={list.error} />}
      {bringBack.isError && <Problem error={bringBack.error} />}
      <ol className="divide-y divide-line">
        {rows.map((version) => (
          <li key={version.version} className="px-4 py-3">
            <One
              version={version}
              present={version === rows[0]}
              busy={bringBack.isPending}
              onBringBack={
                may.connect
                  ? () =>
                      bringBack.mutate({
                        params: { path: { tenant, route: route.id } },
                        body: { name: route.name, enabled: route.enabled, ...version.definition },
                      })
                  : undefined
              }
            />
          </li>
        ))}
      </ol>
      <div className="px-4 pb-3">
        {loading && <Skeleton lines={3} />}
        {more && !loading && <Button onPress={onMore}>{t('more')}</Button>}
      </div>
    </Card>
  );
}

function One({
  version: { version, created_at: at, created_by: by, definition },
  present,
  busy,
  onBringBack,
}: {
  readonly version: Version;
  readonly present: boolean;
  readonly busy: boolean;
  readonly onBringBack: (() => void) | undefined;
}) {
  const t = useTranslations('routes.versions');
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{t('version', { version })}</span>
        {present && (
          <Status tone="good" icon="done">
            {t('present')}
          </Status>
        )}
        <span className="min-w-0 text-sm break-all text-muted">
          <Moment at={at} /> {by}
        </span>
        <span className="ms-auto flex gap-2">
          <Button size="small" onPress={() => setOpen(!open)}>
            {open ? t('hide') : t('show')}
          </Button>
          {!present && onBringBack !== undefined && (
            <Button size="small" busy={busy} onPress={onBringBack}>
              {t('bring_back')}
            </Button>
          )}
        </span>
      </div>
      {open && <JsonView value={definition} />}
    </div>
  );
}
