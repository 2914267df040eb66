/** What callers send and see of connect sessions, and what the page of one sends and sees. The token is in one answer only. */
import { z } from 'zod';
import type { ConnectSessionTable } from '../../store/connect-tables.ts';
import type { Selectable } from 'kysely';
import { ConnectAnswer } from '../connect/connect-views.ts';
import { showId } from '../ids.ts';
import { lineText, listOf } from '../inputs.ts';
import { AccountView, CreateIntegration } from '../integrations/integration-views.ts';
import { ConnectableView } from '../providers/connectable.ts';

/** A person fills in a form and signs in somewhere: longer than this and the link lies around. */
const longestS = 30 * 60;
const usualS = 15 * 60;
const logoBytes = 64 * 1024;

/** Goes into a header as it is, so nothing that could end it may pass: URL parsing alone lets `;` stand in a host's name. */
const originForm = /^https?:\/\/(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;

const Origin = z
  .string()
  .max(300)
  .transform((text) => URL.parse(text)?.origin.toLowerCase() ?? '')
  .refine((origin) => originForm.test(origin), 'expected an origin like https://app.example.com')
  .meta({ example: 'https://app.example.com' });

const ReturnUrl = z
  .url({ protocol: /^https?$/, error: 'expected a URL like https://app.example.com/settings' })
  .max(2000)
  .refine((text) => {
    const { username, password } = new URL(text);
    return username === '' && password === '';
  }, 'expected a URL without a user name and password');

export const ConnectThemeView = z
  .strictObject({
    accent: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, 'expected a colour like #0b6b5b')
      .optional()
      .meta({ description: 'Of buttons and links; text on it stays readable whatever it is.' }),
    mode: z.enum(['light', 'dark', 'system']).optional().meta({ description: 'Default: as the system has it.' }),
    logo: z
      .string()
      .max(Math.ceil((logoBytes * 4) / 3) + 40, 'expected a picture of at most 64 KB')
      .regex(
        /^data:image\/(?:png|jpeg|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/,
        'expected a data: URL of a PNG, JPEG, WebP or SVG picture, in base64',
      )
      .optional()
      .meta({ description: 'A `data:` URL: the page loads nothing from anywhere else.' }),
  })
  .meta({ id: 'ConnectTheme' });

const EndUser = z.strictObject({
  reference: lineText(200).meta({ description: 'Your own id of the person or the customer.' }),
  name: lineText(200).optional().meta({ description: 'Shown on the page.' }),
});

const given = ['provider', 'providers', 'integration'] as const;

export const CreateConnectSession = z
  .strictObject({
    provider: z.string().optional().meta({ description: 'What may be connected.', example: 'xero' }),
    providers: z
      .array(z.string())
      .min(1, 'expected at least one provider')
      .max(100)
      .optional()
      .meta({ description: 'The same for several: the person chooses one.' }),
    integration: z
      .string()
      .optional()
      .meta({ description: 'An integration to connect again, instead of a new one.', example: 'int_0198c0de...' }),
    name: lineText(100)
      .optional()
      .meta({ description: "What a new integration is called; default: the provider's and the end user's name." }),
    end_user: EndUser.optional(),
    allowed_origins: z.array(Origin).max(20).default([]).meta({
      description: 'Pages that may embed the connect page and are told what came of it. None: it stands alone.',
    }),
    return_url: ReturnUrl.optional().meta({ description: 'Where the button at the end leads.' }),
    theme: ConnectThemeView.default({}),
    expires_in: z.number().int().min(60).max(longestS).default(usualS).meta({ description: 'Seconds, at most 1,800.' }),
  })
  .superRefine((input, context) => {
    if (given.filter((name) => input[name] !== undefined).length !== 1)
      context.addIssue({ code: 'custom', path: [], message: `expected exactly one of ${given.join(', ')}` });
  })
  .meta({ id: 'CreateConnectSession' });
export type CreateConnectSession = z.input<typeof CreateConnectSession>;

export const ConnectSessionView = z
  .object({
    id: z.string(),
    status: z.enum(['open', 'completed', 'expired', 'revoked']),
    providers: z.array(z.string()),
    integration_id: z.string().nullable().meta({
      description: 'What it connects again, or has connected; before that, the draft it may have begun.',
    }),
    end_user: z.object({ reference: z.string(), name: z.string().nullable() }).nullable(),
    allowed_origins: z.array(z.string()),
    return_url: z.string().nullable(),
    created_at: z.iso.datetime(),
    created_by: z.string(),
    expires_at: z.iso.datetime(),
    completed_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ConnectSession' });
export type ConnectSessionView = z.output<typeof ConnectSessionView>;
export const ConnectSessionList = listOf(ConnectSessionView).meta({ id: 'ConnectSessionList' });

export const NewConnectSessionView = ConnectSessionView.extend({
  token: z.string().meta({ description: 'Shown this once.' }),
  url: z.string().meta({ description: 'The page to open or to embed. Whoever has it can connect.' }),
}).meta({ id: 'NewConnectSession' });
export type NewConnectSessionView = z.output<typeof NewConnectSessionView>;

/** What the page of a session knows of it. */
export const OwnConnectSessionView = z
  .object({
    status: z.enum(['open', 'completed', 'expired']),
    tenant: z.string().meta({ description: 'Name of the tenant.' }),
    end_user: z.string().nullable().meta({ description: 'Name of the end user.' }),
    providers: z.array(ConnectableView.pick({ key: true, name: true, category: true, summary: true })),
    integration: z
      .object({
        id: z.string(),
        name: z.string(),
        provider: z.string(),
        auth_method: z.string(),
        settings: z.record(z.string(), z.string()),
        credentials_set: z.array(z.string()),
        account: AccountView.nullable(),
        account_choices: z.array(AccountView).nullable(),
      })
      .nullable()
      .meta({ description: 'The integration it connects, as far as there is one.' }),
    reconnects: z.boolean(),
    last_failure: z
      .object({ message: z.string(), fault: z.enum(['you', 'provider', 'us']), next: z.string(), at: z.string() })
      .nullable()
      .meta({ description: 'Why the last sign-in came to nothing.' }),
    allowed_origins: z.array(z.string()),
    return_url: z.string().nullable(),
    theme: ConnectThemeView,
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'OwnConnectSession' });
export type OwnConnectSessionView = z.output<typeof OwnConnectSessionView>;

export const SessionCredentials = z
  .strictObject({
    provider: z.string(),
    auth_method: CreateIntegration.shape.auth_method,
    credentials: CreateIntegration.shape.credentials,
    settings: CreateIntegration.shape.settings,
  })
  .meta({ id: 'SessionCredentials' });

export const SessionConnect = SessionCredentials.extend({
  account_id: z.string().max(300).optional(),
  restart: z.boolean().default(false),
}).meta({ id: 'SessionConnect' });

export const SessionConnectAnswer = ConnectAnswer.omit({ integration: true })
  .extend({ integration_id: z.string() })
  .meta({ id: 'SessionConnectAnswer' });
export type SessionConnectAnswer = z.output<typeof SessionConnectAnswer>;

export type ConnectSessionRow = Selectable<ConnectSessionTable>;

export function sessionView(row: ConnectSessionRow, nowMs: number): ConnectSessionView {
  return {
    id: row.id,
    status: statusOf(row, nowMs),
    providers: row.providers,
    integration_id: row.integration_id === null ? null : showId('int', row.integration_id),
    end_user: row.end_user_reference === null ? null : { reference: row.end_user_reference, name: row.end_user_name },
    allowed_origins: row.allowed_origins,
    return_url: row.return_url,
    created_at: row.created_at.toISOString(),
    created_by: row.created_by,
    expires_at: row.expires_at.toISOString(),
    completed_at: row.completed_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
  };
}

export function statusOf(
  row: Pick<ConnectSessionRow, 'completed_at' | 'revoked_at' | 'expires_at'>,
  nowMs: number,
): ConnectSessionView['status'] {
  if (row.revoked_at !== null) return 'revoked';
  if (row.completed_at !== null) return 'completed';
  return row.expires_at.getTime() <= nowMs ? 'expired' : 'open';
}
