/** What the address says, as the server is asked. */
import { beginningOf, endOf } from './days.ts';
import type { AllRunsSearch, RunsSearch } from './places.ts';

interface RunQuery extends Omit<AllRunsSearch, 'from' | 'to' | 'integration'> {
  readonly queued_since?: string;
  readonly queued_until?: string;
}

export function queryOf({ from, to, ...others }: RunsSearch): RunQuery {
  const since = from === undefined ? undefined : beginningOf(from);
  const until = to === undefined ? undefined : endOf(to);
  return {
    ...others,
    ...(since === undefined ? {} : { queued_since: since }),
    ...(until === undefined ? {} : { queued_until: until }),
  };
}
