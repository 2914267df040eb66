/** The server, as the screens ask it: typed by the generated client, remembered and refreshed by TanStack Query. */
import { QueryClient } from '@tanstack/react-query';
import createQueryHooks from 'openapi-react-query';
import { createClient, type Problem } from '../../client/index.ts';

export const client = createClient();

/** `api.useQuery('get', '/api/...', {params})`, `useInfiniteQuery`, `useMutation`. */
export const api = createQueryHooks(client);

/** Answers that stay the same when asked again: asking more often says nothing new. */
const hopeless: ReadonlySet<string> = new Set([
  'not_found',
  'permission_denied',
  'invalid_request',
  'unauthorized',
  'unsupported',
]);

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error: unknown) => count < 2 && !(isProblem(error) && hopeless.has(error.code)),
    },
  },
});

export function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;
}
