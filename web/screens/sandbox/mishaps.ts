/** What a vendor can be made to do wrong, as people would say it, and the faults of the sandbox that make it so. */
import type { Schema } from '../../../client/index.ts';

type Fault = Omit<Schema['AddSandboxFault'], 'provider'>;

/** Where vendors give out tokens. */
const tokenPath = '/(oauth2?/)?token|/connect/token';

/** The first fault that fits a request is the one it meets. */
export const mishaps = {
  rate_limited: [{ kind: 'status', status: 429, retry_after: 30 }],
  refused: [{ kind: 'status', status: 401 }],
  revoked: [
    { kind: 'status', status: 400, path: tokenPath, body: { error: 'invalid_grant' } },
    { kind: 'status', status: 401 },
  ],
  forbidden: [{ kind: 'status', status: 403 }],
  down: [{ kind: 'status', status: 503 }],
  slow: [{ kind: 'delay', ms: 5_000 }],
  hang: [{ kind: 'hang' }],
  reset: [{ kind: 'reset' }],
  truncate: [{ kind: 'truncate' }],
  cut: [{ kind: 'cut' }],
  html: [{ kind: 'html' }],
  lose_answer: [{ kind: 'lose_answer' }],
} as const satisfies Readonly<Record<string, readonly Fault[]>>;

export type Mishap = keyof typeof mishaps;
export const mishapNames: readonly Mishap[] = [
  'rate_limited',
  'refused',
  'revoked',
  'forbidden',
  'down',
  'slow',
  'hang',
  'reset',
  'truncate',
  'cut',
  'html',
  'lose_answer',
];
