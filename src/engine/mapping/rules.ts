/**
 * What a tenant's rule is: a field of the model (or one of the tenant's own, `custom.<name>`) and a JSONata expression that gives its
 * value. Checked here as far as it can be without running anything; whether expressions compile is the child's to say
 * (expressions.ts). Used by the hub, which stores rules, and by rule-mapper.ts.
 */
import type { z } from 'zod';
import type { FieldProblem } from '../../contract/errors.ts';
import { models, type ModelName } from '../../contract/models/index.ts';

export interface Rule {
  /** `number`, `contact_name`; `custom.cost_centre`. */
  readonly target: string;
  /** JSONata over `{raw, unified}`. */
  readonly expression: string;
  /** false: kept, but not applied. Default true. */
  readonly enabled?: boolean | undefined;
}

export const ruleLimits = { rules: 100, expressionLength: 4000 } as const;

const customName = /^custom\.[a-z][a-z0-9_]{0,59}$/;

export function isModel(name: string): name is ModelName {
  return Object.hasOwn(models, name);
}

/** What the value of a rule for this target must satisfy; undefined: any JSON. */
export function targetSchema(model: ModelName, target: string): z.ZodType | undefined {
  const fields = fieldsOf(model);
  // What every object has (`constructor`) is no field.
  return Object.hasOwn(fields, target) ? fields[target] : undefined;
}

/** The name within `custom`; undefined: a field of the model. */
export function customNameOf(target: string): string | undefined {
  return customName.test(target) ? target.slice('custom.'.length) : undefined;
}

/** The targets a rule for this model may have besides `custom.<name>`. */
export function targetsOf(model: ModelName): readonly string[] {
  return Object.keys(fieldsOf(model)).filter((name) => name !== 'custom');
}

/** Everything that is wrong with these rules, by path (`rules.0.target`); empty when they may be compiled. */
export function ruleProblems(model: ModelName, rules: readonly Rule[]): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const taken = new Map<string, number>();
  if (rules.length > ruleLimits.rules)
    problems.push({ path: 'rules', message: `expected at most ${ruleLimits.rules} rules` });
  rules.forEach(({ target }, at) => {
    const path = `rules.${at}.target`;
    const other = taken.get(target);
    const unknown = unknownTarget(model, target);
    if (unknown !== undefined) problems.push({ path, message: unknown });
    else if (other !== undefined) problems.push({ path, message: `rule ${other} has this target already` });
    taken.set(target, other ?? at);
  });
  return problems;
}

function unknownTarget(model: ModelName, target: string): string | undefined {
  if (target === 'custom' || target.startsWith('custom.')) {
    if (!('custom' in fieldsOf(model))) return `${model} has no custom fields`;
    if (customName.test(target)) return undefined;
    return 'expected custom. and a name of lower-case letters, digits and underscores, beginning with a letter';
  }
  const targets = targetsOf(model);
  if (targets.includes(target)) return undefined;
  return `${model} has no such field; there are ${targets.join(', ')} and custom.<name>`;
}

function fieldsOf(model: ModelName): Readonly<Record<string, z.ZodType>> {
  return models[model].shape;
}
