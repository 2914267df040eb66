/**
 * CodeMirror as code-editor-view.tsx uses it. It lives in a shadow root: there its styles are adopted style sheets, which a policy without
 * inline styles allows; in the page it would add a style element, which the policy refuses. What names and describes it is inside with it,
 * because references do not reach through a shadow root.
 */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, ensureSyntaxTree, indentOnInput } from '@codemirror/language';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState, Transaction, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder as placeholderText,
} from '@codemirror/view';
import { jsonata } from './code-editor-jsonata.ts';
import { colours, look } from './code-editor-look.ts';

export type CodeLanguage = 'json' | 'jsonata' | 'text';

export interface CodeProblem {
  /** Character it begins at, from 0; left out: the whole text. */
  readonly from?: number | undefined;
  readonly message: string;
}

/** Lines and columns from 1. */
export interface CodePlace {
  readonly line: number;
  readonly column: number;
}

export interface EditorConfig {
  readonly label: string;
  readonly description: string;
  readonly invalid: boolean;
  readonly readOnly: boolean;
  readonly minHeight: string;
  readonly maxHeight: string;
  readonly placeholder: string;
}

export interface MountedEditor {
  destroy(): void;
  configure(config: EditorConfig): void;
  /** Nothing happens when it is the text already. */
  setText(text: string): void;
  /** Where the text stops being JSON. */
  unreadable(): CodePlace | undefined;
  mark(problems: readonly CodeProblem[]): void;
  /** The character of a place. */
  at(place: CodePlace): number;
}

const languages: Readonly<Record<CodeLanguage, Extension>> = {
  json: json(),
  jsonata,
  text: [],
};

/** Longest time taken for reading a text to find where it goes wrong, milliseconds. */
const readingMs = 200;

export function mountEditor(
  host: HTMLElement,
  {
    language,
    onChange,
    onBlur,
  }: {
    readonly language: CodeLanguage;
    readonly onChange: (text: string) => void;
    readonly onBlur: () => void;
  },
): MountedEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const label = hiddenText('label');
  const description = hiddenText('description');
  const configured = new Compartment();
  const view = new EditorView({
    root,
    extensions: [
      lineNumbers(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      keymap.of([...defaultKeymap, ...historyKeymap]),
      languages[language],
      colours,
      look,
      configured.of([]),
      EditorView.updateListener.of((update) => {
        const told = update.transactions.some((one) => one.annotation(Transaction.remote) === true);
        if (update.docChanged && !told) onChange(update.state.doc.toString());
      }),
      EditorView.domEventHandlers({ blur: onBlur, beforeinput: typeOverSelection }),
    ],
  });
  root.replaceChildren(view.dom, label, description);
  return {
    destroy: () => view.destroy(),
    configure: (config) => {
      label.textContent = config.label;
      description.textContent = config.description;
      view.dispatch({ effects: configured.reconfigure(configuration(config)) });
    },
    setText: (text) => {
      if (view.state.doc.toString() === text) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
      });
    },
    unreadable: () => placeOf(view.state, unreadableFrom(view.state)),
    mark: (problems) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map((problem) => diagnosticOf(view.state, problem)),
        ),
      ),
    at: ({ line, column }) => view.state.doc.line(Math.min(line, view.state.doc.lines)).from + column - 1,
  };
}

/**
 * Typing over coloured text: left to itself, Chromium keeps its colour for what is typed with a style attribute, which the policy refuses
 * with an error in the console.
 */
function typeOverSelection(event: InputEvent, view: EditorView): boolean {
  const { state } = view;
  if (event.inputType !== 'insertText' || event.data === null || view.composing) return false;
  if (state.readOnly || state.selection.main.empty) return false;
  view.dispatch(state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
  event.preventDefault();
  return true;
}

function hiddenText(id: string): HTMLElement {
  const text = document.createElement('span');
  text.id = id;
  text.hidden = true;
  return text;
}

function configuration({ invalid, readOnly, minHeight, maxHeight, placeholder }: EditorConfig): Extension {
  return [
    EditorState.readOnly.of(readOnly),
    placeholder === '' ? [] : placeholderText(placeholder),
    EditorView.theme({ '&': { minHeight, maxHeight }, '.cm-content, .cm-gutter': { minHeight } }),
    EditorView.contentAttributes.of({
      'aria-labelledby': 'label',
      'aria-describedby': 'description',
      'aria-invalid': String(invalid),
    }),
    EditorView.editorAttributes.of({ class: invalid ? 'cm-invalid' : '' }),
  ];
}

/** Empty is not wrong: whether something has to be there is the caller's to say. */
function unreadableFrom(state: EditorState): number | undefined {
  const text = state.doc.toString();
  if (text.trim() === '') return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    // Engines word it differently, and not all say where; the editor's own reading does.
    let at = text.trimEnd().length;
    ensureSyntaxTree(state, text.length, readingMs)?.iterate({
      enter: ({ type, from }) => {
        if (type.isError) at = Math.min(at, from);
      },
    });
    return at;
  }
}

function placeOf({ doc }: EditorState, at: number | undefined): CodePlace | undefined {
  if (at === undefined) return undefined;
  const line = doc.lineAt(at);
  return { line: line.number, column: at - line.from + 1 };
}

function diagnosticOf(state: EditorState, { from, message }: CodeProblem): Diagnostic {
  const { length } = state.doc;
  const start = Math.min(from ?? 0, length);
  const end = from === undefined ? length : (state.wordAt(start)?.to ?? Math.min(start + 1, length));
  return { from: start, to: end, severity: 'error', message };
}
