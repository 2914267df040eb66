/** What the rules, as they are being written, make of real records. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { Card } from '../../ui/card.tsx';
import { Status } from '../../ui/status.tsx';
import { nameIn } from '../records/model-columns.ts';
import type { Mapping, Trial, useTrial } from './editing.ts';
import { BeforeAfter } from './values.tsx';

export function TrialResults({
  mapping,
  trial,
  choice,
}: {
  readonly mapping: Mapping;
  readonly trial: ReturnType<typeof useTrial>;
  readonly choice: ReactNode;
}) {
  const t = useTranslations('mapping.trial');
  return (
    <Card title={t('title')} description={t('help', { count: trial.records.length })} actions={choice} flush>
      <p role="status" className="sr-only">
        {trial.working ? t('working') : ''}
      </p>
      <ul aria-busy={trial.working}>
        {trial.records.map((record) => (
          <li key={record.id} className="flex flex-col gap-2 border-t border-line px-4 py-3">
            <RecordName mapping={mapping} record={record} />
            <Outcome record={record} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function RecordName({ mapping, record }: { readonly mapping: Mapping; readonly record: Trial }) {
  const { tenant } = useSession();
  return (
    <div className="flex flex-wrap items-baseline gap-x-3">
      <Link
        to="/$tenant/records/$model"
        params={{ tenant, model: mapping.model }}
        search={{ record: record.id }}
        className="font-medium text-accent underline-offset-2 hover:underline"
      >
        {nameIn(mapping.model, record.after) ?? record.key}
      </Link>
      <code className="font-mono text-xs break-all text-muted">{record.key}</code>
    </div>
  );
}

function Outcome({ record }: { readonly record: Trial }) {
  const t = useTranslations('mapping.trial');
  return (
    <>
      {record.errors.map(({ target, message }) => (
        <p key={`${target}-${message}`} className="flex flex-wrap items-baseline gap-2 text-sm">
          <Status tone="bad" icon="failed">
            {target ?? t('built_in')}
          </Status>
          <span className="break-words">{message}</span>
        </p>
      ))}
      {record.changes.length === 0 && record.errors.length === 0 && <p className="text-sm text-muted">{t('none')}</p>}
      {record.changes.map((change) => (
        <div key={change.field} className="grid gap-1 sm:grid-cols-[10rem_1fr]">
          <code className="font-mono text-sm break-all">{change.field}</code>
          <BeforeAfter before={change.before} after={change.after} />
        </div>
      ))}
    </>
  );
}
