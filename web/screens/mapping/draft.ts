/** The rules as somebody is changing them: not yet what the server has. Pure; shown by editor.tsx. */
import type { Schema } from '../../../client/index.ts';

/** As it is sent and kept; `enabled` left out: it is. */
export type Rule = Omit<Schema['MappingRule'], 'enabled'> & { readonly enabled?: boolean };

export interface DraftRule {
  /** Stays the same while the rule is changed. */
  readonly key: string;
  readonly target: string;
  readonly expression: string;
  readonly enabled: boolean;
  /** How the source is written: chosen from the fields, or as an expression. */
  readonly as: 'field' | 'expression';
}

export interface Draft {
  readonly rules: readonly DraftRule[];
  /** For the keys of new ones. */
  readonly made: number;
}

export type Change =
  | { readonly kind: 'add'; readonly rule: Partial<Omit<DraftRule, 'key'>> }
  | { readonly kind: 'set'; readonly key: string; readonly to: Partial<Omit<DraftRule, 'key'>> }
  | { readonly kind: 'remove'; readonly key: string }
  | { readonly kind: 'replace'; readonly rules: readonly Rule[] };

export function draftOf(rules: readonly Rule[], before = 0): Draft {
  return {
    rules: rules.map(({ target, expression, enabled = true }, at) => ({
      key: `rule-${before + at}`,
      target,
      expression,
      enabled,
      as: isPath(expression) ? 'field' : 'expression',
    })),
    made: before + rules.length,
  };
}

export function changeDraft(draft: Draft, change: Change): Draft {
  switch (change.kind) {
    case 'add': {
      const empty = { target: '', expression: '', enabled: true, as: 'field' } as const;
      const rule: DraftRule = { ...empty, ...change.rule, key: `rule-${draft.made}` };
      return { rules: [...draft.rules, rule], made: draft.made + 1 };
    }
    case 'set':
      return {
        ...draft,
        rules: draft.rules.map((rule) => (rule.key === change.key ? { ...rule, ...change.to } : rule)),
      };
    case 'remove':
      return { ...draft, rules: draft.rules.filter(({ key }) => key !== change.key) };
    case 'replace':
      return draftOf(change.rules, draft.made);
  }
}

/** As the server takes them; those that are not finished are left out when `finished`. */
export function rulesOf({ rules }: Draft, which: 'all' | 'finished' = 'all'): Schema['MappingRule'][] {
  return rules
    .filter((rule) => which === 'all' || isFinished(rule))
    .map(({ target, expression, enabled }) => ({ target, expression, enabled }));
}

export function isFinished({ target, expression }: Pick<DraftRule, 'target' | 'expression'>): boolean {
  return target !== '' && target !== 'custom.' && expression.trim() !== '';
}

export function sameRules(a: readonly Rule[], b: readonly Rule[]): boolean {
  return JSON.stringify(a.map(asWritten)) === JSON.stringify(b.map(asWritten));
}

const asWritten = ({ target, expression, enabled = true }: Rule) => [target, expression, enabled];

/** A plain path, as a field of the list has. */
function isPath(expression: string): boolean {
  return /^(raw|unified)(\.(\w+|`[^`]+`)|\[\d+\]|\[\w+="[^"]*"\])+$/.test(expression);
}

export interface RuleProblem {
  readonly field: 'target' | 'expression';
  readonly message: string;
  /** Character of the expression, from 0. */
  readonly at?: number;
}

/** What the server says is wrong, by the key of the rule. `sent`: which rules were sent, in their order. */
export function problemsByRule(
  problems: readonly { readonly path: string; readonly message: string }[],
  sent: readonly Pick<DraftRule, 'key'>[],
): ReadonlyMap<string, readonly RuleProblem[]> {
  const found = new Map<string, RuleProblem[]>();
  for (const { path, message } of problems) {
    const [, index, field] = /^rules\.(\d+)\.(target|expression)$/.exec(path) ?? [];
    const key = index === undefined ? undefined : sent[Number(index)]?.key;
    if (key === undefined || (field !== 'target' && field !== 'expression')) continue;
    const [, place] = / \(at character (\d+)\)$/.exec(message) ?? [];
    const at = place === undefined ? {} : { at: Math.max(0, Number(place) - 1) };
    found.set(key, [...(found.get(key) ?? []), { field, message, ...at }]);
  }
  return found;
}

export interface RuleChange {
  readonly target: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'same';
  readonly before: Rule | undefined;
  readonly after: Rule | undefined;
}

/** Two versions beside each other, by target: a target has one rule at most. */
export function compareRules(before: readonly Rule[], after: readonly Rule[]): readonly RuleChange[] {
  const targets = [...new Set([...before, ...after].map(({ target }) => target))];
  return targets.map((target) => {
    const was = before.find((rule) => rule.target === target);
    const is = after.find((rule) => rule.target === target);
    return { target, kind: kindOf(was, is), before: was, after: is };
  });
}

function kindOf(before: Rule | undefined, after: Rule | undefined): RuleChange['kind'] {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return sameRules([before], [after]) ? 'same' : 'changed';
}
