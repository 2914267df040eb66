/** One rule: what it fills, from what, and what comes of it on a real record. */
import { Trash2 } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { IconButton } from '../../ui/button.tsx';
import { CodeEditor } from '../../ui/code-editor.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Switch } from '../../ui/switch.tsx';
import { isFinished, type Draft, type DraftRule, type RuleProblem } from './draft.ts';
import type { DraftActs, Mapping, Trial } from './editing.ts';
import { RuleOutcome } from './rule-outcome.tsx';
import { SegmentedChoice } from '../../ui/segmented-choice.tsx';
import type { SourceField } from './source-fields.ts';
import { conversion } from './suggestions.ts';
import { TargetChoice } from './target-choice.tsx';
import { textOf } from './values.tsx';

export interface RuleCardProps {
  readonly rule: DraftRule;
  readonly number: number;
  readonly mapping: Mapping;
  readonly draft: Draft;
  readonly fields: readonly SourceField[];
  readonly problems: readonly RuleProblem[];
  /** What the rules were tried on. */
  readonly record: Trial | undefined;
  readonly change: DraftActs;
}

export function RuleCard({ rule, number, mapping, draft, fields, problems, record, change }: RuleCardProps) {
  const t = useTranslations('mapping.rule');
  const { may } = useSession();
  const heading = useId();
  const set = (to: Partial<DraftRule>) => change({ kind: 'set', key: rule.key, to });
  const messageOf = (field: RuleProblem['field']) => problems.find((one) => one.field === field)?.message;
  return (
    <li aria-labelledby={heading} className="flex flex-col gap-3 border-t border-line px-4 py-4">
      <div className="flex items-center gap-3">
        <h3 id={heading} className="grow font-medium">
          {t('label', { number })}
        </h3>
        <Switch label={t('on')} on={rule.enabled} disabled={!may.connect} onChange={(enabled) => set({ enabled })} />
        {may.connect && (
          <IconButton
            label={t('remove', { number })}
            icon={<Trash2 className="size-4" aria-hidden="true" />}
            onPress={() => change({ kind: 'remove', key: rule.key })}
          />
        )}
      </div>
      <div className="grid grid-cols-1 gap-3 md:grid-cols-2">
        <TargetChoice
          target={rule.target}
          mapping={mapping}
          draft={draft}
          error={messageOf('target')}
          onChange={(target) => set({ target })}
        />
        <Source rule={rule} mapping={mapping} fields={fields} problems={problems} set={set} />
      </div>
      {isFinished(rule) && problems.length === 0 && <RuleOutcome rule={rule} record={record} />}
      {!isFinished(rule) && <p className="text-sm text-muted">{t('unfinished')}</p>}
    </li>
  );
}

function Source({
  rule,
  mapping,
  fields,
  problems,
  set,
}: Pick<RuleCardProps, 'rule' | 'mapping' | 'fields' | 'problems'> & {
  readonly set: (to: Partial<DraftRule>) => void;
}) {
  const t = useTranslations('mapping.rule');
  const types = useTranslations('mapping.types');
  const { may } = useSession();
  const wrong = problems.filter(({ field }) => field === 'expression');
  const choices = fields.map(({ path, type, samples }) => ({
    value: path,
    label: path,
    hint: [types(type), textOf(samples[0]).slice(0, 80)].filter((text) => text !== '').join(' · '),
  }));
  const known = rule.expression === '' || choices.some(({ value }) => value === rule.expression);
  const choose = (path: string | null) => {
    const field = fields.find((one) => one.path === path);
    const target = mapping.field_facts.find(({ name }) => name === rule.target);
    if (field === undefined) return set({ expression: '' });
    // A number for an amount, say: what makes it one is written out, for everybody to see.
    const expression = target === undefined ? field.path : (conversion(field, target.type) ?? field.path);
    set({ expression, as: expression === field.path ? 'field' : 'expression' });
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {rule.as === 'field' && may.connect ? (
        <Combobox
          label={t('from')}
          placeholder={t('field_placeholder')}
          choices={known ? choices : [{ value: rule.expression, label: rule.expression }, ...choices]}
          value={rule.expression === '' ? null : rule.expression}
          onChange={choose}
          error={wrong[0]?.message}
        />
      ) : (
        <CodeEditor
          label={t('from')}
          language="jsonata"
          lines={2}
          value={rule.expression}
          readOnly={!may.connect}
          onChange={(expression) => set({ expression })}
          help={may.connect ? t('expression_help') : undefined}
          error={wrong[0]?.message}
          problems={wrong.map(({ at, message }) => ({ from: at, message }))}
        />
      )}
      {may.connect && (
        <SegmentedChoice
          label={t('as')}
          choices={[
            { value: 'field', label: t('as_field') },
            { value: 'expression', label: t('as_expression') },
          ]}
          value={rule.as}
          onChange={(as) => set({ as })}
        />
      )}
    </div>
  );
}
