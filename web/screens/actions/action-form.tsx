/** One action: its form or its JSON, the reference that makes repeating safe, and what came of it. */
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Card } from '../../ui/card.tsx';
import { CodeEditor } from '../../ui/code-editor.tsx';
import type { FormProblem } from '../../ui/schema-form-value.ts';
import { SchemaForm, type ReferenceProps } from '../../ui/schema-form.tsx';
import { SegmentedChoice } from '../../ui/segmented-choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useIntegration } from '../integration/current.tsx';
import { ActionResult } from './action-result.tsx';
import type { Action } from './actions.tsx';
import { newReference, useDoing, useInput } from './doing.ts';
import { RecordField } from './record-field.tsx';
import { streamFor } from './reference-streams.ts';

export function ActionForm({ action, provider }: { readonly action: Action; readonly provider: string }) {
  const t = useTranslations('actions.form');
  const words = useTranslations('ui.form.problems');
  const { may } = useSession();
  const { streams } = useIntegration();
  const input = useInput(action.input);
  const doing = useDoing(action);
  const [reference, setReference] = useState(newReference);
  const [found, setFound] = useState<ReadonlyMap<string, FormProblem>>(new Map());
  const place = useRef<HTMLFormElement>(null);
  const errors = new Map([...doing.fields, ...[...found].map(([path, one]): [string, string] => [path, words(one)])]);
  useFocusOnError(place, errors.size);

  const submit = () => {
    const problems = input.problems();
    setFound(problems);
    doing.reset();
    const said = input.input();
    if (said === undefined) input.setJsonError(t('not_json'));
    else if (problems.size === 0) doing.run(said, reference.trim());
  };
  const searched = (props: ReferenceProps) => {
    const stream = streamFor(props.field.reference?.to ?? '', streams);
    return stream === undefined ? undefined : <RecordField {...props} stream={stream.name} />;
  };
  if (doing.answer !== undefined)
    return (
      <ActionResult
        answer={doing.answer}
        provider={provider}
        onAgain={() => {
          doing.reset();
          input.clear();
          setReference(newReference());
        }}
      />
    );
  return (
    <Card title={action.name} description={action.summary}>
      <form
        ref={place}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {found.size > 0 && <Callout tone="warn" spoken title={t('wrong', { count: found.size })} />}
        {doing.fields.size > 0 && (
          <Callout tone="warn" spoken title={t('wrong_server', { count: doing.fields.size })} />
        )}
        <SegmentedChoice
          label={t('as')}
          choices={[
            { value: 'form', label: t('as_form') },
            { value: 'json', label: t('as_json') },
          ]}
          value={input.json === undefined ? 'form' : 'json'}
          onChange={(as) => (as === 'json' ? input.json === undefined && input.toJson() : input.toForm())}
        />
        {input.json === undefined ? (
          <SchemaForm
            field={input.form}
            value={input.value}
            onChange={(value) => {
              input.setValue(value);
              setFound(new Map());
            }}
            errors={errors}
            disabled={!may.act || doing.busy}
            reference={searched}
          />
        ) : (
          <CodeEditor
            label={t('json')}
            help={t('json_help', { action: action.name })}
            language="json"
            lines={10}
            value={input.json}
            onChange={input.setJson}
            readOnly={!may.act}
            error={input.jsonError ?? firstOf(errors)}
          />
        )}
        <ReferenceField value={reference} onChange={setReference} />
        {doing.error !== undefined && doing.fields.size === 0 && <Refusal error={doing.error} provider={provider} />}
        {may.act && (
          <div>
            <Button type="submit" kind="primary" busy={doing.busy}>
              {doing.busy ? t('submitting', { provider }) : t('submit')}
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}

/** The first field that is wrong takes the focus: what to do next is there. */
function useFocusOnError(place: { readonly current: HTMLElement | null }, errors: number): void {
  useEffect(() => {
    if (errors > 0) place.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [place, errors]);
}

function firstOf(errors: ReadonlyMap<string, string>): string | undefined {
  const [first] = [...errors];
  return first === undefined ? undefined : `${first[0]}: ${first[1]}`;
}

function ReferenceField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const t = useTranslations('actions.form');
  const { may } = useSession();
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-4">
      <TextField
        label={t('reference')}
        help={t('reference_help')}
        mono
        value={value}
        disabled={!may.act}
        onChange={(event) => onChange(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
      {may.act && (
        <div>
          <Button size="small" onPress={() => onChange(newReference())}>
            {t('new_reference')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Refusal({ error, provider }: { readonly error: unknown; readonly provider: string }) {
  const t = useTranslations('actions.result');
  const inDoubt = isProblem(error) && error['in_doubt'] === true;
  return (
    <>
      <Problem error={error} />
      {inDoubt && (
        <Callout
          tone="warn"
          title={t('in_doubt')}
          actions={
            <Button size="small" type="submit">
              {t('repeat')}
            </Button>
          }
        >
          {t('in_doubt_text', { provider })}
        </Callout>
      )}
    </>
  );
}
