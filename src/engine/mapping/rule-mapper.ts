/**
 * A tenant's rules as a Mapper: evaluates them, checks each answer against the model's own field, and puts it in. A field whose rule
 * fails keeps its built-in value. Made by the hub for a run, a re-derivation, a preview.
 */
import type { z } from 'zod';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import type { ModelName } from '../../contract/models/index.ts';
import { evaluatePage, type Outcome } from './evaluate.ts';
import type { Expressions } from './expressions.ts';
import type { MappedItem, Mapper, Remapped } from './mapper.ts';
import { customNameOf, targetSchema, type Rule } from './rules.ts';

export interface RuleMapperOptions {
  readonly expressions: Expressions;
  /** The tenant. */
  readonly group: string;
  readonly model: ModelName;
  readonly rules: readonly Rule[];
}

export interface RuleProblem {
  readonly target: string;
  readonly message: string;
}

/** What the rules made of one item. */
export interface Ruled {
  readonly data: Readonly<Record<string, unknown>>;
  readonly problems: readonly RuleProblem[];
  /** Targets whose rules answered nothing: they are as the built-in map has them. */
  readonly unset: readonly string[];
}

/** Longest text of a record's problem, characters. */
const maxProblem = 1000;
/** After so many pages in a row that had no time for all of their records, the rules are left alone. */
const maxExhausted = 5;
const leftAlone = 'mapping rules: not tried, because they took too long on the pages before';

export function ruleMapper(options: RuleMapperOptions): Mapper {
  let exhaustedInARow = 0;
  return {
    async apply(items) {
      if (enabledRules(options.rules).length === 0) return undefined;
      if (exhaustedInARow >= maxExhausted) return items.map(({ data }) => ({ data, problem: leftAlone }));
      const { ruled, exhausted } = await applyRules(options, items);
      exhaustedInARow = exhausted ? exhaustedInARow + 1 : 0;
      return ruled.map(({ data, problems }): Remapped => ({
        data: JSON.stringify(data),
        problem: problems.length === 0 ? null : problemText(problems),
      }));
    },
  };
}

/** The same with all there is to say about each item. */
export async function applyRules(
  { expressions, group, model, rules }: RuleMapperOptions,
  items: readonly MappedItem[],
): Promise<{ readonly ruled: readonly Ruled[]; readonly exhausted: boolean }> {
  const enabled = enabledRules(rules);
  const texts = enabled.map((rule) => rule.expression);
  const { outcomes, exhausted } = await evaluatePage({ expressions, group, rules: texts }, items);
  const ruled = items.map(({ data }, i) => putIn(model, enabled, parsed(data), outcomes[i] ?? []));
  return { ruled, exhausted };
}

function enabledRules(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter((rule) => rule.enabled !== false);
}

function putIn(model: ModelName, rules: readonly Rule[], data: JsonObject, outcomes: readonly Outcome[]): Ruled {
  const problems: RuleProblem[] = [];
  const unset: string[] = [];
  const fields: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  rules.forEach(({ target }, i) => {
    const outcome = outcomes[i];
    if (outcome === undefined || outcome.kind === 'nothing') return void unset.push(target);
    if (outcome.kind === 'problem') return void problems.push({ target, message: outcome.message });
    const name = customNameOf(target);
    if (name !== undefined) return void (custom[name] = outcome.value);
    const checked = targetSchema(model, target)?.safeParse(outcome.value);
    // As the model has it: what it does not know of a line or an address is left out.
    if (checked?.success === true) fields[target] = checked.data;
    else problems.push({ target, message: issueText(checked?.error) });
  });
  const builtIn = isJsonObject(data['custom']) ? data['custom'] : {};
  const merged = Object.keys(custom).length === 0 ? {} : { custom: { ...builtIn, ...custom } };
  return { data: { ...data, ...fields, ...merged }, problems, unset };
}

function issueText(error: z.ZodError | undefined): string {
  const [issue] = error?.issues ?? [];
  if (issue === undefined) return 'the model has no such field';
  return [...(issue.path.length === 0 ? [] : [issue.path.map(String).join('.')]), issue.message].join(': ');
}

/** The built-in map's own words. */
function parsed(data: string): JsonObject {
  const value: unknown = JSON.parse(data);
  return isJsonObject(value) ? value : {};
}

/** One line for the record: which rules failed, and why. */
function problemText(problems: readonly RuleProblem[]): string {
  const text = `mapping rules: ${problems.map(({ target, message }) => `${target}: ${message}`).join('; ')}`;
  return text.length > maxProblem ? `${text.slice(0, maxProblem - 3)}...` : text;
}
