/**
 * Our own API over HTTP, as any customer's program would use it: a key, JSON, the cookie of a sign-in. The demo connects
 * everything through it, so that what it shows is what callers get. Called by connect-all.ts.
 */
import { z } from 'zod';
import { fail } from '../../../contract/errors.ts';

export interface ApiClient {
  /** Path below `/api`. Throws when the answer is a problem document, in its words. */
  call<Schema extends z.ZodType>(
    method: string,
    path: string,
    body: object | undefined,
    schema: Schema,
  ): Promise<z.output<Schema>>;
  /** What a browser does with an address it is sent to: goes there with its cookies. */
  visit(address: string): Promise<void>;
}

const problem = z.object({ detail: z.string(), code: z.string(), next: z.string() });

export function apiClient(origin: string, key: string): ApiClient {
  const cookies = new Map<string, string>();

  const send = async (address: string, init: RequestInit): Promise<unknown> => {
    const answer = await fetch(address, { ...init, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = (cookie.split(';')[0] ?? '').split('=');
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    const body: unknown = await answer.json();
    if (answer.ok) return body;
    const told = problem.safeParse(body);
    const where = `${init.method ?? 'GET'} ${new URL(address).pathname} answered ${answer.status}`;
    throw fail('provider_unavailable', told.success ? `${where}: ${told.data.detail}` : `${where}.`, {
      fault: 'us',
      next: told.success ? told.data.next : 'Look at the log.',
    });
  };

  return {
    call: async (method, path, body, schema) =>
      schema.parse(
        await send(`${origin}/api${path}`, {
          method,
          headers: {
            authorization: `Bearer ${key}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
    visit: async (address) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      await send(address, { headers: { cookie, accept: 'application/json' } });
    },
  };
}
