/** What is unusual about a record: gone at the vendor, or not to be mapped. Nothing for the ordinary one. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Status } from '../../ui/status.tsx';

export function RecordMarks({
  record: { deleted_at: deleted, problem },
}: {
  readonly record: Pick<Schema['Record'], 'deleted_at' | 'problem'>;
}) {
  const t = useTranslations('records.marks');
  return (
    <>
      {deleted !== null && (
        <Status tone="plain" icon="off">
          {t('deleted')}
        </Status>
      )}
      {problem !== null && (
        <Status tone="warn" icon="attention">
          {t('problem')}
        </Status>
      )}
    </>
  );
}
