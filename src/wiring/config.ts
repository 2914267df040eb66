/**
 * Everything Plugboard reads from the environment, declared once: name, meaning, form, default. A variable that makes no sense
 * is refused by name at the start instead of being ignored. Provider apps (`XERO_CLIENT_ID`, hub/providers/provider-apps.ts) and the root
 * key (store/root-key.ts) have rules of their own. Called by src/main.ts.
 */
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { fail, type FieldProblem } from '../contract/errors.ts';
import type { LogKeeping } from '../hub/context.ts';
import type { IdentityProvider } from '../hub/people/identity-provider.ts';

/** Root of this checkout or image: two checkouts side by side keep apart without any variable. */
export const root = join(import.meta.dirname, '../..');

export type Environment = Readonly<Record<string, string | undefined>>;

const port = z.coerce
  .number({ error: 'expected a port number' })
  .int('expected a port number')
  .min(0, 'expected a port number')
  .max(65_535, 'expected a port number up to 65535');
const keptDays = (most: number) =>
  z.coerce
    .number({ error: 'expected a number of days' })
    .int('expected whole days')
    .min(1, 'expected at least 1 day: a log that keeps nothing would hide what goes wrong')
    .max(most, `expected at most ${most} days`);
const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .default([]);
const origin = z
  .url({ protocol: /^https?$/, error: 'expected an address like https://plugboard.example.com' })
  .transform((text) => text.replace(/\/+$/, ''));
/** The dashboard's own addresses begin at the root of a host; below a path none of them would lead anywhere. */
const rootUrl = origin.refine((text) => new URL(text).pathname === '/', {
  error: 'expected an address without a path: give Plugboard a host name of its own',
});
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'expected an address like postgres://user:password@host:5432/database',
});

export const variables = z.object({
  DATABASE_URL: postgresUrl
    .optional()
    .describe('The PostgreSQL (15 or newer) to use, as the owner of its tables. Left out: Plugboard starts its own.'),
  DATABASE_APP_URL: postgresUrl
    .optional()
    .describe(
      'The same database as the application role, for servers and workers that must not know the owner. Left out: follows from DATABASE_URL and the root key.',
    ),
  DATABASE_DIRECT_URL: postgresUrl
    .optional()
    .describe('Behind a transaction pooler: the way around it, for the queue.'),
  DATABASE_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(2)
    .max(500)
    .default(10)
    .describe('Most database connections of one process, besides six of the queue and the vault.'),
  PLUGBOARD_DATA_DIR: z
    .string()
    .default('.plugboard')
    .describe('Where the embedded database, the root key and the sandbox keep their files; relative to the checkout.'),
  PLUGBOARD_PROVIDERS_DIR: z
    .string()
    .optional()
    .describe('A directory with providers of your own, one folder each (docs/guide/writing-a-provider.md).'),
  PLUGBOARD_HOST: z.string().default('127.0.0.1').describe('Address the server listens on; 0.0.0.0 for all.'),
  PLUGBOARD_PORT: port.default(4400).describe('Port the server listens on; 0 for any free one.'),
  PLUGBOARD_PUBLIC_URL: rootUrl
    .optional()
    .describe('Where browsers and vendors reach the server. Left out: its own address.'),
  PLUGBOARD_SANDBOX_PORT: port
    .default(4410)
    .describe('Control port of the sandbox; each provider has one of the ports after it. 0 for free ones.'),
  PLUGBOARD_HOST_MAP: z
    .string()
    .optional()
    .describe(
      'Sends calls for a vendor host to another address: `api.xero.com=http://127.0.0.1:4411,...`. For sandboxes and gateways.',
    ),
  PLUGBOARD_EGRESS_ALLOW: list.describe('Private address ranges providers may be reached in: `10.20.0.0/16,...`.'),
  PLUGBOARD_EGRESS_ADDRESSES: list.describe(
    'Addresses or ranges deliveries come from, as tenants are to let them in: `203.0.113.7,...`. Published, not enforced.',
  ),
  PLUGBOARD_PROVIDER_APPS_FILE: z
    .string()
    .optional()
    .describe(
      'A JSON file with provider apps, not readable by everybody: `{"xero": {"client_id": "...", "client_secret": "...", "scopes": ["..."]}, "sage_intacct": {"fields": {...}}}`. What the API stored and the variables below outrank it.',
    ),
  PLUGBOARD_TENANT: z.string().optional().describe('The tenant the command line is about when --tenant is not given.'),
  PLUGBOARD_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(600)
    .describe('API requests a minute per key and server process.'),
  PLUGBOARD_CORS_ORIGINS: list.describe('Origins whose web pages may call the API from a browser; none by default.'),
  PLUGBOARD_RETURN_ORIGINS: list.describe(
    'Origins of your own product that a browser may be sent back to after a sign-in at a vendor.',
  ),
  PLUGBOARD_TRUSTED_PROXIES: list.describe(
    'Addresses or ranges of proxies in front whose X-Forwarded-* headers are believed.',
  ),
  PLUGBOARD_SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'expected an address like smtp://user:password@mail.example.com:587' })
    .optional()
    .describe(
      'The mail server for invitations and new passwords. Left out: no letters are sent, and links are passed on by hand.',
    ),
  PLUGBOARD_MAIL_FROM: z.string().default('Plugboard <plugboard@localhost>').describe('Whom letters are from.'),
  PLUGBOARD_OIDC_ISSUER: origin
    .optional()
    .describe('An identity provider (OpenID Connect) people may sign in with, by the address of its issuer.'),
  PLUGBOARD_OIDC_CLIENT_ID: z
    .string()
    .optional()
    .describe('The client registered there, with the redirect address <public URL>/api/auth/oauth2/callback/oidc.'),
  PLUGBOARD_OIDC_CLIENT_SECRET: z.string().optional().describe("That client's secret."),
  PLUGBOARD_OIDC_NAME: z.string().default('single sign-on').describe('What the button says: `Sign in with ...`.'),
  PLUGBOARD_METRICS_TOKEN: z.string().min(8).optional().describe('When set, /metrics asks for it as a bearer token.'),
  PLUGBOARD_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(200)
    .describe(
      'Runs a worker has in hand at a time; most of them wait for their vendors. With fewer than there are integrations, some wait for others to end.',
    ),
  PLUGBOARD_LOG_DAYS: keptDays(3_650)
    .default(90)
    .describe("Days an integration's log (what happened) is kept; a tenant may keep its own for less."),
  PLUGBOARD_EXCHANGE_LOG_DAYS: keptDays(90)
    .default(7)
    .describe('Days the calls to vendors are kept, line by line; a tenant may keep its own for less.'),
  PLUGBOARD_LOG_ARCHIVE_DIR: z
    .string()
    .optional()
    .describe(
      'Where lines of both logs are written to (NDJSON, compressed with zstd) before they go; relative to the checkout. Left out: they just go.',
    ),
  PLUGBOARD_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .optional()
    .describe('How much the log says (default info; warn for the demo and single commands).'),
});

/** Read by store/root-key.ts, named here so that everything that is read can be listed. */
export const rootKeyVariables: Readonly<Record<string, string>> = {
  PLUGBOARD_ROOT_KEY:
    'Seals all secrets: 32 bytes as hex or base64 (`openssl rand -hex 32`). Required with DATABASE_URL; otherwise made in the data directory.',
  PLUGBOARD_ROOT_KEY_FILE: 'A file that holds it, instead.',
  PLUGBOARD_ROOT_KEY_PREVIOUS: 'The key before, while it is being changed.',
  PLUGBOARD_ROOT_KEY_PREVIOUS_FILE: 'A file that holds that, instead.',
};

export interface Config {
  readonly database: {
    readonly ownerUrl: string | undefined;
    readonly appUrl: string | undefined;
    readonly directUrl: string | undefined;
    readonly connections: number;
  };
  readonly dataDir: string;
  /** PLUGBOARD_PROVIDERS_DIR, absolute. */
  readonly providersDir: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | undefined;
  readonly sandboxPort: number;
  readonly hostMap: string | undefined;
  readonly egressAllow: readonly string[];
  readonly egressAddresses: readonly string[];
  /** PLUGBOARD_PROVIDER_APPS_FILE, absolute. */
  readonly providerAppsFile: string | undefined;
  readonly tenant: string | undefined;
  readonly requestsPerMinute: number;
  readonly corsOrigins: readonly string[];
  readonly returnOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  readonly identityProvider: IdentityProvider | undefined;
  readonly metricsToken: string | undefined;
  readonly concurrency: number;
  readonly logKeeping: LogKeeping;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent' | undefined;
}

/** Throws invalid_request naming every variable that makes no sense. An empty variable counts as not set. */
export function readConfig(environment: Environment): Config {
  const { config, problems } = inspectConfig(environment);
  if (problems.length > 0) throw unusableVariables(problems);
  return config;
}

export function unusableVariables(problems: readonly FieldProblem[]) {
  return fail(
    'invalid_request',
    `The environment has ${problems.length === 1 ? 'a variable' : 'variables'} that cannot be used.`,
    { problems, next: 'Correct the named variables and start again; `plugboard doctor` looks at everything else too.' },
  );
}

/** The same without the variables that make no sense, and what is wrong with them. For looking only: nothing may be run on half of what was said. */
export function inspectConfig(environment: Environment): {
  readonly config: Config;
  readonly problems: readonly FieldProblem[];
} {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  if (parsed.success) return { config: configOf(parsed.data), problems: [] };
  const problems = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const unusable = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !unusable.has(name)));
  return { config: configOf(variables.parse(rest)), problems };
}

function configOf(env: z.output<typeof variables>): Config {
  return {
    database: {
      ownerUrl: env.DATABASE_URL,
      appUrl: env.DATABASE_APP_URL,
      directUrl: env.DATABASE_DIRECT_URL,
      connections: env.DATABASE_CONNECTIONS,
    },
    dataDir: isAbsolute(env.PLUGBOARD_DATA_DIR) ? env.PLUGBOARD_DATA_DIR : resolve(root, env.PLUGBOARD_DATA_DIR),
    providersDir: env.PLUGBOARD_PROVIDERS_DIR === undefined ? undefined : resolve(env.PLUGBOARD_PROVIDERS_DIR),
    host: env.PLUGBOARD_HOST,
    port: env.PLUGBOARD_PORT,
    publicUrl: env.PLUGBOARD_PUBLIC_URL,
    sandboxPort: env.PLUGBOARD_SANDBOX_PORT,
    hostMap: env.PLUGBOARD_HOST_MAP,
    egressAllow: env.PLUGBOARD_EGRESS_ALLOW,
    egressAddresses: env.PLUGBOARD_EGRESS_ADDRESSES,
    providerAppsFile:
      env.PLUGBOARD_PROVIDER_APPS_FILE === undefined ? undefined : resolve(env.PLUGBOARD_PROVIDER_APPS_FILE),
    tenant: env.PLUGBOARD_TENANT,
    requestsPerMinute: env.PLUGBOARD_REQUESTS_PER_MINUTE,
    corsOrigins: env.PLUGBOARD_CORS_ORIGINS,
    returnOrigins: env.PLUGBOARD_RETURN_ORIGINS,
    trustedProxies: env.PLUGBOARD_TRUSTED_PROXIES,
    mail:
      env.PLUGBOARD_SMTP_URL === undefined ? undefined : { url: env.PLUGBOARD_SMTP_URL, from: env.PLUGBOARD_MAIL_FROM },
    identityProvider: identityProviderOf(env),
    metricsToken: env.PLUGBOARD_METRICS_TOKEN,
    concurrency: env.PLUGBOARD_CONCURRENCY,
    logKeeping: {
      integrationLogDays: env.PLUGBOARD_LOG_DAYS,
      exchangeLogDays: env.PLUGBOARD_EXCHANGE_LOG_DAYS,
      archiveDir:
        env.PLUGBOARD_LOG_ARCHIVE_DIR === undefined ? undefined : resolve(root, env.PLUGBOARD_LOG_ARCHIVE_DIR),
    },
    logLevel: env.PLUGBOARD_LOG_LEVEL,
  };
}

function identityProviderOf(env: z.output<typeof variables>): IdentityProvider | undefined {
  const { PLUGBOARD_OIDC_ISSUER: issuer, PLUGBOARD_OIDC_CLIENT_ID: clientId } = env;
  if (issuer === undefined || clientId === undefined) return undefined;
  return { name: env.PLUGBOARD_OIDC_NAME, issuer, clientId, clientSecret: env.PLUGBOARD_OIDC_CLIENT_SECRET ?? '' };
}
