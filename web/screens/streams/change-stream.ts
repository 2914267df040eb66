/** Changing one stream, shown at once where that can be foreseen and taken back when the server refuses. */
import { useQueryClient } from '@tanstack/react-query';
import type { Schema } from '../../../client/index.ts';
import { api, isProblem } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { useSession } from '../../app/session.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { useIntegration } from '../integration/current.tsx';

const list = '/api/tenants/{tenant}/integrations/{integration}/streams';
const one = `${list}/{stream}` as const;

export function useStreamChange(name: string) {
  const { tenant } = useSession();
  const { id } = useIntegration();
  const known = useQueryClient();
  const path = { tenant, integration: id };
  const { queryKey } = api.queryOptions('get', list, { params: { path } });
  const mutation = api.useMutation('patch', one, {
    onMutate: async ({ body: { enabled } }) => {
      await known.cancelQueries({ queryKey });
      const before = known.getQueryData<Schema['StreamList']>(queryKey);
      if (before !== undefined && enabled !== undefined)
        known.setQueryData(queryKey, {
          ...before,
          data: before.data.map((stream) => (stream.name === name ? { ...stream, enabled } : stream)),
        });
      return before;
    },
    onError: (_problem, _asked, before) => {
      if (before !== undefined) known.setQueryData(queryKey, before);
    },
    onSettled: () => askAgain(list, '/api/tenants/{tenant}/integrations/{integration}'),
  });
  return {
    busy: mutation.isPending,
    error: mutation.error,
    change: (body: Schema['ChangeStream'], done: string, failed?: string) =>
      mutation.mutate(
        { params: { path: { ...path, stream: name } }, body },
        {
          onSuccess: () => tellDone(done),
          onError: (problem) => {
            if (failed !== undefined) tellFailed(failed, isProblem(problem) ? problem.detail : undefined);
          },
        },
      ),
  };
}
