/**
 * How people sign in: with e-mail and password, a second factor, or at the operator's identity provider (OIDC). Passwords, sessions, codes
 * and the protocol are better-auth's; nobody can sign up unasked, so a person exists because he was invited, was let in by a link from the
 * machine itself, or came through the identity provider. What a person may do is not decided here (members.ts).
 */
import { betterAuth } from 'better-auth';
import { genericOAuth, magicLink, twoFactor } from 'better-auth/plugins';
import { fail } from '../../contract/errors.ts';
import { platformTenant } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { letter } from './mail.ts';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

const daySeconds = 86_400;
/** A link from the machine is opened by whoever just asked for it. */
const linkSeconds = 900;
export const minPassword = 10;

/** Where the caller's address stands for the library, which counts attempts by it. Never taken from outside. */
const addressHeader = 'x-plugboard-address';

/** Ways of the library that are not offered: nobody signs up, changes his address or goes away without anybody looking at what hangs on it. */
const closed = [
  '/sign-up/email',
  '/sign-in/magic-link',
  '/change-email',
  '/delete-user',
  '/sign-in/social',
  '/link-social',
];

export type SignIn = ReturnType<typeof signIn>;

export function signIn(context: HubContext) {
  const { store, mailer, identityProvider } = context;
  /** The links the library made for {@link link}, until they are fetched: it hands them to a function. */
  const links = new Map<string, string>();

  const make = async () => {
    const secret = (await store.vault.derive(platformTenant, 1, 'sign-in')).toString('base64url');
    const send = async (to: string, subject: string, lines: readonly string[]): Promise<void> => {
      await mailer?.send(letter(to, subject, lines));
    };
    return betterAuth({
      appName: 'Plugboard',
      baseURL: context.publicUrl,
      basePath: '/api/auth',
      secret,
      telemetry: { enabled: false },
      logger: {
        log: (level, message) => {
          if (level === 'error' || level === 'warn') context.log.warn({ sign_in: message }, 'sign-in');
        },
      },
      database: { db: store.platform.withSchema('auth'), type: 'postgres' },
      trustedOrigins: [context.publicUrl],
      disabledPaths: [...closed],
      // What goes wrong on the way back from somewhere else is told on the sign-in page.
      onAPIError: { errorURL: `${context.publicUrl}/sign-in` },
      // Per address and process; guessing is slowed down by the passwords' own hash as well.
      rateLimit: { enabled: true, window: 60, max: 60, customRules: { '/sign-in/*': { window: 60, max: 10 } } },
      session: { expiresIn: 7 * daySeconds, updateAge: daySeconds },
      advanced: {
        cookiePrefix: 'plugboard',
        useSecureCookies: context.publicUrl.startsWith('https:'),
        ipAddress: { ipAddressHeaders: [addressHeader] },
      },
      // Whoever the operator's identity provider says has an address is the person with that address.
      account: { encryptOAuthTokens: true, accountLinking: { enabled: true, trustedProviders: ['oidc'] } },
      emailAndPassword: {
        enabled: true,
        disableSignUp: true,
        minPasswordLength: minPassword,
        maxPasswordLength: 256,
        revokeSessionsOnPasswordReset: true,
        resetPasswordTokenExpiresIn: 3_600,
        ...(mailer === undefined
          ? {}
          : {
              sendResetPassword: async ({ user, url }) =>
                send(user.email, 'Choose a new password for Plugboard', [
                  `Hello ${user.name},`,
                  `somebody asked for a new password for ${user.email}. If that was you, choose one within the hour:`,
                  url,
                  'If it was not you, nothing has changed and there is nothing to do.',
                ]),
            }),
      },
      plugins: [
        twoFactor({ issuer: 'Plugboard', skipVerificationOnEnable: false }),
        magicLink({
          expiresIn: linkSeconds,
          disableSignUp: true,
          storeToken: 'hashed',
          sendMagicLink: ({ email, url }) => void links.set(email, url),
        }),
        ...(identityProvider === undefined ? [] : [oidc(identityProvider)]),
      ],
      databaseHooks: {
        session: {
          create: {
            after: async (session) => {
              await store.inTenant(platformTenant, (trx) =>
                store.audit.append(trx, {
                  tenantId: platformTenant,
                  actor: `person:${session.userId}`,
                  action: 'person.signed_in',
                  target: session.userId,
                }),
              );
            },
          },
        },
      },
    });
  };
  let made: ReturnType<typeof make> | undefined;
  /** With the first that needs it: by then it is known where browsers reach us. */
  const auth = async () => {
    made ??= make();
    return made.catch((error: unknown) => {
      made = undefined;
      throw error;
    });
  };

  return {
    /** What the sign-in page offers. */
    ways: () => ({ password_reset: mailer !== undefined, identity_provider: identityProvider?.name ?? null }),

    /** Answers everything under /api/auth. `address`: the caller's, as the server sees it. */
    handle: async (request: Request, address: string): Promise<Response> => {
      const headers = new Headers(request.headers);
      headers.set(addressHeader, address);
      return (await auth()).handler(new Request(request, { headers }));
    },

    /** Whose session these headers carry. */
    personOf: async (headers: Headers): Promise<Person | undefined> => {
      const found = await (await auth()).api.getSession({ headers });
      return found === null ? undefined : personView(found.user);
    },

    /**
     * A password for somebody who has none: he came by a link from the machine or through the identity provider. Throws `unauthorized`
     * without a session, `conflict` when there is a password, which is changed by whoever knows it.
     */
    chooseFirstPassword: async (headers: Headers, newPassword: string): Promise<void> => {
      const { api, $context } = await auth();
      const found = await api.getSession({ headers });
      if (found === null) throw fail('unauthorized', 'Nobody is signed in with this browser.');
      const { internalAdapter } = await $context;
      if ((await internalAdapter.findAccounts(found.user.id)).some(({ password }) => typeof password === 'string'))
        throw fail('conflict', 'There is a password already.', { next: 'Change it with the present one.' });
      await api.setPassword({ headers, body: { newPassword } });
    },

    personByEmail: async (email: string): Promise<Person | undefined> => {
      const { internalAdapter } = await (await auth()).$context;
      const found = await internalAdapter.findUserByEmail(email.toLowerCase());
      return found === null ? undefined : personView(found.user);
    },

    /** Makes a person. Throws `conflict` when there is one with that address. `password` undefined: he signs in by a link, or elsewhere. */
    create: async (person: {
      readonly email: string;
      readonly name: string;
      readonly password?: string | undefined;
    }): Promise<Person> => {
      const { internalAdapter, password } = await (await auth()).$context;
      const email = person.email.toLowerCase();
      if ((await internalAdapter.findUserByEmail(email)) !== null)
        throw fail('conflict', `There is already a person with the address ${email}.`, {
          next: 'Sign in with it first.',
        });
      const user = await internalAdapter.createUser({ email, name: person.name, emailVerified: true });
      if (person.password !== undefined) {
        const hash = await password.hash(person.password);
        await internalAdapter.createAccount({
          userId: user.id,
          providerId: 'credential',
          accountId: user.id,
          password: hash,
        });
      }
      return personView(user);
    },

    /** An address that signs this person in, once, within a quarter of an hour. For the operator at the machine. */
    link: async (email: string): Promise<string> => {
      const wanted = email.toLowerCase();
      const { api } = await auth();
      const body = { email: wanted, callbackURL: '/', errorCallbackURL: '/sign-in' };
      await api.signInMagicLink({ body, headers: new Headers() });
      const url = links.get(wanted);
      links.delete(wanted);
      if (url === undefined) throw fail('not_found', `There is nobody with the address ${wanted}.`);
      return url;
    },
  };
}

function oidc({ issuer, clientId, clientSecret }: IdentityProvider) {
  return genericOAuth({
    config: [
      {
        providerId: 'oidc',
        discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        clientId,
        clientSecret,
        scopes: ['openid', 'email', 'profile'],
        pkce: true,
      },
    ],
  });
}

function personView({ id, email, name }: Person): Person {
  return { id, email, name };
}
