/** The sign-in's own paths, which are the library's and not in the API's document. */

export interface AuthAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function askAuth(path: string, body: object): Promise<AuthAnswer> {
  const answer = await fetch(`/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const read: unknown = await answer.json().catch(() => ({}));
  const fields = typeof read === 'object' && read !== null ? Object.fromEntries(Object.entries(read)) : {};
  return { ok: answer.ok, status: answer.status, body: fields };
}
