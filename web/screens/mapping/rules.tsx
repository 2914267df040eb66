/** The rules themselves, or what they are for where there are none. */
import { Plus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import type { Draft } from './draft.ts';
import type { DraftActs, Mapping, useTrial } from './editing.ts';
import { RuleCard } from './rule-card.tsx';
import type { SourceField } from './source-fields.ts';
import type { Suggestion } from './suggestions.ts';

export interface RulesProps {
  readonly provider: string;
  readonly mapping: Mapping;
  readonly draft: Draft;
  readonly fields: readonly SourceField[];
  readonly trial: ReturnType<typeof useTrial>;
  readonly change: DraftActs;
  /** What is inserted as an example. */
  readonly example: Suggestion | undefined;
}

export function Rules({ provider, mapping, draft, fields, trial, change, example }: RulesProps) {
  const t = useTranslations('mapping');
  const { may } = useSession();
  const add = (
    <Button
      size="small"
      icon={<Plus className="size-3.5" aria-hidden="true" />}
      onPress={() => change({ kind: 'add', rule: {} })}
    >
      {t('rules.add')}
    </Button>
  );
  return (
    <Card
      title={t('rules.title')}
      description={t('rules.count', { count: draft.rules.length })}
      {...(may.connect ? { actions: add } : {})}
      flush
    >
      {draft.rules.length === 0 && (
        <Empty
          title={t('empty.title')}
          {...(may.connect
            ? {
                action: (
                  <Button kind="primary" onPress={() => change({ kind: 'add', rule: exampleRule(example) })}>
                    {t('empty.example')}
                  </Button>
                ),
              }
            : {})}
        >
          {t('empty.text', { provider })}
        </Empty>
      )}
      <ul>
        {draft.rules.map((rule, at) => (
          <RuleCard
            key={rule.key}
            rule={rule}
            number={at + 1}
            mapping={mapping}
            draft={draft}
            fields={fields}
            problems={trial.problems.get(rule.key) ?? []}
            record={trial.records[0]}
            change={change}
          />
        ))}
      </ul>
    </Card>
  );
}

/** Where nothing is suggested, what shows how an expression looks. */
function exampleRule(example: Suggestion | undefined) {
  return example === undefined
    ? ({ target: 'custom.note', expression: '"from " & unified.name', as: 'expression' } as const)
    : ({ target: example.target, expression: example.expression } as const);
}
