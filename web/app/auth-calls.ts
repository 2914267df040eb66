/** The sign-in's own paths, which are the library's and not in the API's document. */

export interface AuthAnswer {
  readonly ok: boolean;
  /** 0: the server was not reached. */
  readonly status: number;
  /** The library's word for what is wrong: `INVALID_CODE`. */
  readonly code: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function askAuth(path: string, body: object): Promise<AuthAnswer> {
  return ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** What the library answers to a GET; throws when it does not. */
export async function readAuth(path: string): Promise<unknown> {
  const answer = await fetch(`/api/auth${path}`);
  if (!answer.ok) throw new Error(`the sign-in answered ${answer.status}`);
  return answer.json();
}

async function ask(path: string, init: RequestInit): Promise<AuthAnswer> {
  const answer = await fetch(`/api/auth${path}`, init).catch(() => undefined);
  if (answer === undefined) return { ok: false, status: 0, code: undefined, body: {} };
  const read: unknown = await answer.json().catch(() => ({}));
  const fields = typeof read === 'object' && read !== null ? Object.fromEntries(Object.entries(read)) : {};
  const code: unknown = fields['code'];
  return { ok: answer.ok, status: answer.status, code: typeof code === 'string' ? code : undefined, body: fields };
}

/** What is wrong in general, whatever was asked: too often, or nobody answered. */
export function generalTrouble({ ok, status }: AuthAnswer): 'too_often' | 'unreachable' | undefined {
  if (ok) return undefined;
  if (status === 429) return 'too_often';
  return status === 0 || status >= 500 ? 'unreachable' : undefined;
}

export function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}
