/** Reading one stream now: what changed, from a moment on, or everything; or only trying what would change. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { controlLook, Field } from '../../ui/field.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { isUnderWay } from '../runs/run-words.tsx';
import { useIntegration } from '../integration/current.tsx';
import { SyncProgress } from '../integration/sync-progress.tsx';
import { useSync, type SyncInput } from '../integration/sync.tsx';

const ways = ['changed', 'since', 'force'] as const;

export function ReadNow({ stream }: { readonly stream: string }) {
  const t = useTranslations('streams.read');
  const { tenant } = useSession();
  const integration = useIntegration();
  const sync = useSync();
  const [way, setWay] = useState<(typeof ways)[number]>('changed');
  const [moment, setMoment] = useState('');
  const dry = api.useMutation('post', '/api/tenants/{tenant}/integrations/{integration}/sync');
  const since = Number.isNaN(Date.parse(moment)) ? undefined : new Date(moment).toISOString();
  const ready = way !== 'since' || since !== undefined;
  const input: SyncInput = {
    streams: [stream],
    ...(way === 'force' ? { force: true } : {}),
    ...(way === 'since' && since !== undefined ? { since } : {}),
  };
  const underWay = sync.runs.some((run) => run.stream === stream && isUnderWay(run));
  if (integration.status === 'draft' || integration.status === 'disconnected' || integration.status === 'needs_reauth')
    return null;
  return (
    <Section title={t('title')}>
      <Select
        label={t('how')}
        value={way}
        choices={ways.map((value) => ({ value, label: t(value) }))}
        onChange={setWay}
        {...(way === 'force' ? { help: t('force_help') } : {})}
      />
      {way === 'since' && (
        <Field label={t('moment')}>
          <input
            type="datetime-local"
            aria-label={t('moment')}
            value={moment}
            onChange={(event) => setMoment(event.currentTarget.value)}
            className={controlLook}
          />
        </Field>
      )}
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" busy={sync.starting || underWay} disabled={!ready} onPress={() => sync.start(input)}>
          {t('action')}
        </Button>
        <Button
          busy={dry.isPending}
          disabled={!ready}
          onPress={() =>
            dry.mutate({
              params: { path: { tenant, integration: integration.id } },
              body: { ...input, dry_run: true },
            })
          }
        >
          {t('dry')}
        </Button>
      </div>
      {underWay && <SyncProgress />}
      {dry.isError && <Problem error={dry.error} />}
      {dry.data?.dry_runs.map((report) => (
        <DryRun key={report.stream} report={report} />
      ))}
    </Section>
  );
}

function DryRun({ report }: { readonly report: Schema['DryRun'] }) {
  const t = useTranslations('streams.read');
  const { read, would_create: created, would_update: updated, would_delete: deleted, failed, error } = report;
  if (error !== null)
    return <Failure message={error.message} fault={error.fault} next={error.next} requestId={error.request_id} />;
  return (
    <Callout spoken tone="info" title={t('dry_title')}>
      <p>{t('dry_line', { read, created, updated, deleted, failed })}</p>
      {report.would_hold && <p>{t('dry_hold')}</p>}
      {report.sample.length > 0 && (
        <>
          <p className="mt-2 text-muted">{t('sample')}</p>
          <ul className="max-h-48 overflow-y-auto" tabIndex={0} aria-label={t('sample')}>
            {report.sample.map(({ key, change }) => (
              <li key={key}>
                <code className="font-mono text-sm break-all">{key}</code>{' '}
                <span className="text-muted">{t(`change.${change}`)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Callout>
  );
}
