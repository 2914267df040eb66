/** The connect form with what only the dashboard has: a name, a schedule, and the advanced part. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { draftOf, hourly, scheduleOf } from '../../app/schedule/draft.ts';
import { ScheduleField } from '../../app/schedule/schedule-field.tsx';
import { useSession } from '../../app/session.tsx';
import { ConnectForm } from '../../connect/connect-form.tsx';
import type { Connectable } from '../../connect/connector.ts';
import { Card } from '../../ui/card.tsx';
import { CodeEditor } from '../../ui/code-editor.tsx';
import { Section } from '../../ui/section.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { advancedText, readAdvanced, type AdvancedTrouble } from './advanced-settings.ts';
import { dashboardConnector, type Configuration, type Integration } from './dashboard-connector.ts';
import { MissingApp } from './missing-app.tsx';
import { integrationQuery } from './integration-query.ts';

const from = '/$tenant/connect/$provider';

export function DashboardForm({
  provider,
  integration: given,
  onDone,
}: {
  readonly provider: Connectable;
  readonly integration: Integration | undefined;
  readonly onDone: (integrationId: string) => void;
}) {
  const t = useTranslations('connect');
  const { tenant, may } = useSession();
  const navigate = useNavigate({ from });
  const known = useQueryClient();
  // As it was when the form was shown: what is typed is about that one, whatever is read anew meanwhile.
  const [integration] = useState(given);
  const streams = api.useQuery('get', '/api/providers/{provider}', { params: { path: { provider: provider.key } } });
  const [name, setName] = useState(integration?.name ?? '');
  const [draft, setDraft] = useState(() => (integration === undefined ? hourly : draftOf(integration.schedule)));
  const [before] = useState(() => advancedText(integration));
  const [advanced, setAdvanced] = useState(before);
  const schedule = scheduleOf(draft);
  const figures = readAdvanced(advanced, {
    streams: streams.data?.streams.map((stream) => stream.name),
    mayOverride: may.admin,
    before,
  });
  const configuration: Configuration = {
    name,
    schedule: schedule ?? null,
    streams: figures.trouble === undefined ? figures.streams : undefined,
    overrides: figures.trouble === undefined ? figures.overrides : undefined,
  };
  const [connector] = useState(() =>
    dashboardConnector({
      tenant,
      provider,
      integration,
      configuration,
      // So that a reload goes on with this one instead of making another; known already, so that the form stays.
      onMade: (made) => {
        known.setQueryData(integrationQuery(tenant, made.id).queryKey, made);
        void navigate({ search: { integration: made.id }, replace: true });
      },
    }),
  );
  useEffect(() => connector.configure(configuration));
  return (
    <Card title={t('screen.form')}>
      <ConnectForm
        provider={provider}
        connector={connector}
        kept={integration}
        accounts={integration?.account_choices ?? undefined}
        takesTokens
        moreWrong={schedule === undefined || figures.trouble !== undefined}
        onDone={onDone}
        renderMissing={(lacking) => <MissingApp provider={provider} lacking={lacking} />}
        more={
          <div className="flex flex-col gap-5 border-t border-line pt-5">
            <TextField
              label={t('screen.name')}
              help={t('screen.name_help', { name: provider.name })}
              optional
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Section title={t('schedule.title')}>
              <Switch
                label={t('schedule.on')}
                help={draft.kind === 'none' ? t('schedule.off_help') : undefined}
                on={draft.kind !== 'none'}
                onChange={(on) => setDraft(on ? hourly : { kind: 'none' })}
              />
              {draft.kind !== 'none' && <ScheduleField label={t('schedule.how')} draft={draft} onChange={setDraft} />}
            </Section>
            <Advanced
              name={provider.name}
              streams={streams.data?.streams.map((stream) => stream.name) ?? []}
              text={advanced}
              onChange={setAdvanced}
              trouble={figures.trouble}
            />
          </div>
        }
      />
    </Card>
  );
}

function Advanced({
  name,
  streams,
  text,
  onChange,
  trouble,
}: {
  readonly name: string;
  readonly streams: readonly string[];
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly trouble: AdvancedTrouble | undefined;
}) {
  const t = useTranslations('connect.advanced');
  const [open, setOpen] = useState(false);
  const words = (found: AdvancedTrouble): string => {
    switch (found.kind) {
      case 'not_json':
        return t('not_json', { message: found.message });
      case 'unknown':
      case 'not_streams':
        return t(found.kind, { name: found.name });
      case 'unknown_stream':
        return t('unknown_stream', { name, stream: found.stream, streams: streams.join(', ') });
      default:
        return t(found.kind);
    }
  };
  return (
    <details
      open={open || trouble !== undefined}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="rounded-lg border border-line px-3.5 py-2.5"
    >
      <summary className="cursor-pointer font-medium">{t('title')}</summary>
      {(open || trouble !== undefined) && (
        <div className="mt-3">
          <CodeEditor
            label={t('label')}
            help={t('help')}
            language="json"
            lines={8}
            value={text}
            onChange={onChange}
            error={trouble === undefined ? undefined : words(trouble)}
          />
        </div>
      )}
    </details>
  );
}
