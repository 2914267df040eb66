/** Which rules are in force, which are saved, and what to do next. */
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Status } from '../../ui/status.tsx';
import type { Mapping } from './editing.ts';

export function Standing({
  mapping,
  dirty,
  blocked,
  onReview,
  onDiscard,
  onVersions,
}: {
  readonly mapping: Mapping;
  readonly dirty: boolean;
  /** Some rule cannot be as it is. */
  readonly blocked: boolean;
  readonly onReview: () => void;
  readonly onDiscard: () => void;
  readonly onVersions: () => void;
}) {
  const t = useTranslations('mapping');
  const { may } = useSession();
  const { version, active_version: active } = mapping;
  const waiting = version !== null && version !== active;
  return (
    <Card
      title={t('title', { stream: mapping.stream })}
      description={active === null ? t('built_in') : t('in_force', { version: active })}
      actions={
        <div className="flex flex-wrap items-center gap-2">
          {version !== null && (
            <Button size="small" kind="quiet" onPress={onVersions}>
              {t('versions')}
            </Button>
          )}
          {dirty && (
            <Button size="small" onPress={onDiscard}>
              {t('discard')}
            </Button>
          )}
          {may.connect && (dirty || waiting) && (
            <Button size="small" kind="primary" disabled={dirty && blocked} onPress={onReview}>
              {dirty ? t('review') : t('review_saved', { version: version ?? 0 })}
            </Button>
          )}
        </div>
      }
    >
      {(dirty || waiting) && (
        <div className="flex flex-wrap gap-2">
          {dirty && (
            <Status tone="warn" icon="attention">
              {t('unsaved')}
            </Status>
          )}
          {waiting && (
            <Status tone="info" icon="waiting">
              {t('not_in_force', { version })}
            </Status>
          )}
        </div>
      )}
    </Card>
  );
}
