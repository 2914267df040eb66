/** One stream: how it stands, when it is read, what of it is not kept, and reading it now. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Facts } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { useIntegration } from '../integration/current.tsx';
import { RunStatus } from '../runs/run-words.tsx';
import { useStreamChange } from './change-stream.ts';
import { DroppedFields } from './dropped-fields.tsx';
import { ReadNow } from './read-now.tsx';
import { draftOf, scheduleOf } from '../../app/schedule/draft.ts';
import { ScheduleField } from '../../app/schedule/schedule-field.tsx';
import { useScheduleText } from '../../app/schedule/schedule-text.ts';
import { StreamSwitch } from './stream-switch.tsx';
import type { StreamRow } from './streams.tsx';

export function StreamDrawer({ row, onClose }: { readonly row: StreamRow; readonly onClose: () => void }) {
  const { stream } = row;
  const { provider } = useIntegration();
  const { may } = useSession();
  const known = api.useQuery('get', '/api/providers/{provider}', { params: { path: { provider } } });
  const facts = known.data?.streams.find(({ name }) => name === stream.name);
  return (
    <Dialog open place="side" title={stream.name} description={facts?.summary} onClose={onClose}>
      <div className="flex flex-col gap-6 pb-4">
        <Standing row={row} facts={facts} />
        {may.sync && <ReadNow stream={stream.name} />}
        <ScheduleForm stream={stream} />
        <DroppedFields stream={stream} />
      </div>
    </Dialog>
  );
}

function Standing({
  row: { stream, records },
  facts,
}: {
  readonly row: StreamRow;
  readonly facts:
    | {
        readonly incremental: 'none' | 'updated_since' | 'changes';
        readonly deletions: 'flagged' | 'swept' | 'never';
      }
    | undefined;
}) {
  const t = useTranslations('streams.drawer');
  const words = useTranslations('streams');
  const format = useFormatter();
  const { tenant } = useSession();
  const { id } = useIntegration();
  const { last_synced_at: synced, next_run_at: next, last_run: run, error, absent } = stream;
  const params = { tenant, integration: id };
  return (
    <div className="flex flex-col gap-3">
      {absent !== null && (
        <Callout tone="plain" title={t('absent')}>
          <p>{absent}</p>
        </Callout>
      )}
      {error !== null && (
        <Failure message={error.message} fault={error.fault} next={error.next} requestId={error.request_id} />
      )}
      <Facts
        rows={[
          { name: t('model'), value: stream.model },
          ...(facts === undefined
            ? []
            : [
                {
                  name: t('how'),
                  value: `${words(`incremental.${facts.incremental}`)}; ${words(`deletions.${facts.deletions}`)}`,
                },
              ]),
          { name: t('records'), value: records === undefined ? '–' : format.number(records) },
          { name: t('last_synced'), value: synced === null ? t('never') : <Moment at={synced} /> },
          { name: t('next_run'), value: next === null ? t('not_planned') : <Moment at={next} /> },
          ...(run === null
            ? []
            : [
                {
                  name: t('last_run'),
                  value: (
                    <Link
                      to="/$tenant/integrations/$integration/runs/$run"
                      params={{ ...params, run: run.id }}
                      className="inline-flex min-h-6 items-center gap-2 text-accent underline"
                    >
                      <RunStatus state={run.state} />
                      <Moment at={run.queued_at} />
                    </Link>
                  ),
                },
              ]),
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          render={
            <Link to="/$tenant/integrations/$integration/records" params={params} search={{ stream: stream.name }} />
          }
        >
          {t('open_records')}
        </Button>
        <Button
          size="small"
          render={
            <Link to="/$tenant/integrations/$integration/runs" params={params} search={{ stream: stream.name }} />
          }
        >
          {t('open_runs')}
        </Button>
      </div>
    </div>
  );
}

function ScheduleForm({ stream }: { readonly stream: StreamRow['stream'] }) {
  const t = useTranslations('streams.drawer');
  const words = useTranslations('schedule');
  const text = useScheduleText();
  const { may } = useSession();
  const { schedule: own } = useIntegration();
  const [draft, setDraft] = useState(() => draftOf(stream.schedule));
  const { change, busy, error } = useStreamChange(stream.name);
  const wanted = scheduleOf(draft);
  const same = JSON.stringify(wanted) === JSON.stringify(stream.schedule);
  return (
    <Section title={t('schedule')}>
      <StreamSwitch labelled stream={stream} />
      {may.connect ? (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (wanted !== undefined) change({ schedule: wanted }, t('saved', { stream: stream.name }));
          }}
        >
          <ScheduleField
            label={words('label')}
            none={words('inherit', { text: text(own) })}
            draft={draft}
            onChange={setDraft}
          />
          {error !== null && <Problem error={error} />}
          <div>
            <Button type="submit" busy={busy} disabled={wanted === undefined || same}>
              {t('save')}
            </Button>
          </div>
        </form>
      ) : (
        <p>
          {text(stream.schedule ?? own)} <span className="text-muted">{t('may_not')}</span>
        </p>
      )}
    </Section>
  );
}
