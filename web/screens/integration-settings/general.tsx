/** What it is called, and when it is read. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useChange } from '../integration/changing.ts';
import { draftOf, scheduleOf } from '../../app/schedule/draft.ts';
import { ScheduleField } from '../../app/schedule/schedule-field.tsx';
import { FormProblem, problemAt, type PartProps } from './form-parts.tsx';

export function General({ integration, onSaved }: PartProps) {
  const t = useTranslations('integration_settings.general');
  const words = useTranslations('schedule');
  const { may } = useSession();
  const [name, setName] = useState(integration.name);
  const [draft, setDraft] = useState(() => draftOf(integration.schedule));
  const { change, busy, error } = useChange(integration, onSaved);
  const schedule = scheduleOf(draft);
  const moved = JSON.stringify(schedule) !== JSON.stringify(integration.schedule);
  const renamed = name.trim() !== integration.name;
  return (
    <Card title={t('title')}>
      <form
        className="flex max-w-xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (schedule === undefined) return;
          change(
            {
              ...(renamed ? { name: name.trim() } : {}),
              ...(moved ? { schedule } : {}),
              if_updated_at: integration.updated_at,
            },
            t('saved'),
          );
        }}
      >
        <TextField
          label={t('name')}
          help={t('name_help')}
          value={name}
          autoComplete="off"
          disabled={!may.connect}
          error={name.trim() === '' ? t('name_missing') : problemAt(error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ScheduleField
          label={t('schedule')}
          none={words('when_asked')}
          draft={draft}
          disabled={!may.connect}
          onChange={setDraft}
        />
        <FormProblem error={error} fields={['name']} />
        {may.connect && (
          <div>
            <Button
              type="submit"
              kind="primary"
              busy={busy}
              disabled={schedule === undefined || name.trim() === '' || !(moved || renamed)}
            >
              {t('save')}
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}
