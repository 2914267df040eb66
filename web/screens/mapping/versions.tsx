/** The versions of a stream's rules: who saved them, when and why; compared, taken up again, applied. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { byCursor } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { tellDone } from '../../ui/notices.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { RuleComparison } from './compare.tsx';
import type { Mapping } from './editing.ts';

const place = '/api/tenants/{tenant}/integrations/{integration}/mappings/{stream}';
type Version = Schema['MappingVersion'];

interface VersionsProps {
  readonly mapping: Mapping;
  /** Something is not saved: it would be lost by taking up another version. */
  readonly dirty: boolean;
  readonly onClose: () => void;
  readonly onRestored: (mapping: Mapping) => void;
}

export function VersionsDrawer({ mapping, dirty, onClose, onRestored }: VersionsProps) {
  const t = useTranslations('mapping.history');
  const { tenant } = useSession();
  const params = { path: { tenant, integration: mapping.integration_id, stream: mapping.stream } };
  const versions = api.useInfiniteQuery(
    'get',
    `${place}/versions`,
    { params: { ...params, query: { limit: 20 } } },
    // Whoever opens it has often just saved one.
    { ...byCursor, staleTime: 0 },
  );
  const rows = versions.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Dialog open place="side" onClose={onClose} title={t('title', { stream: mapping.stream })}>
      {versions.isPending && <Skeleton lines={6} />}
      {versions.isError && <Problem error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.data !== undefined && rows.length === 0 && <p className="text-muted">{t('none')}</p>}
      <ol className="flex flex-col">
        {rows.map((version) => (
          <VersionRow
            key={version.version}
            version={version}
            mapping={mapping}
            dirty={dirty}
            onRestored={(restored) => {
              onRestored(restored);
              onClose();
            }}
          />
        ))}
      </ol>
      {versions.hasNextPage && (
        <Button size="small" busy={versions.isFetchingNextPage} onPress={() => void versions.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Dialog>
  );
}

function VersionRow({
  version,
  mapping,
  dirty,
  onRestored,
}: Pick<VersionsProps, 'mapping' | 'dirty' | 'onRestored'> & { readonly version: Version }) {
  const t = useTranslations('mapping.history');
  const { may } = useSession();
  const [comparing, setComparing] = useState(false);
  const isLatest = version.version === mapping.version;
  return (
    <li className="flex flex-col gap-2 border-t border-line py-3 first:border-t-0">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">{t('version', { version: version.version })}</h3>
        {version.version === mapping.active_version && (
          <Status tone="good" icon="done">
            {t('in_force')}
          </Status>
        )}
        <span className="text-sm text-muted">
          {t('rules', { count: version.rules.length })} · <Moment at={version.created_at} /> ·{' '}
          {t('by', { who: version.created_by })}
        </span>
      </div>
      {version.note !== null && <p className="break-words">{version.note}</p>}
      {version.restored_from !== null && (
        <p className="text-sm text-muted">{t('restored', { version: version.restored_from })}</p>
      )}
      {!isLatest && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" onPress={() => setComparing(!comparing)}>
            {comparing ? t('hide') : t('compare')}
          </Button>
          {may.connect && <Restore version={version} mapping={mapping} disabled={dirty} onRestored={onRestored} />}
        </div>
      )}
      {comparing && (
        <RuleComparison
          before={version.rules}
          after={mapping.rules}
          beforeName={t('then', { version: version.version })}
          afterName={t('latest')}
        />
      )}
    </li>
  );
}

function Restore({
  version: { version },
  mapping,
  disabled,
  onRestored,
}: {
  readonly version: Version;
  readonly mapping: Mapping;
  readonly disabled: boolean;
  readonly onRestored: (mapping: Mapping) => void;
}) {
  const t = useTranslations('mapping.history');
  const { tenant } = useSession();
  const known = useQueryClient();
  const path = { tenant, integration: mapping.integration_id, stream: mapping.stream };
  const restoring = api.useMutation('post', `${place}/versions/{version}/restore`, {
    onSuccess: (restored) => {
      known.setQueryData(api.queryOptions('get', place, { params: { path } }).queryKey, restored);
      tellDone(t('restored_now', { version: restored.version ?? 0 }));
      onRestored(restored);
    },
  });
  return (
    <>
      <Button
        size="small"
        busy={restoring.isPending}
        disabled={disabled}
        onPress={() => restoring.mutate({ params: { path: { ...path, version } } })}
      >
        {t('restore')}
      </Button>
      {restoring.isError && <Problem error={restoring.error} />}
    </>
  );
}
