/**
 * A tenant's expressions over many inputs. They go to the children in slices, each with a time of its own; a slice that
 * brings a child down is gone through input by input, so that only the guilty one goes without. Whatever an expression does, this
 * answers. Used by rule-mapper.ts over a page of items, by compute.ts, and by the hub to check and to preview rules.
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

/** JSON text of what expressions see, as the pieces it is put together from. */
export type Input = readonly Uint8Array[];

/** Inputs a slice has at most, and bytes. */
const sliceInputs = 100;
const sliceBytes = 1_048_576;
/** A larger input is not handed to expressions: what a child may hold is bounded. */
const inputBytes = 4_194_304;
/** What a slice may take before its child is killed, and an input that is tried by itself after that, milliseconds. */
const budgetMs = 1000;
const lastBudgetMs = 2000;
/** No expression may take longer, and no further input of a slice is begun after so much work, milliseconds. */
const softMs = 400;
/** What all of them may take: so much per input, and this at least, milliseconds. */
const perInputMs = 10;
const pageMs = 6000;
/** Children they may bring down. */
const maxKills = 3;

const killed = {
  time: 'evaluating it took too long and was stopped',
  memory: 'evaluating it used too much memory and was stopped',
} as const;
const tooLarge = 'what it would be evaluated over is too large';
const notTried = 'it was not tried: those before it took too long';

const rawOpens = Buffer.from('{"raw":');
const unifiedOpens = Buffer.from(',"unified":');
const closes = Buffer.from('}');

/** Rules over items, whose text is not parsed for it. Throws `internal` when no child can be started. */
export function evaluatePage(options: EvaluateOptions, items: readonly MappedItem[]): Promise<Evaluated> {
  const inputs = items.map(({ raw, data }) => [rawOpens, raw, unifiedOpens, Buffer.from(data), closes]);
  return evaluateInputs(options, inputs);
}

/** Throws `internal` when no child can be started. */
export async function evaluateInputs(options: EvaluateOptions, inputs: readonly Input[]): Promise<Evaluated> {
  const outcomes: (readonly Outcome[])[] = [];
  const problem = (message: string) => options.rules.map((): Outcome => ({ kind: 'problem', message }));
  // The time of a real process, whatever clock the product is given.
  const until = performance.now() + Math.max(pageMs, inputs.length * perInputMs);
  let kills = 0;
  /** Up to here they are tried one by one. */
  let singlyTo = 0;
  while (outcomes.length < inputs.length) {
    const at = outcomes.length;
    const input = inputs[at];
    if (input === undefined || kills >= maxKills || performance.now() >= until) break;
    if (sizeOf(input) > inputBytes) {
      outcomes.push(problem(tooLarge));
      continue;
    }
    const slice = at < singlyTo ? [input] : sliceFrom(inputs, at);
    const answer = await ask(options, slice, at < singlyTo ? lastBudgetMs : budgetMs);
    if ('outcomes' in answer) outcomes.push(...answer.outcomes);
    // Time is told by the clock: one that was only kept waiting by a busy machine gets another chance, with more of it.
    else if (at < singlyTo || (slice.length === 1 && answer.killed === 'memory'))
      outcomes.push(problem(killed[answer.killed]));
    else singlyTo = at + slice.length;
    if ('killed' in answer) kills += 1;
  }
  const exhausted = outcomes.length < inputs.length;
  while (outcomes.length < inputs.length) outcomes.push(problem(notTried));
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
  slice: readonly Input[],
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
    throw fail('internal', 'The process that evaluates expressions gave an answer that cannot be read.');
  if (isJsonObject(answer) && answer['slow'] === true) expressions.strike(group);
  return { outcomes };
}

/** As expression-child.ts writes it. */
function outcomeOf(told: JsonValue | undefined): Outcome {
  if (told === 0) return { kind: 'nothing' };
  if (Array.isArray(told)) return { kind: 'value', value: told[0] ?? null };
  return { kind: 'problem', message: typeof told === 'string' ? told : 'it failed' };
}

function sliceFrom(inputs: readonly Input[], from: number): readonly Input[] {
  const slice: Input[] = [];
  let bytes = 0;
  for (let i = from; i < inputs.length && slice.length < sliceInputs; i += 1) {
    const input = inputs[i];
    if (input === undefined) break;
    bytes += sizeOf(input);
    if (slice.length > 0 && bytes > sliceBytes) break;
    slice.push(input);
  }
  return slice;
}

function sizeOf(input: Input): number {
  return input.reduce((sum, piece) => sum + piece.length, 0);
}

const comma = Buffer.from(',');

/** Inputs are JSON text already: the line is put together from it, without parsing. */
function pageLine(rules: readonly string[], slice: readonly Input[]): Buffer {
  const parts: Uint8Array[] = [Buffer.from(`{"rules":${JSON.stringify(rules)},"soft_ms":${softMs},"items":[`)];
  slice.forEach((input, i) => {
    if (i > 0) parts.push(comma);
    parts.push(...input);
  });
  parts.push(Buffer.from(']}\n'));
  return Buffer.concat(parts);
}

function line(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
