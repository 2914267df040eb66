/** The two columns of a mapping: what the provider gives, and the rules. Above them how the rules stand, below what comes of them. */
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { useIntegration } from '../integration/current.tsx';
import { useState } from 'react';
import { ChangesDialog } from './changes-dialog.tsx';
import { useDraft, useSamples, useTrial, type Mapping } from './editing.ts';
import { LeaveGuard } from './leave-guard.tsx';
import { RederivationState } from './rederivation.tsx';
import { Rules } from './rules.tsx';
import { SampleChoice } from './sample-choice.tsx';
import { sourceFields } from './source-fields.ts';
import { SourceList } from './source-list.tsx';
import { Standing } from './standing.tsx';
import { SuggestionList } from './suggestion-list.tsx';
import { suggestRules } from './suggestions.ts';
import { TrialResults } from './trial.tsx';
import { VersionsDrawer } from './versions.tsx';

export function MappingEditor({ mapping }: { readonly mapping: Mapping }) {
  const t = useTranslations('mapping');
  const { may } = useSession();
  const provider = useProviderName();
  const { base, draft, dirty, change, begin, saved } = useDraft(mapping);
  const samples = useSamples(mapping);
  const trial = useTrial(mapping, draft, samples.data?.data ?? []);
  const [open, setOpen] = useState<'changes' | 'versions'>();
  const fields = sourceFields(samples.data?.data ?? []);
  const suggestions = suggestRules(fields, mapping.field_facts, samples.data?.data ?? [], draft.rules);
  const newer = mapping.version !== base.version && (mapping.version ?? 0) > (base.version ?? 0);
  return (
    <>
      <LeaveGuard dirty={dirty} />
      {!may.connect && <Callout tone="info" title={t('viewer')} />}
      {newer && (
        <Callout
          tone="warn"
          spoken
          title={t('stale.title', { version: mapping.version ?? 0 })}
          actions={
            <Button size="small" onPress={() => begin(mapping)}>
              {t('stale.show')}
            </Button>
          }
        >
          {t('stale.text')}
        </Callout>
      )}
      <Standing
        mapping={mapping}
        dirty={dirty}
        blocked={trial.problems.size > 0}
        onReview={() => setOpen('changes')}
        onDiscard={() => begin(base)}
        onVersions={() => setOpen('versions')}
      />
      <RederivationState rederivation={mapping.rederivation} />
      {samples.isError && <Problem error={samples.error} onRetry={() => void samples.refetch()} />}
      {trial.error !== undefined && !samples.isError && <Problem error={trial.error} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        {may.connect && (
          <SourceList
            provider={provider}
            mapping={mapping}
            fields={fields}
            records={samples.data?.data.length ?? 0}
            loading={samples.isPending}
            onUse={(rule) => change({ kind: 'add', rule })}
          />
        )}
        <div className={may.connect ? 'flex min-w-0 flex-col gap-5' : 'flex min-w-0 flex-col gap-5 lg:col-span-2'}>
          <Rules
            provider={provider}
            mapping={mapping}
            draft={draft}
            fields={fields}
            trial={trial}
            change={change}
            example={suggestions[0]}
          />
          {may.connect && <SuggestionList provider={provider} suggestions={suggestions} change={change} />}
          {may.connect && draft.rules.length > 0 && (
            <TrialResults mapping={mapping} trial={trial} choice={<SampleChoice mapping={mapping} />} />
          )}
        </div>
      </div>
      {open === 'changes' && (
        <ChangesDialog
          base={base}
          draft={draft}
          dirty={dirty}
          onClose={() => setOpen(undefined)}
          onSaved={saved}
          onTakeTheirs={(theirs) => {
            begin(theirs);
            setOpen(undefined);
          }}
        />
      )}
      {open === 'versions' && (
        <VersionsDrawer mapping={mapping} onClose={() => setOpen(undefined)} onRestored={begin} dirty={dirty} />
      )}
    </>
  );
}

function useProviderName(): string {
  const { provider } = useIntegration();
  const providers = api.useQuery('get', '/api/providers');
  return providers.data?.data.find(({ key }) => key === provider)?.name ?? provider;
}
