/** Changing a part of an integration, shown at once and taken back when the server refuses. */
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api, isProblem } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { useSession } from '../../app/session.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import type { Integration } from './current.tsx';

const one = '/api/tenants/{tenant}/integrations/{integration}';

/** What can be shown before the server has said yes: it follows from what was asked for alone. */
function foreseen(before: Integration, change: Schema['ChangeIntegration']): Integration {
  const { name = before.name, enabled = before.enabled, paused_until: until = before.paused_until } = change;
  const rests = !enabled || (until !== null && Date.parse(until) > Date.now());
  const standing = before.status === 'connected' || before.status === 'failing' || before.status === 'paused';
  const awake = before.sync_error === null ? 'connected' : 'failing';
  return {
    ...before,
    name,
    enabled,
    paused_until: until,
    status: standing ? (rests ? 'paused' : awake) : before.status,
  };
}

export function useChange(integration: Integration, onDone?: (changed: Integration) => void) {
  const t = useTranslations('integration');
  const { tenant } = useSession();
  const known = useQueryClient();
  const params = { path: { tenant, integration: integration.id } };
  const { queryKey } = api.queryOptions('get', one, { params });
  const mutation = api.useMutation('patch', one, {
    onMutate: async ({ body }) => {
      await known.cancelQueries({ queryKey });
      const before = known.getQueryData<Integration>(queryKey);
      if (before !== undefined) known.setQueryData(queryKey, foreseen(before, body));
      return before;
    },
    onError: (problem, _asked, before) => {
      if (before !== undefined) known.setQueryData(queryKey, before);
      if (isProblem(problem) && problem.code === 'conflict') tellFailed(t('changed_meanwhile'), problem.detail);
    },
    onSuccess: (changed) => {
      known.setQueryData(queryKey, changed);
      onDone?.(changed);
    },
    onSettled: () => askAgain(one, '/api/tenants/{tenant}/integrations', `${one}/streams`),
  });
  return {
    error: mutation.error,
    busy: mutation.isPending,
    change: (body: Schema['ChangeIntegration'], done?: string) =>
      mutation.mutate(
        { params, body },
        {
          onSuccess: () => done !== undefined && tellDone(done),
          onError: (problem) => {
            if (done !== undefined && isProblem(problem) && problem.code !== 'conflict')
              tellFailed(t('not_changed'), problem.detail);
          },
        },
      ),
  };
}
