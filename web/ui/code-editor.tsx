/**
 * Writing JSON or an expression: lines, colours, and what is wrong at its place. The editor itself (CodeMirror) is fetched when the first
 * one is shown. Tab leaves it like any other field; lines are indented by Enter.
 */
import { lazy, Suspense, useId, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names.ts';
import type { CodeLanguage, CodeProblem } from './code-editor-mount.ts';
import type { FieldProps } from './field.tsx';

export type { CodeLanguage, CodeProblem } from './code-editor-mount.ts';

const CodeEditorView = lazy(async () => ({ default: (await import('./code-editor-view.tsx')).CodeEditorView }));

export interface CodeEditorProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly onChange?: (text: string) => void;
  /** `json` is checked as it is written. */
  readonly language: CodeLanguage;
  /** Height it has at least; it grows up to three times that, then scrolls. */
  readonly lines?: number;
  readonly readOnly?: boolean;
  /** Found elsewhere (by the server), shown at their place. */
  readonly problems?: readonly CodeProblem[];
  readonly placeholder?: string;
  readonly onBlur?: () => void;
  /** Only the control, with the label for screen readers. */
  readonly bare?: boolean;
}

/** Height of a line, rem; as in code-editor-look.ts. */
const lineHeight = 1.375;

export function CodeEditor(props: CodeEditorProps) {
  const { label, help, error, optional = false, lines = 4, readOnly = false, disabled = false, bare = false } = props;
  const t = useTranslations('ui');
  const words = useTranslations('ui.code');
  const labelId = useId();
  const [unreadable, setUnreadable] = useState<string>();
  const wrong = error ?? unreadable;
  const minHeight = `${lines * lineHeight + 0.75}rem`;
  const described = [readOnly ? undefined : words('tab'), wrong].filter((text) => text !== undefined).join(' ');
  return (
    <div role="group" aria-labelledby={labelId} className="flex min-w-0 flex-col gap-1">
      <span id={labelId} className={classNames('w-fit font-medium', bare && 'sr-only')}>
        {label}
        {optional && <span className="ms-1.5 font-normal text-muted">{t('optional')}</span>}
      </span>
      <Suspense fallback={<Waiting minHeight={minHeight} />}>
        <CodeEditorView
          key={props.language}
          value={props.value}
          language={props.language}
          label={label}
          description={described}
          invalid={wrong !== undefined}
          readOnly={readOnly || disabled}
          minHeight={minHeight}
          maxHeight={`${lines * 3 * lineHeight}rem`}
          problems={props.problems ?? none}
          placeholder={props.placeholder ?? ''}
          onChange={props.onChange ?? ignore}
          onBlur={props.onBlur ?? ignore}
          sayNotJson={({ line, column }) => words('not_json', { line, column })}
          onUnreadable={setUnreadable}
        />
      </Suspense>
      {help !== undefined && <Note>{help}</Note>}
      {wrong !== undefined && <p className="text-sm text-bad">{wrong}</p>}
    </div>
  );
}

const none: readonly CodeProblem[] = [];
const ignore = () => undefined;

function Note({ children }: { readonly children: ReactNode }) {
  return <p className="text-sm text-muted">{children}</p>;
}

function Waiting({ minHeight }: { readonly minHeight: string }) {
  const t = useTranslations('ui');
  return (
    <div role="status" className="animate-pulse rounded-md border border-line bg-sunken" style={{ minHeight }}>
      <span className="sr-only">{t('loading')}</span>
    </div>
  );
}
