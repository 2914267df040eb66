/** Re-derivations for those who execute them: the worker (jobs, what is due, what was abandoned) and the command line (its own). */
import type { HubContext } from '../context.ts';
import { readId } from '../ids.ts';
import { rederivationView, type RederivationView } from './mapping-views.ts';
import { executeRederivation } from './rederive-execution.ts';
import { adoptRederivations, beginAllDue } from './rederive-requests.ts';
import type { Execution } from '../runs/run-execution.ts';

export function rederivations(context: HubContext) {
  return {
    /** For the worker; ids as in the database. See rederive-execution.ts. */
    execute: (tenantId: string, id: string, signal: AbortSignal): Promise<Execution> =>
      executeRederivation(context, tenantId, id, signal),

    /** For the command line, which has begun it inline; ids as shown. Tells after each page how far it is. */
    executeHere: async (
      tenantId: string,
      shown: string,
      signal: AbortSignal,
      onProgress: (view: RederivationView) => void,
    ): Promise<Execution> => {
      const id = readId('der', shown);
      const tell = async () => {
        const row = await context.store.inTenant(tenantId, (trx) =>
          trx
            .selectFrom('rederivation')
            .selectAll()
            .where('tenant_id', '=', tenantId)
            .where('id', '=', id)
            .executeTakeFirst(),
        );
        if (row !== undefined) onProgress(rederivationView(row));
      };
      return executeRederivation(context, tenantId, id, signal, tell);
    },

    /** Begins what newer built-in maps ask for. Answers how many streams were behind. */
    beginDue: () => beginAllDue(context),
    /** Gives what dead processes left behind to the workers. */
    adopt: () => adoptRederivations(context),
  };
}
