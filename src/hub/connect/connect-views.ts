/** What callers send to connect an integration, and what they are told. */
import { z } from 'zod';
import { AccountView, CreateIntegration, IntegrationView } from '../integrations/integration-views.ts';

export const ConnectInput = z
  .strictObject({
    auth_method: CreateIntegration.shape.auth_method,
    credentials: CreateIntegration.shape.credentials.meta({
      description:
        'New credentials: stored only when the provider accepts them. Left out: the stored ones. For OAuth, a token pair moved in from elsewhere instead of a sign-in.',
    }),
    account_id: z
      .string()
      .max(300)
      .optional()
      .meta({ description: 'Which account, when the credentials reach several.' }),
    sync: z.boolean().default(true).meta({ description: 'Start first runs of all streams once connected.' }),
    browser: z.enum(['here', 'link']).default('here').meta({
      description:
        'OAuth: `here`, the caller is the browser that signs in and keeps the cookie of this answer; `link`, another browser will open `authorize_url`.',
    }),
    return_url: z
      .url({ protocol: /^https?$/, error: 'expected a URL' })
      .max(2000)
      .optional()
      .meta({ description: 'OAuth: where the browser goes afterwards; its origin must be allowed by the operator.' }),
    restart: z.boolean().default(false).meta({
      description: 'OAuth: sign in anew although an earlier sign-in still waits for its account to be chosen.',
    }),
  })
  .meta({ id: 'ConnectInput' });
export type ConnectInput = z.input<typeof ConnectInput>;

export const ConnectAnswer = z
  .object({
    outcome: z.enum(['connected', 'sign_in', 'choose_account']).meta({
      description:
        'connected: done. sign_in: open authorize_url in a browser. choose_account: connect again with account_id.',
    }),
    message: z.string(),
    authorize_url: z.string().nullable(),
    expires_at: z.iso.datetime().nullable().meta({ description: 'When authorize_url stops working.' }),
    accounts: z.array(AccountView).nullable(),
    integration: IntegrationView,
  })
  .meta({ id: 'ConnectAnswer' });
export type ConnectAnswer = z.output<typeof ConnectAnswer>;

export const CallbackAnswer = z
  .object({ outcome: z.enum(['connected', 'choose_account']), message: z.string(), integration: IntegrationView })
  .meta({ id: 'CallbackAnswer' });
export type CallbackAnswer = z.output<typeof CallbackAnswer>;
