/** The editor of code-editor.tsx, in a file of its own so that CodeMirror is fetched only when it is used. */
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import {
  mountEditor,
  type CodeLanguage,
  type CodePlace,
  type CodeProblem,
  type EditorConfig,
  type MountedEditor,
} from './code-editor-mount.ts';

interface CodeEditorViewProps extends EditorConfig {
  readonly value: string;
  readonly language: CodeLanguage;
  readonly problems: readonly CodeProblem[];
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
  /** Words for where it stops being JSON. */
  readonly sayNotJson: (place: CodePlace) => string;
  readonly onUnreadable: (message: string | undefined) => void;
}

/** How long after the last key it is said that something is wrong: half a word is no mistake. Milliseconds. */
const patienceMs = 400;

export function CodeEditorView(props: CodeEditorViewProps) {
  const { value, language, problems } = props;
  const { label, description, invalid, readOnly, minHeight, maxHeight, placeholder } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<MountedEditor>(null);
  const onChange = useEffectEvent(props.onChange);
  const onBlur = useEffectEvent(props.onBlur);

  useLayoutEffect(() => {
    if (host.current === null) return;
    const mounted = mountEditor(host.current, {
      language,
      onChange: (text) => onChange(text),
      onBlur: () => onBlur(),
    });
    editor.current = mounted;
    return () => {
      editor.current = null;
      mounted.destroy();
    };
  }, [language]);

  useLayoutEffect(
    () => editor.current?.configure({ label, description, invalid, readOnly, minHeight, maxHeight, placeholder }),
    [label, description, invalid, readOnly, minHeight, maxHeight, placeholder],
  );

  useLayoutEffect(() => editor.current?.setText(value), [value]);

  const check = useEffectEvent((all: readonly CodeProblem[]) => {
    const place = language === 'json' ? editor.current?.unreadable() : undefined;
    const message = place === undefined ? undefined : props.sayNotJson(place);
    props.onUnreadable(message);
    if (place === undefined || message === undefined) editor.current?.mark(all);
    else editor.current?.mark([{ from: editor.current.at(place), message }, ...all]);
  });
  useEffect(() => {
    // `value` is looked at where it stands, in the editor.
    const timer = setTimeout(() => check(problems), value === '' ? 0 : patienceMs);
    return () => clearTimeout(timer);
  }, [value, problems]);

  return <div ref={host} className="min-w-0" />;
}
