/** What the editor works with: the draft, what it was begun from, and what the server says of it. Used by editor.tsx. */
import { useSearch } from '@tanstack/react-router';
import { useEffect, useReducer, useState } from 'react';
import { keepPreviousData } from '@tanstack/react-query';
import type { Schema } from '../../../client/index.ts';
import { api, isProblem } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import {
  changeDraft,
  draftOf,
  isFinished,
  problemsByRule,
  rulesOf,
  sameRules,
  type Draft,
  type Change,
} from './draft.ts';

export type Mapping = Schema['Mapping'];
export type Trial = Schema['MappingPreview']['data'][number];

/** The draft, begun from the latest version; a version somebody else saves is taken over unless something was changed. */
export function useDraft(mapping: Mapping) {
  const [base, setBase] = useState(mapping);
  const [draft, change] = useReducer(changeDraft, mapping.rules, (rules): Draft => draftOf(rules));
  const dirty = !sameRules(rulesOf(draft), base.rules);
  const begin = (from: Mapping) => {
    setBase(from);
    change({ kind: 'replace', rules: from.rules });
  };
  if (mapping.version !== base.version && !dirty && (mapping.version ?? 0) > (base.version ?? 0)) begin(mapping);
  return { base, draft, dirty, change, begin, saved: setBase };
}

export type DraftActs = (change: Change) => void;

/** Records looked at besides the one that was chosen. */
const sampled = 8;

/** What the provider sent, of some records; without rules, so that it stays the same while rules are changed. */
export function useSamples(mapping: Mapping) {
  return usePreview(mapping, [], { limit: sampled });
}

/** Records the draft is tried on. */
const tried = 5;
/** How long after the last change the rules are tried, milliseconds. */
const patienceMs = 500;

/** The draft on real records. */
export function useTrial(mapping: Mapping, draft: Draft, samples: readonly Trial[]) {
  const settled = useSettled(draft, patienceMs);
  const sent = settled.rules.filter(isFinished);
  const { record } = useSearch({ from: '/$tenant/integrations/$integration/mapping' });
  const ids = samples.map(({ id }) => id);
  const answer = usePreview(
    mapping,
    rulesOf(settled, 'finished'),
    // Beside the chosen one some others: a rule that fits one record is no rule yet.
    record === undefined ? { limit: tried } : { limit: tried, records: [...new Set([record, ...ids])].slice(0, tried) },
  );
  const problems = isProblem(answer.error) ? problemsByRule(answer.error.problems ?? [], sent) : noProblems;
  return {
    records: answer.data?.data ?? [],
    problems,
    /** An error that is none of the rules'. */
    error: answer.isError && problems.size === 0 ? answer.error : undefined,
    working: answer.isFetching || settled !== draft,
  };
}

const noProblems: ReturnType<typeof problemsByRule> = new Map();

function usePreview(
  { integration_id: integration, stream }: Mapping,
  rules: Schema['MappingRule'][],
  which: { readonly limit: number; readonly records?: string[] },
) {
  const { tenant, may } = useSession();
  return api.useQuery(
    'post',
    '/api/tenants/{tenant}/integrations/{integration}/mappings/{stream}/preview',
    { params: { path: { tenant, integration, stream } }, body: { rules, ...which } },
    { enabled: may.connect, placeholderData: keepPreviousData, retry: false, staleTime: 60_000 },
  );
}

function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
