/** A record in a word: what it is called, of which integration, and the way to it. */
import { Link } from '@tanstack/react-router';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import type { Schema } from '../../../client/index.ts';
import { masked, nameIn } from '../records/model-columns.ts';
import { useModelNames } from '../records/model-names.ts';
import { RecordMarks } from '../records/record-marks.tsx';
import { Masked } from '../records/values.tsx';
import type { KnownRecord } from './known-records.ts';

export function RecordName({
  of,
  record,
}: {
  readonly of: Schema['LinkedRecord'];
  /** Its data; undefined: not there (yet). */
  readonly record: KnownRecord | undefined;
}) {
  const { tenant } = useSession();
  const known = useKnownIntegrations();
  const models = useModelNames();
  const name = record === undefined ? undefined : nameIn(of.model, record.data);
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <ProviderIcon provider={of.provider} size="small" />
      <span className="min-w-0">
        <Link
          className="block truncate font-medium text-accent underline"
          to="/$tenant/records/$model"
          params={{ tenant, model: of.model }}
          search={{ record: of.record }}
        >
          {name === masked ? <Masked /> : (name ?? of.key)}
        </Link>
        <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          {`${models.one(of.model)} · ${known.nameOf(of.integration_id)}`}
          {record !== undefined && <RecordMarks record={record} />}
        </span>
      </span>
    </span>
  );
}
