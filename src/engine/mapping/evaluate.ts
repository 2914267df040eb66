/**
 * A tenant's expressions over a page of items. The page goes to the children in slices, each with a time of its own; a slice that
 * brings a child down is gone through item by item, so that only the guilty one goes without. Whatever an expression does, this
 * answers. Used by rule-mapper.ts, and by the hub to check and to preview rules.
 */
import { fail } from '../../contract/errors.ts';
import { isJsonObject, type JsonValue } from '../../contract/http.ts';
import type { Expressions } from './expressions.ts';
import type { MappedItem } from './mapper.ts';

export type Outcome =
  | { readonly kind: 'value'; readonly value: JsonValue }
  /** It answered nothing (undefined): the field stays as it is. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'problem'; readonly message: string };

export interface Evaluated {
  /** Per item, in order, per rule. */
  readonly outcomes: readonly (readonly Outcome[])[];
  /** The rules used up what time a page gets, or brought down too many children: some items were not tried. */
  readonly exhausted: boolean;
}

export interface EvaluateOptions {
  readonly expressions: Expressions;
  /** The tenant: they take turns. */
  readonly group: string;
  /** Texts of the expressions. */
  readonly rules: readonly string[];
}

/** Items a slice has at most, and bytes. */
const sliceItems = 100;
const sliceBytes = 1_048_576;
/** A larger item is not handed to expressions: what a child may hold is bounded. */
const itemBytes = 4_194_304;
/** What a slice may take before its child is killed, and an item that is tried by itself after that, milliseconds. */
const budgetMs = 1000;
const lastBudgetMs = 2000;
/** No expression may take longer, and no further item of a slice is begun after so much work, milliseconds. */
const softMs = 400;
/** What a whole page may take: so much per item, and this at least, milliseconds. */
const perItemMs = 10;
const pageMs = 6000;
/** Children a page may bring down. */
const maxKills = 3;

const killed = {
  time: 'the rules took too long and were stopped',
  memory: 'the rules used too much memory and were stopped',
} as const;
const tooLarge = 'the record is too large for rules';
const notTried = 'it was not tried: the rules took too long on records before it';

/** Throws `internal` when no child can be started. */
export async function evaluatePage(options: EvaluateOptions, items: readonly MappedItem[]): Promise<Evaluated> {
  const outcomes: (readonly Outcome[])[] = [];
  const problem = (message: string) => options.rules.map((): Outcome => ({ kind: 'problem', message }));
  // The time of a real process, whatever clock the product is given.
  const until = performance.now() + Math.max(pageMs, items.length * perItemMs);
  let kills = 0;
  /** Up to here items are tried one by one. */
  let singlyTo = 0;
  while (outcomes.length < items.length) {
    const at = outcomes.length;
    const item = items[at];
    if (item === undefined || kills >= maxKills || performance.now() >= until) break;
    if (sizeOf(item) > itemBytes) {
      outcomes.push(problem(tooLarge));
      continue;
    }
    const slice = at < singlyTo ? [item] : sliceFrom(items, at);
    const answer = await ask(options, slice, at < singlyTo ? lastBudgetMs : budgetMs);
    if ('outcomes' in answer) outcomes.push(...answer.outcomes);
    // Time is told by the clock: one that was only kept waiting by a busy machine gets another chance, with more of it.
    else if (at < singlyTo || (slice.length === 1 && answer.killed === 'memory'))
      outcomes.push(problem(killed[answer.killed]));
    else singlyTo = at + slice.length;
    if ('killed' in answer) kills += 1;
  }
  const exhausted = outcomes.length < items.length;
  while (outcomes.length < items.length) outcomes.push(problem(notTried));
  return { outcomes, exhausted };
}

export interface CompileProblem {
  readonly message: string;
  /** Where in the text, counted from 1 like JSONata does; null: not at one place. */
  readonly position: number | null;
}

/** Per expression: what is wrong with it, or undefined. In a child, too: a text may bring a parser down as well. */
export async function compileExpressions(
  expressions: Expressions,
  group: string,
  texts: readonly string[],
): Promise<readonly (CompileProblem | undefined)[]> {
  const problems: (CompileProblem | undefined)[] = [];
  for (const text of texts) {
    const reply = await expressions.ask(group, line({ compile: [text] }), budgetMs);
    if ('killed' in reply) problems.push({ message: 'it cannot be read', position: null });
    else problems.push(compileProblem(JSON.parse(reply.line)));
  }
  return problems;
}

function compileProblem(answer: unknown): CompileProblem | undefined {
  const list = isJsonObject(answer) && Array.isArray(answer['problems']) ? answer['problems'] : [];
  const problem: unknown = list[0];
  if (!isJsonObject(problem)) return undefined;
  const { message, position } = problem;
  return {
    message: typeof message === 'string' ? message : 'it cannot be read',
    position: typeof position === 'number' ? position : null,
  };
}

type Answer = { readonly outcomes: readonly (readonly Outcome[])[] } | { readonly killed: 'time' | 'memory' };

async function ask(
  { expressions, group, rules }: EvaluateOptions,
  slice: readonly MappedItem[],
  budget: number,
): Promise<Answer> {
  const reply = await expressions.ask(group, pageLine(rules, slice), budget);
  if ('killed' in reply) return reply;
  const answer: unknown = JSON.parse(reply.line);
  const done = isJsonObject(answer) && Array.isArray(answer['items']) ? answer['items'] : [];
  const outcomes = done.map((each: unknown) =>
    rules.map((_, rule) => outcomeOf(Array.isArray(each) ? each[rule] : undefined)),
  );
  // It always does at least one: otherwise it is no answer, and asking again would not end.
  if (outcomes.length === 0 || outcomes.length > slice.length)
    throw fail('internal', 'The process that evaluates mapping rules gave an answer that cannot be read.');
  if (isJsonObject(answer) && answer['slow'] === true) expressions.strike(group);
  return { outcomes };
}

/** As expression-child.ts writes it. */
function outcomeOf(told: JsonValue | undefined): Outcome {
  if (told === 0) return { kind: 'nothing' };
  if (Array.isArray(told)) return { kind: 'value', value: told[0] ?? null };
  return { kind: 'problem', message: typeof told === 'string' ? told : 'it failed' };
}

function sliceFrom(items: readonly MappedItem[], from: number): readonly MappedItem[] {
  const slice: MappedItem[] = [];
  let bytes = 0;
  for (let i = from; i < items.length && slice.length < sliceItems; i += 1) {
    const item = items[i];
    if (item === undefined) break;
    bytes += sizeOf(item);
    if (slice.length > 0 && bytes > sliceBytes) break;
    slice.push(item);
  }
  return slice;
}

function sizeOf({ raw, data }: MappedItem): number {
  return raw.length + data.length;
}

const comma = Buffer.from(',');
const closing = Buffer.from(']');

/** What the items are is JSON text already: the line is put together from it, without parsing. */
function pageLine(rules: readonly string[], slice: readonly MappedItem[]): Buffer {
  const parts: Uint8Array[] = [Buffer.from(`{"rules":${JSON.stringify(rules)},"soft_ms":${softMs},"items":[`)];
  slice.forEach(({ raw, data }, i) => {
    parts.push(Buffer.from(i === 0 ? '[' : ',['), raw, comma, Buffer.from(data), closing);
  });
  parts.push(Buffer.from(']}\n'));
  return Buffer.concat(parts);
}

function line(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
