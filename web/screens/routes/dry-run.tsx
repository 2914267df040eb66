/** What a route would do with events there were: matched or why not, what would be sent, and what the action would not accept. Nothing is done. */
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Select } from '../../ui/select.tsx';
import { Status, type StatusIcon, type Tone } from '../../ui/status.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Definition } from './draft.ts';
import { Wrong } from './wrong.tsx';

const limits = ['1', '5', '10', '20'] as const;
const sources = ['latest', 'events', 'records'] as const;

export function DryRun({ definition }: { readonly definition: Definition }) {
  const t = useTranslations('routes.dry_run');
  const { tenant } = useSession();
  const [source, setSource] = useState<(typeof sources)[number]>('latest');
  const [limit, setLimit] = useState<(typeof limits)[number]>('5');
  const [named, setNamed] = useState('');
  const run = api.useMutation('post', '/api/tenants/{tenant}/routes/dry-run');
  const ids = named.split(/[\s,]+/).filter((id) => id !== '');
  const go = () =>
    run.mutate({
      params: { path: { tenant } },
      body: {
        definition,
        limit: Number(limit),
        ...(source === 'events' ? { events: ids } : {}),
        ...(source === 'records' ? { records: ids } : {}),
      },
    });
  return (
    <Card title={t('title')} description={t('description')}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-end gap-3">
          <Select
            label={t('source')}
            value={source}
            choices={sources.map((value) => ({ value, label: t(`sources.${value}`) }))}
            onChange={setSource}
          />
          {source === 'latest' ? (
            <Select
              label={t('limit')}
              value={limit}
              choices={limits.map((value) => ({ value, label: value }))}
              onChange={setLimit}
            />
          ) : (
            <div className="w-80 max-sm:w-full">
              <TextField
                label={t(`ids.${source}`)}
                mono
                spellCheck={false}
                value={named}
                onChange={(event) => setNamed(event.currentTarget.value)}
              />
            </div>
          )}
          <Button
            icon={<FlaskConical className="size-4" aria-hidden="true" />}
            busy={run.isPending}
            disabled={source !== 'latest' && ids.length === 0}
            onPress={go}
          >
            {t('go')}
          </Button>
        </div>
        <Wrong error={run.error} />
        {run.data !== undefined && (
          <div role="status" aria-label={t('results')} className="flex flex-col gap-3">
            {run.data.data.length === 0 && <p className="rounded-md bg-sunken px-3 py-2">{t('none')}</p>}
            <ol className="flex flex-col gap-3">
              {run.data.data.map((trial, nth) => (
                // The same event may be tried twice.
                // oxlint-disable-next-line react/no-array-index-key
                <li key={nth} className="rounded-md border border-line p-3">
                  <Trial trial={trial} />
                </li>
              ))}
            </ol>
          </div>
        )}
      </div>
    </Card>
  );
}

const looks: Readonly<Record<Schema['RouteTrial']['would'], { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  act: { tone: 'good', icon: 'done' },
  skip: { tone: 'plain', icon: 'empty' },
  fail: { tone: 'bad', icon: 'failed' },
};

function Trial({ trial }: { readonly trial: Schema['RouteTrial'] }) {
  const t = useTranslations('routes.dry_run');
  const { event, would, matched, reason, problems, lookups, result } = trial;
  const found = Object.entries(lookups);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Status {...looks[would]}>{t(matched || would === 'fail' ? `would.${would}` : 'would.no_match')}</Status>
        <span className="font-mono text-sm">{event.type}</span>
        <span className="text-sm text-muted">
          <Moment at={event.timestamp} />
        </span>
        {event.id !== null && <Copyable text={event.id} />}
      </div>
      {reason !== null && <p className="break-words">{reason}</p>}
      {problems.length > 0 && (
        <ul className="flex list-disc flex-col gap-0.5 ps-5 text-bad">
          {problems.map(({ path, message }) => (
            <li key={`${path} ${message}`} className="break-words">
              <code className="font-mono text-sm">{path}</code>: {message}
            </li>
          ))}
        </ul>
      )}
      {found.length > 0 && (
        <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
          {found.map(([name, id]) => (
            <div key={name} className="flex min-w-0 items-center gap-1.5">
              <dt className="text-muted">{name}</dt>
              <dd className="min-w-0">{id === null ? t('not_found') : <Copyable text={id} />}</dd>
            </div>
          ))}
        </dl>
      )}
      {result !== undefined && (
        <>
          <p className="text-sm text-muted">{t('sent')}</p>
          <JsonView value={result} />
        </>
      )}
    </div>
  );
}
