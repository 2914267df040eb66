/**
 * The process tenants' expressions run in: in our own they could take everything down, by looping or by eating its memory. Started
 * by expression-process.ts with a pipe in, a pipe out, no environment, and no right to touch files, start processes or load
 * native code. Imports nothing of ours, because it may read nothing of ours.
 *
 * One line of JSON in, one line out, in turn. `{compile: [text]}` is answered `{problems: [null | {message, position}]}`;
 * `{rules: [text], items: [what they see], soft_ms}` is answered `{items: [[outcome per rule]], slow}` for as many items as could
 * be done in time, at least one. An outcome is `[value]`, 0 for no answer, or a text: what went wrong.
 */
import { Worker } from 'node:worker_threads';
import jsonata, { type Expression, type ExprNode } from 'jsonata';

/** Longest answer of a rule, and of all rules of one record; characters of JSON. */
const maxAnswer = 65_536;
const maxAnswers = 262_144;
/** Nobody's field is nested deeper; PostgreSQL's JSON gives up at some depth. */
const maxNesting = 50;
/** Longest text that says what went wrong, characters: a rule's own $error() may say anything. */
const maxReason = 500;
/** A line this long is sent; what is left is asked for again. */
const maxLine = 4_194_304;
/** Longest list an expression may make, and how deeply its functions may call. */
const limits = { sequence: 100_000, stack: 500 };
/** Would answer differently each time, so that records would change whenever they are mapped anew; `$eval` could hide them. */
const refused = new Set(['now', 'millis', 'random', 'shuffle', 'eval']);

// Zones are said in the data or not at all: the machine's own must not matter.
process.env['TZ'] = 'UTC';

// A regular expression may keep this thread for years, so that it would not notice that its parent has died. Runs no tenant's code.
new Worker(
  `const { workerData: parent } = require('node:worker_threads');
   setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 500);`,
  { eval: true, workerData: process.ppid },
).unref();

interface Refusal {
  readonly message: string;
  readonly position: number | null;
}
type Compiled = { readonly expression: Expression } | { readonly refusal: Refusal };

/** By text and time limit: the same rules come page after page. */
const compiled = new Map<string, Compiled>();

function compile(text: string, softMs: number): Compiled {
  const name = `${softMs} ${text}`;
  const known = compiled.get(name);
  if (known !== undefined) return known;
  if (compiled.size >= 1000) compiled.clear();
  const fresh = compileAnew(text, softMs);
  compiled.set(name, fresh);
  return fresh;
}

function compileAnew(text: string, softMs: number): Compiled {
  try {
    const expression = jsonata(text, { ...limits, timeout: softMs });
    const name = refusedName(expression.ast());
    if (name === undefined) return { expression };
    return {
      refusal: { message: `$${name} is not available: an expression must always answer the same`, position: null },
    };
  } catch (error) {
    return { refusal: { message: reasonOf(error, softMs), position: positionOf(error) } };
  }
}

function refusedName(node: ExprNode): string | undefined {
  const seen = new Set<object>();
  const waiting: unknown[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if ('type' in next && next.type === 'variable' && 'value' in next && typeof next.value === 'string')
      if (refused.has(next.value)) return next.value;
    for (const child of Object.values(next)) if (child !== undefined) waiting.push(child);
  }
  return undefined;
}

function positionOf(error: unknown): number | null {
  const position = typeof error === 'object' && error !== null && 'position' in error ? error.position : null;
  return typeof position === 'number' ? position : null;
}

/** JSONata's own words, without the values it repeats: they may be about a person, and problems are read by more people than records. */
function reasonOf(error: unknown, softMs: number): string {
  const reason = wordsOf(error, softMs);
  return reason.length > maxReason ? `${reason.slice(0, maxReason - 3)}...` : reason;
}

function wordsOf(error: unknown, softMs: number): string {
  if (error instanceof RangeError)
    return error.message.includes('stack') ? 'it is nested too deep' : 'its values become too large';
  if (typeof error !== 'object' || error === null) return 'it failed';
  const code = 'code' in error ? error.code : undefined;
  if (code === 'D1012') return `it took longer than ${softMs} ms`;
  let message = 'message' in error && typeof error.message === 'string' ? error.message : 'it failed';
  // What a tenant's own $error() or $assert() says is said on purpose; a syntax error repeats the rule, not the data.
  if (code === 'D3137' || code === 'D3141' || String(code).startsWith('S')) return message;
  for (const name of ['value', 'value2', 'exp']) {
    const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
    const shown = typeof value === 'number' ? undefined : JSON.stringify(value);
    if (shown !== undefined) message = message.replaceAll(shown, '(a value)');
  }
  return message;
}

/** Why this cannot be a field's value; undefined: it can. */
function unfit(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'function') return 'it answers a function';
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'it answers a number that is none';
  if (typeof value !== 'object' || value === null) return undefined;
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return 'it answers a function';
  if (depth >= maxNesting) return 'its answer is nested too deep';
  // Whoever copies the record key by key later would change every object of his program.
  if (Object.hasOwn(value, '__proto__')) return 'it answers an object with a field named __proto__';
  // JSONata hangs things of its own on its lists, beside their elements.
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const part of parts) {
    const reason = unfit(part, depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** One outcome as JSON text. */
async function evaluate(rule: Compiled, input: object, room: number, softMs: number): Promise<string> {
  if ('refusal' in rule) return JSON.stringify(rule.refusal.message);
  try {
    const value: unknown = await rule.expression.evaluate(input);
    if (value === undefined) return '0';
    const reason = unfit(value);
    if (reason !== undefined) return JSON.stringify(reason);
    const text = JSON.stringify(value);
    if (text.length > maxAnswer) return JSON.stringify(`its answer is longer than ${maxAnswer} characters`);
    if (text.length > room) return JSON.stringify('the answers of the rules are too long together');
    return `[${text}]`;
  } catch (error) {
    return JSON.stringify(reasonOf(error, softMs));
  }
}

interface Page {
  readonly rules: readonly string[];
  /** What the rules see: objects. */
  readonly items: readonly object[];
  /** Neither may an expression take longer, nor is another record begun after so many milliseconds. */
  readonly soft_ms: number;
}

/**
 * Measured in work done, not in time gone by: on a machine with much else to do a record must not fail for having waited. What an
 * expression itself may take JSONata measures, by the clock.
 */
function workedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function answerPage({ rules, items, soft_ms: softMs }: Page): Promise<string> {
  const until = workedMs() + softMs;
  const all = rules.map((text) => compile(text, softMs));
  const answered: string[] = [];
  let length = 0;
  for (const item of items) {
    const first = answered.length === 0;
    if (!first && (workedMs() >= until || length > maxLine)) break;
    const outcomes = await answerItem(all, item, softMs, until);
    // Begun too late: it comes again, as the first of another page.
    if (outcomes.length < all.length && !first) break;
    while (outcomes.length < all.length) outcomes.push('"it was not tried: the rules before it took too long"');
    const text = `[${outcomes.join(',')}]`;
    length += text.length;
    answered.push(text);
  }
  return `{"items":[${answered.join(',')}],"slow":${workedMs() >= until}}`;
}

/** Fewer outcomes than rules: the time was up. */
async function answerItem(all: readonly Compiled[], input: object, softMs: number, until: number): Promise<string[]> {
  const outcomes: string[] = [];
  let room = maxAnswers;
  for (const rule of all) {
    if (outcomes.length > 0 && workedMs() >= until) break;
    const outcome = await evaluate(rule, input, room, softMs);
    room -= outcome.length;
    outcomes.push(outcome);
  }
  return outcomes;
}

function answerCompile(texts: readonly string[]): string {
  const problems = texts.map((text) => {
    const rule = compileAnew(text, 100);
    return 'refusal' in rule ? rule.refusal : null;
  });
  return JSON.stringify({ problems });
}

/** Only our own process writes into the pipe. */
async function answer(line: string): Promise<void> {
  const request: Page | { readonly compile: readonly string[] } = JSON.parse(line);
  process.stdout.write(`${'compile' in request ? answerCompile(request.compile) : await answerPage(request)}\n`);
}

let received: string[] = [];
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text: string) => {
  received.push(text);
  if (!text.endsWith('\n')) return;
  const line = received.join('');
  received = [];
  void answer(line);
});
process.stdin.on('end', () => process.exit(0));
process.stdout.write('ready\n');
