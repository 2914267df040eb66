/** What is sent instead of the event itself: JSONata, tried on events there were before it is saved. */
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CodeEditor } from '../../ui/code-editor.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Section } from '../../ui/section.tsx';

export function TransformationField({
  value,
  onChange,
  error,
  disabled,
}: {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error: string | undefined;
  readonly disabled: boolean;
}) {
  const t = useTranslations('endpoints.transformation');
  const { tenant, may } = useSession();
  const [event, setEvent] = useState<string | null>(null);
  const preview = api.useMutation('post', '/api/tenants/{tenant}/endpoints/preview');
  const run = () =>
    preview.mutate({
      params: { path: { tenant } },
      body: { transformation: value.trim() === '' ? null : value, ...(event === null ? {} : { event }) },
    });
  return (
    <Card title={t('title')} description={t('description')}>
      <div className="flex flex-col gap-4">
        <CodeEditor
          bare
          label={t('title')}
          language="jsonata"
          lines={4}
          value={value}
          onChange={onChange}
          disabled={disabled}
          placeholder={t('placeholder')}
          {...(error === undefined ? {} : { error })}
        />
        {may.connect && may.read && (
          <div className="flex flex-wrap items-end gap-2">
            <EventChoice value={event} onChange={setEvent} />
            <Button busy={preview.isPending} onPress={run}>
              {t('try')}
            </Button>
          </div>
        )}
        {preview.isError && <Problem error={preview.error} />}
        {preview.data !== undefined && <Outcome preview={preview.data} />}
      </div>
    </Card>
  );
}

/** One of the last events; none: the very last. */
function EventChoice({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (event: string | null) => void;
}) {
  const t = useTranslations('endpoints.transformation');
  const { tenant } = useSession();
  const format = useFormatter();
  const { data } = api.useQuery('get', '/api/tenants/{tenant}/events', {
    params: { path: { tenant }, query: { limit: 50 } },
  });
  return (
    <div className="w-72 max-sm:w-full">
      <Combobox
        label={t('event')}
        placeholder={t('latest')}
        value={value}
        choices={(data?.data ?? []).map(({ id, type, model, timestamp }) => ({
          value: id,
          label: model === null ? type : `${type} ${model}`,
          hint: format.dateTime(new Date(timestamp), { dateStyle: 'medium', timeStyle: 'medium' }),
        }))}
        onChange={onChange}
      />
    </div>
  );
}

function Outcome({ preview: { event, outcome, body, problem } }: { readonly preview: Schema['EndpointPreview'] }) {
  const t = useTranslations('endpoints.transformation');
  return (
    <div role="status" className="grid min-w-0 gap-4 lg:grid-cols-2">
      <Section title={t('before')}>
        <JsonView value={event} />
      </Section>
      <Section title={t('after')}>
        {outcome === 'body' && <JsonView value={body} />}
        {outcome === 'nothing' && <p className="rounded-md bg-sunken px-3 py-2">{t('nothing')}</p>}
        {outcome === 'problem' && <p className="rounded-md bg-bad-soft px-3 py-2 break-words text-bad">{problem}</p>}
      </Section>
    </div>
  );
}
