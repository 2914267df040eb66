/** Colours for JSONata: enough to see texts, functions and numbers apart; what it means is the server's to say. */
import { StreamLanguage, type StringStream } from '@codemirror/language';

interface State {
  inComment: boolean;
  /** A `/` begins a regular expression here, not a division. */
  awaitsValue: boolean;
}

const texts = /^(?:"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)/;
const regex = /^\/(?:[^/\\]|\\.)+\/[im]*/;
const numbers = /^\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/;
const variables = /^\${1,2}[A-Za-z_]?\w*/;
const names = /^(?:`[^`]*`|[A-Za-z_]\w*)/;
const operators = /^(?::=|\.\.|!=|<=|>=|~>|[-+*/%&|=<>?:^!])/;
const words: ReadonlySet<string> = new Set(['and', 'or', 'in', 'function']);
const atoms: ReadonlySet<string> = new Set(['true', 'false', 'null']);

function matched(stream: StringStream, pattern: RegExp): string | undefined {
  const before = stream.pos;
  return stream.match(pattern) ? stream.string.slice(before, stream.pos) : undefined;
}

function token(stream: StringStream, state: State): string | null {
  if (state.inComment || stream.match('/*')) {
    state.inComment = !stream.skipTo('*/');
    if (state.inComment) stream.skipToEnd();
    else stream.match('*/');
    return 'comment';
  }
  if (stream.eatSpace()) return null;
  const value = (kind: string | null) => {
    state.awaitsValue = false;
    return kind;
  };
  if (matched(stream, texts) !== undefined) return value('string');
  if (state.awaitsValue && matched(stream, regex) !== undefined) return value('regexp');
  if (matched(stream, numbers) !== undefined) return value('number');
  if (matched(stream, variables) !== undefined) return value('variableName');
  const name = matched(stream, names);
  if (name !== undefined) {
    state.awaitsValue = words.has(name);
    if (words.has(name)) return 'keyword';
    return atoms.has(name) ? 'atom' : 'propertyName';
  }
  state.awaitsValue = true;
  if (matched(stream, operators) !== undefined) return 'operator';
  state.awaitsValue = !/[)\]}]/.test(stream.next() ?? '');
  return null;
}

export const jsonata = StreamLanguage.define<State>({
  name: 'jsonata',
  startState: () => ({ inComment: false, awaitsValue: true }),
  token,
  languageData: { closeBrackets: { brackets: ['(', '[', '{', '"', "'"] } },
});
