/** When a route is called: for which events, and on what condition. */
import { useTranslations } from 'use-intl';
import { useEventTypes } from '../../app/event-types.ts';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { Card } from '../../ui/card.tsx';
import { CodeEditor } from '../../ui/code-editor.tsx';
import { Many } from '../../ui/many.tsx';
import { withError, type PartProps } from './part.ts';

export function WhenPart({ draft, change, disabled, wrong }: PartProps) {
  const t = useTranslations('routes.when');
  const { choices, models } = useEventTypes();
  const known = useKnownIntegrations();
  return (
    <Card title={t('title')} description={t('description')}>
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-1 gap-4 md:grid-cols-3">
          <Many
            label={t('types')}
            placeholder={t('add')}
            choices={choices}
            values={draft.types}
            disabled={disabled}
            error={wrong('when.types')}
            onChange={(types) => change({ types })}
          />
          <Many
            label={t('models')}
            optional
            placeholder={draft.models.length === 0 ? t('all_models') : t('add')}
            choices={models.map((value) => ({ value, label: value }))}
            values={draft.models}
            disabled={disabled}
            error={wrong('when.models')}
            onChange={(next) => change({ models: next })}
          />
          <Many
            label={t('integrations')}
            optional
            help={t('integrations_help')}
            placeholder={draft.integrations.length === 0 ? t('all_integrations') : t('add')}
            choices={known.list.map(({ id, name, provider }) => ({ value: id, label: name, hint: provider }))}
            values={draft.integrations}
            disabled={disabled}
            error={wrong('when.integrations')}
            onChange={(integrations) => change({ integrations })}
          />
        </div>
        <CodeEditor
          label={t('condition')}
          optional
          help={t('condition_help')}
          language="jsonata"
          lines={2}
          value={draft.condition}
          disabled={disabled}
          onChange={(condition) => change({ condition })}
          placeholder="data.record.data.state = 'completed'"
          {...withError(wrong('when.condition'))}
        />
      </div>
    </Card>
  );
}
