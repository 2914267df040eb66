/** Two sets of rules beside each other, by what they fill. What differs is said in words, too. */
import { useTranslations } from 'use-intl';
import { Badge, type Tone } from '../../ui/status.tsx';
import { compareRules, type Rule, type RuleChange } from './draft.ts';

const tones: Readonly<Record<RuleChange['kind'], Tone>> = {
  added: 'good',
  removed: 'bad',
  changed: 'warn',
  same: 'plain',
};

export function RuleComparison({
  before,
  after,
  beforeName,
  afterName,
}: {
  readonly before: readonly Rule[];
  readonly after: readonly Rule[];
  readonly beforeName: string;
  readonly afterName: string;
}) {
  const t = useTranslations('mapping.compare');
  const changes = compareRules(before, after);
  if (changes.every(({ kind }) => kind === 'same')) return <p className="text-muted">{t('identical')}</p>;
  return (
    <ul className="flex flex-col gap-3">
      {changes.map(({ target, kind, before: was, after: is }) => (
        <li key={target} className="flex flex-col gap-1">
          <p className="flex flex-wrap items-center gap-2">
            <code className="font-mono text-sm break-all">{target}</code>
            <Badge tone={tones[kind]}>{t(kind)}</Badge>
          </p>
          <dl className="grid grid-cols-1 gap-2 sm:grid-cols-2">
            <Side name={beforeName} rule={was} />
            <Side name={afterName} rule={is} />
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Side({ name, rule }: { readonly name: string; readonly rule: Rule | undefined }) {
  const t = useTranslations('mapping.compare');
  return (
    <div className="rounded-sm border border-line px-2 py-1">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="break-words">
        {rule === undefined ? (
          <span className="text-muted">{t('none')}</span>
        ) : (
          <>
            <code className="font-mono text-sm break-all whitespace-pre-wrap">{rule.expression}</code>{' '}
            {rule.enabled === false && <span className="text-sm text-muted">{t('off')}</span>}
          </>
        )}
      </dd>
    </div>
  );
}
