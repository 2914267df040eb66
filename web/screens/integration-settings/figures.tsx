/** An operator's own figures in place of the provider's: how long to wait, how often to try again, how hard to call, and where it is another. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CodeEditor } from '../../ui/code-editor.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useChange } from '../integration/changing.ts';
import { figuresOf, type FiguresDraft } from './figures-draft.ts';
import { FormProblem, problemAt, type PartProps } from './form-parts.tsx';

function draftOf({ timeout_ms: timeout, retries, ...rest }: Schema['Overrides']): FiguresDraft {
  return {
    timeout: timeout === undefined ? '' : String(timeout / 1000),
    retries: retries === undefined ? '' : String(retries),
    rest: Object.keys(rest).length === 0 ? '' : JSON.stringify(rest, null, 2),
  };
}

export function Figures({ integration, onSaved }: PartProps) {
  const t = useTranslations('integration_settings.figures');
  const { may } = useSession();
  const [draft, setDraft] = useState(() => draftOf(integration.overrides));
  const { change, busy, error } = useChange(integration, onSaved);
  const overrides = figuresOf(draft);
  const same = JSON.stringify(overrides) === JSON.stringify(figuresOf(draftOf(integration.overrides)));
  return (
    <Card title={t('title')} description={may.admin ? t('description') : t('admins_only')}>
      <form
        className="flex max-w-xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (overrides !== undefined) change({ overrides, if_updated_at: integration.updated_at }, t('saved'));
        }}
      >
        <TextField
          label={t('timeout')}
          help={t('timeout_help')}
          optional
          inputMode="decimal"
          value={draft.timeout}
          disabled={!may.admin}
          error={problemAt(error, 'overrides.timeout_ms')}
          onChange={(event) => setDraft({ ...draft, timeout: event.currentTarget.value })}
        />
        <TextField
          label={t('retries')}
          help={t('retries_help')}
          optional
          inputMode="numeric"
          value={draft.retries}
          disabled={!may.admin}
          error={problemAt(error, 'overrides.retries')}
          onChange={(event) => setDraft({ ...draft, retries: event.currentTarget.value })}
        />
        <CodeEditor
          label={t('rest')}
          help={t('rest_help')}
          language="json"
          optional
          lines={6}
          value={draft.rest}
          readOnly={!may.admin}
          placeholder={'{ "limits": [{ "per": "minute", "max": 30 }, { "concurrent": 2 }] }'}
          onChange={(rest) => setDraft({ ...draft, rest })}
        />
        <FormProblem error={error} fields={['overrides.timeout_ms', 'overrides.retries']} />
        {may.admin && (
          <div>
            <Button type="submit" kind="primary" busy={busy} disabled={overrides === undefined || same}>
              {t('save')}
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}
