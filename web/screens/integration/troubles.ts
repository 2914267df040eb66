/** What is wrong with an integration, most pressing first, from how it stands. */
import type { Schema } from '../../../client/index.ts';
import type { Integration } from './current.tsx';

export type StreamError = NonNullable<Schema['IntegrationStream']['error']>;

export type Trouble =
  | {
      readonly kind: 'sign_in_again' | 'never_connected' | 'disconnected' | 'choose_account';
      readonly message: string | null;
    }
  | { readonly kind: 'paused'; readonly until: string | null }
  /** Streams whose last run failed for the same reason. */
  | { readonly kind: 'failing'; readonly error: StreamError; readonly streams: readonly string[] }
  /** Nobody started what was due. */
  | { readonly kind: 'overdue'; readonly since: string };

/** The ticker starts what is due within a second; later than this, nobody does. */
const overdueMs = 5 * 60_000;

export function troublesOf(integration: Integration, nowMs: number): readonly Trouble[] {
  const { status, status_message: message, account_choices: accounts, next_run_at: next } = integration;
  const failing = failuresOf(integration);
  switch (status) {
    case 'draft':
      return [{ kind: accounts === null ? 'never_connected' : 'choose_account', message }];
    case 'disconnected':
      return [{ kind: 'disconnected', message }];
    case 'needs_reauth':
      return [{ kind: accounts === null ? 'sign_in_again' : 'choose_account', message }, ...failing];
    case 'paused':
      return [{ kind: 'paused', until: restsUntil(integration, nowMs) }, ...failing];
    case 'connected':
    case 'failing':
      return next !== null && Date.parse(next) < nowMs - overdueMs && integration.sync_status !== 'syncing'
        ? [...failing, { kind: 'overdue', since: next }]
        : failing;
  }
}

/** Null: until somebody goes on. */
function restsUntil({ enabled, paused_until: until }: Integration, nowMs: number): string | null {
  return enabled && until !== null && Date.parse(until) > nowMs ? until : null;
}

function failuresOf({ streams }: Integration): readonly Trouble[] {
  const byReason = Map.groupBy(
    streams.filter(({ enabled, error }) => enabled && error !== null),
    ({ error }) => `${error?.code ?? ''} ${error?.status ?? ''} ${error?.vendor_code ?? ''}`,
  );
  return [...byReason.values()].flatMap((alike) => {
    const error = alike[0]?.error;
    return error === undefined || error === null
      ? []
      : [{ kind: 'failing', error, streams: alike.map(({ name }) => name) } as const];
  });
}
