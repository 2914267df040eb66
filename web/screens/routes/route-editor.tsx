/** What a route does, as a form: when, look-ups, tables, shape, do; and what that would come to, tried on events there were. */
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../app/api.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CodeEditor } from '../../ui/code-editor.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { definitionOf, type Definition, type RouteDraft } from './draft.ts';
import { withError, type PartProps } from './part.ts';
import { Wrong } from './wrong.tsx';
import { DoPart } from './do-part.tsx';
import { DryRun } from './dry-run.tsx';
import { LookupsPart } from './lookups-part.tsx';
import { MapsPart } from './maps-part.tsx';
import { WhenPart } from './when-part.tsx';

export interface RouteEditorProps {
  readonly name: string;
  readonly draft: RouteDraft;
  readonly busy: boolean;
  readonly error: unknown;
  readonly submit: string;
  readonly onSubmit: (name: string, definition: Definition) => void;
  readonly actions?: ReactNode;
  readonly disabled?: boolean;
}

export function RouteEditor({
  name: nameBefore,
  draft: before,
  busy,
  error,
  submit,
  onSubmit,
  actions,
  disabled = false,
}: RouteEditorProps) {
  const t = useTranslations('routes.editor');
  const [name, setName] = useState(nameBefore);
  const [draft, setDraft] = useState(before);
  const problems = isProblem(error) ? (error.problems ?? []) : [];
  const part: PartProps = {
    draft,
    change: (changed) => setDraft((now) => ({ ...now, ...changed })),
    disabled,
    wrong: (path) => problems.find((one) => one.path === path || one.path === `definition.${path}`)?.message,
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(name.trim(), definitionOf(draft));
  };
  return (
    <div className="flex flex-col gap-5">
      <form className="flex flex-col gap-5" onSubmit={send} noValidate>
        <Wrong error={error} />
        <Card>
          <div className="max-w-lg">
            <TextField
              label={t('name')}
              value={name}
              disabled={disabled}
              error={part.wrong('name')}
              placeholder={t('name_example')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </div>
        </Card>
        <WhenPart {...part} />
        <LookupsPart {...part} />
        <MapsPart {...part} />
        <DoPart {...part} />
        <Card title={t('shape')} description={t(`shape_help.${draft.kind}`)}>
          <CodeEditor
            bare
            label={t('shape')}
            language="jsonata"
            lines={8}
            value={draft.shape}
            disabled={disabled}
            onChange={(shape) => part.change({ shape })}
            {...withError(part.wrong('shape'))}
          />
        </Card>
        {!disabled && (
          <div className="flex flex-wrap justify-end gap-2">
            {actions}
            <Button kind="primary" type="submit" busy={busy} disabled={name.trim() === ''}>
              {submit}
            </Button>
          </div>
        )}
      </form>
      {!disabled && <DryRun definition={definitionOf(draft)} />}
    </div>
  );
}
