/** What callers send and see of integrations. Secrets are in none of these views: only the names of those that are set. */
import { z } from 'zod';
import { OverrideProfile } from '../../contract/override-profile.ts';
import type { Account } from '../../contract/stream.ts';
import type { ErrorReport } from '../../contract/errors.ts';
import type { AuthState, IntegrationStatus, Overrides, Schedule } from '../../store/index.ts';
import { absentReason } from './absent.ts';
import { showId } from '../ids.ts';
import { lineText, listOf, listQuery, moment } from '../inputs.ts';
import { RunError } from '../runs/run-views.ts';
import { ScheduleInput } from '../runs/schedule-input.ts';

const statuses = [
  'draft',
  'connected',
  'failing',
  'needs_reauth',
  'paused',
  'disconnected',
] as const satisfies readonly IntegrationStatus[];

export const AccountView = z.object({ id: z.string(), name: z.string() }).meta({ id: 'Account' });

const IntegrationStreamView = z
  .object({
    name: z.string(),
    model: z.string(),
    enabled: z.boolean(),
    schedule: ScheduleInput.nullable().meta({ description: "Null: the integration's own." }),
    last_synced_at: z.iso.datetime().nullable(),
    next_run_at: z.iso.datetime().nullable(),
    error: RunError.nullable().meta({ description: 'Why its last run failed.' }),
    dropped_fields: z.array(z.string()).meta({ description: "Paths in the vendor's items that are never kept." }),
    absent: z.string().nullable().meta({ description: 'Why this account does not have it: its runs are skipped.' }),
  })
  .meta({ id: 'IntegrationStream' });

const Limits = z
  .array(
    z.union(
      [
        z.strictObject({
          per: z.enum(['second', 'minute', 'hour', 'day']),
          max: z.number().int().min(1).max(1_000_000),
          scope: z.enum(['account', 'app']).optional(),
        }),
        z.strictObject({ concurrent: z.number().int().min(1).max(1000) }),
      ],
      { error: 'expected {"per": "minute", "max": 60} or {"concurrent": 5}' },
    ),
  )
  .max(10);

export const OverridesView = z
  .strictObject({
    timeout_ms: z.number().int().min(1000).max(600_000).optional().meta({ description: 'Total time for one answer.' }),
    retries: z
      .number()
      .int()
      .min(0)
      .max(10)
      .optional()
      .meta({ description: 'Tries after the first, where a retry is safe.' }),
    limits: Limits.optional().meta({ description: "Instead of the provider's limits." }),
    profile: OverrideProfile.optional().meta({
      description: "Where this installation of the vendor's API is another.",
    }),
  })
  .meta({
    id: 'Overrides',
    description: "An operator's own figures and addresses for one integration, in place of the provider's.",
  });

export const IntegrationView = z
  .object({
    id: z.string().meta({ example: 'int_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    provider: z.string(),
    name: z.string(),
    status: z.enum(statuses).meta({
      description:
        'draft: never proven. connected. failing: its last run failed, still trying. needs_reauth: somebody must sign in again. paused. disconnected: credentials destroyed, records kept.',
    }),
    status_message: z.string().nullable(),
    enabled: z.boolean(),
    auth_method: z.string(),
    credentials_set: z
      .array(z.string())
      .meta({ description: 'Names of the credential fields that are set; their values are never shown.' }),
    settings: z.record(z.string(), z.string()),
    account: AccountView.nullable().meta({ description: 'The account at the provider.' }),
    account_choices: z
      .array(AccountView)
      .nullable()
      .meta({ description: 'The sign-in reaches several accounts: connect with `account_id`.' }),
    schedule: ScheduleInput.nullable().meta({ description: 'Null: runs only when asked.' }),
    streams: z.array(IntegrationStreamView),
    absent: z.record(z.string(), z.string()).meta({
      description:
        'Streams and actions the account turned out to lack when it was last connected or tested, with the reason.',
    }),
    overrides: OverridesView,
    last_synced_at: z.iso.datetime().nullable(),
    sync_status: z.enum(['idle', 'syncing', 'success', 'error']),
    sync_error: RunError.extend({ stream: z.string() }).nullable(),
    next_run_at: z.iso.datetime().nullable(),
    paused_until: z.iso.datetime().nullable(),
    connected_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Integration' });
export type IntegrationView = z.output<typeof IntegrationView>;
export const IntegrationList = listOf(IntegrationView).meta({ id: 'IntegrationList' });

export const IntegrationQuery = listQuery.extend({
  provider: z.string().optional(),
  status: z.enum(statuses).optional(),
});
export type IntegrationQuery = z.input<typeof IntegrationQuery>;

const values = z.record(z.string(), z.string({ error: 'expected text' }));

export const StreamChoices = z.record(
  z.string(),
  z.strictObject({ enabled: z.boolean().optional(), schedule: ScheduleInput.nullable().optional() }),
);

/** What can be configured; the same for creating and replacing. */
const configuration = {
  auth_method: z
    .string()
    .optional()
    .meta({ description: "Key of one of the provider's ways in; left out, its first.", example: 'api_key' }),
  credentials: values
    .optional()
    .meta({ description: "The way in's fields. Go in, never come out.", example: { api_key: 'sk_test_...' } }),
  settings: values.optional().meta({ description: "The provider's settings." }),
  schedule: ScheduleInput.nullable().optional().meta({ description: 'Left out: every hour. Null: only when asked.' }),
  streams: StreamChoices.optional().meta({
    description: 'By stream name; streams not named are enabled, on the schedule of the integration.',
  }),
  overrides: OverridesView.optional().meta({
    description: "In place of the provider's own figures. Needs the right `admin`. Left out: stays as it is; {}: none.",
  }),
};

export const CreateIntegration = z
  .strictObject({
    provider: z.string().meta({ example: 'stripe' }),
    name: lineText(100)
      .optional()
      .meta({ description: "Unique within the tenant; left out, the provider's name.", example: 'Stripe' }),
    ...configuration,
  })
  .meta({ id: 'CreateIntegration' });
export type CreateIntegration = z.input<typeof CreateIntegration>;

export const ReplaceIntegration = z
  .strictObject({
    provider: z.string().optional().meta({ description: 'Cannot change.' }),
    name: lineText(100).optional().meta({ description: 'Left out: stays.' }),
    enabled: z.boolean().optional().meta({ description: 'false pauses its schedules; left out: stays.' }),
    ...configuration,
  })
  .meta({ id: 'ReplaceIntegration' });
export type ReplaceIntegration = z.input<typeof ReplaceIntegration>;

export const ChangeIntegration = z
  .strictObject({
    name: lineText(100).optional(),
    enabled: z.boolean().optional().meta({ description: 'false pauses its schedules until somebody goes on.' }),
    paused_until: moment
      .nullable()
      .optional()
      .meta({ description: 'Schedules rest until then, and go on by themselves. Null: they do not rest.' }),
    schedule: ScheduleInput.nullable().optional().meta({ description: 'Null: only when asked.' }),
    settings: values.optional().meta({ description: 'All of them: one left out gets its default.' }),
    overrides: OverridesView.optional().meta({ description: 'All of them; {}: none. Needs the right `admin`.' }),
    if_updated_at: moment.optional().meta({
      description: '`updated_at` as it was looked at: 409, and nothing changed, when somebody has changed it since.',
    }),
  })
  .meta({ id: 'ChangeIntegration' });
export type ChangeIntegration = z.input<typeof ChangeIntegration>;

/** An integration as stored, with its status. */
export interface IntegrationRow {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly settings: object;
  readonly account: Account | null;
  readonly accounts: readonly Account[] | null;
  readonly absent: Readonly<Record<string, string>> | null;
  readonly credential_names: readonly string[];
  readonly auth_method: string;
  readonly auth_state: AuthState;
  readonly auth_message: string | null;
  readonly enabled: boolean;
  readonly paused_until: Date | null;
  readonly schedule: Schedule | null;
  readonly overrides: Overrides;
  readonly connected_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly status: IntegrationStatus;
  readonly last_synced_at: Date | null;
  readonly sync_status: IntegrationView['sync_status'];
  readonly sync_error: (ErrorReport & { readonly stream: string }) | null;
  readonly next_run_at: Date | null;
}

export interface StreamRow {
  readonly integration_id: string;
  readonly stream: string;
  readonly model: string;
  readonly enabled: boolean;
  readonly schedule: Schedule | null;
  readonly last_succeeded_at: Date | null;
  readonly last_error: ErrorReport | null;
  readonly due_at: Date | null;
  readonly dropped_fields: readonly string[];
}

export function integrationView(row: IntegrationRow, streams: readonly StreamRow[]): IntegrationView {
  return {
    id: showId('int', row.id),
    provider: row.provider,
    name: row.name,
    status: row.status,
    status_message: row.auth_message,
    enabled: row.enabled,
    auth_method: row.auth_method,
    credentials_set: [...row.credential_names],
    settings: settingsOf(row.settings),
    account: row.account === null ? null : shownAccount(row.account),
    account_choices: row.accounts === null ? null : row.accounts.map(shownAccount),
    schedule: row.schedule,
    streams: streams.map((stream) => streamView(stream, absentReason(row.absent, stream.stream))),
    absent: { ...row.absent },
    overrides: overridesOf(row.overrides),
    last_synced_at: row.last_synced_at?.toISOString() ?? null,
    sync_status: row.sync_status,
    sync_error: row.sync_error,
    next_run_at: row.next_run_at?.toISOString() ?? null,
    paused_until: row.paused_until?.toISOString() ?? null,
    connected_at: row.connected_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

function streamView(row: StreamRow, absent: string | undefined): IntegrationView['streams'][number] {
  return {
    name: row.stream,
    model: row.model,
    enabled: row.enabled,
    schedule: row.schedule,
    last_synced_at: row.last_succeeded_at?.toISOString() ?? null,
    next_run_at: row.due_at?.toISOString() ?? null,
    error: row.last_error,
    dropped_fields: [...row.dropped_fields],
    absent: absent ?? null,
  };
}

function overridesOf({ limits, ...figures }: Overrides): IntegrationView['overrides'] {
  return limits === undefined ? figures : { ...figures, limits: limits.map((limit) => ({ ...limit })) };
}

/** Settings as stored: texts only, by the checks that let them in. */
export function settingsOf(stored: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

export function shownAccount({ id, name }: Account): { id: string; name: string } {
  return { id, name };
}
