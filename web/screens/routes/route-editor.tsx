/** What a route does, as a form: when, look-ups, tables, shape, do; and what that would come to, tried on events there were. */
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CodeEditor } from '../../ui/code-editor.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { definitionOf, type Definition, type RouteDraft } from './draft.ts';
import { DoPart } from './do-part.tsx';
import { DryRun } from './dry-run.tsx';
import { LookupsPart } from './lookups-part.tsx';
import { MapsPart } from './maps-part.tsx';
import { WhenPart } from './when-part.tsx';

/** How one part of the draft is changed. */
export interface PartProps {
  readonly draft: RouteDraft;
  readonly change: (changed: Partial<RouteDraft>) => void;
  readonly disabled: boolean;
  /** What is wrong at a place of the definition: `when.condition`. */
  readonly wrong: (path: string) => string | undefined;
}

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

/** Everything that is wrong, with where: some of it stands at its field as well. */
export function Wrong({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  const problems = isProblem(error) ? (error.problems ?? []) : [];
  return (
    <div className="flex flex-col gap-2">
      <Problem error={error} />
      {problems.length > 1 && (
        <ul className="flex list-disc flex-col gap-0.5 ps-6">
          {problems.map(({ path, message }) => (
            <li key={`${path} ${message}`} className="break-words">
              <code className="font-mono text-sm">{path}</code>: {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** With exactOptionalPropertyTypes absent and undefined differ. */
export function withError(error: string | undefined): { readonly error?: string } {
  return error === undefined ? {} : { error };
}
