/**
 * What calls to vendors are made with: the facts of one opened client, and what all clients of a process share (connections, budgets,
 * breakers). Types and wiring only; client.ts works with them.
 */
import type { Settings } from '../../contract/fields.ts';
import type { Limit } from '../../contract/limits.ts';
import type { Provider } from '../../contract/provider.ts';
import type { Account } from '../../contract/stream.ts';
import type { Credential } from '../auth/credential.ts';
import type { BudgetStore, Clock, ExchangeLog, Random } from '../ports.ts';
import { createBreaker, type Breaker } from './breaker.ts';
import { createBudgets, type Budgets } from './budget.ts';
import type { Transport } from './transport.ts';

/** The part of a provider that matters to a call. */
export type Callee = Pick<
  Provider,
  | 'key'
  | 'name'
  | 'baseUrl'
  | 'hosts'
  | 'limits'
  | 'limitHeaders'
  | 'timeoutMs'
  | 'headers'
  | 'outgoing'
  | 'idempotencyHeader'
  | 'idempotencyParam'
  | 'requestIdHeader'
  | 'success'
  | 'error'
>;

/** What is special about this integration. */
export interface IntegrationFacts {
  /** For the breaker and the log; undefined for credentials that are only tried. */
  readonly id: string | undefined;
  readonly settings: Settings;
  readonly account: Account | undefined;
  /** Whose calls the vendor counts together: the account at the vendor, and the provider app (or the credential, without one). */
  readonly budgetKeys: { readonly account: string; readonly app: string };
  /** The operator's own figures for this integration. */
  readonly timeoutMs?: number | undefined;
  readonly retries?: number | undefined;
  readonly limits?: readonly Limit[] | undefined;
}

export interface OpenHttp {
  readonly provider: Callee;
  readonly integration: IntegrationFacts;
  readonly credential: Credential;
  /** For messages and the log: `stream invoices`, `action create_contact`. */
  readonly operation: string;
  readonly signal?: AbortSignal | undefined;
  /** Where its calls are logged; left out: with the runtime's. */
  readonly exchanges?: ExchangeLog | undefined;
  /** For the proxy: answers are handed on as they are, see hand-on.ts. */
  readonly handOn?: boolean | undefined;
}

export interface HttpRuntime {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly exchanges: ExchangeLog;
  readonly budgets: Budgets;
  breakerFor(integrationId: string): Breaker;
}

/** Everything calls share in a process; built by the composition root. Close its `budgets` and `transport` at the end. */
export function createHttpRuntime(deps: {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly exchanges: ExchangeLog;
  readonly budgetStore: BudgetStore;
}): HttpRuntime {
  const { transport, clock, random, exchanges } = deps;
  const breakers = new Map<string, Breaker>();
  return {
    transport,
    clock,
    random,
    exchanges,
    budgets: createBudgets({ store: deps.budgetStore, clock, random }),
    breakerFor: (id) => {
      const breaker = breakers.get(id) ?? createBreaker(clock);
      breakers.set(id, breaker);
      return breaker;
    },
  };
}
