/**
 * The ways in. Signing in answers a JWT that says itself when it ends; nothing renews it, so the engine signs in again. Who has no API key
 * but was given a token can paste that.
 */
import { bearer, fail, isJsonObject, session, type HttpResponse, type Session } from 'plugboard/contract';
import { fromMs, fromUnix, textAt } from 'plugboard/kit';
import { subDomainOf } from './site.ts';

/** How long a token is believed that does not say when it ends. */
const usualLifeMs = 60 * 60_000;

/** The moment a JWT says it ends. Nobody checks its signature: it is shown to the one who made it, and a lie only costs a sign-in. */
function endOf(token: string): string | undefined {
  const [, claims = ''] = token.split('.');
  try {
    const read: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
    return isJsonObject(read) ? fromUnix(read['exp']) : undefined;
  } catch {
    return undefined;
  }
}

export function sessionOf({ body, headers }: Pick<HttpResponse, 'body' | 'headers'>): Session {
  const token = textAt(body, 'token') ?? textAt(body, 'Token');
  if (token === undefined) throw fail('auth_revoked', textAt(body, 'message') ?? 'eSkilled answered without a token.');
  const expiresAt = endOf(token) ?? fromMs(Date.parse(headers['date'] ?? '') + usualLifeMs);
  return { token, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

const authorization = { in: 'header', name: 'authorization', prefix: 'Bearer ' } as const;

export const login = session({
  key: 'login',
  label: 'Administrator and API key',
  summary: "An administrator's e-mail address and the API key eSkilled gave your RTO. Plugboard signs in by itself.",
  fields: {
    username: {
      label: 'E-mail address',
      help: 'With which an administrator of your RTO signs in to the eSkilled SMS.',
      example: 'admin@rto.example',
    },
    lms_token: {
      label: 'API key',
      help: 'Ask eSkilled support for it. They call it lmsToken, but it is the key of the SMS API.',
      secret: true,
    },
  },
  login: ({ fields, settings }) => ({
    method: 'POST',
    url: '/Login',
    safe: true,
    body: {
      json: {
        Username: fields['username'] ?? '',
        lmsToken: fields['lms_token'] ?? '',
        SubDomain: subDomainOf(settings),
      },
    },
  }),
  session: sessionOf,
  place: authorization,
});

export const token = bearer({
  key: 'token',
  label: 'Bearer token',
  summary: 'A token you were given. When it ends, somebody has to connect again: prefer the API key.',
  fields: {
    api_key: {
      label: 'Token',
      help: 'The token alone, without the word Bearer before it.',
      secret: true,
      tidy: (typed) => typed.replace(/^bearer\s+/i, ''),
    },
  },
});
