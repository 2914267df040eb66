/**
 * Sends one request to an address of our own, over the way everybody else takes to it: name, proxy, certificate and all. The address is
 * the operator's word (PLUGBOARD_PUBLIC_URL), never a tenant's, so it is the one thing that is called past the egress guard. Used by test
 * deliveries.
 */

export type OwnAnswer =
  | { readonly status: number }
  /** Half a sentence: what kept it from being answered. */
  | { readonly problem: string };

/** Redirects are not followed: a vendor would not follow them either. */
export async function postToOurselves(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  timeoutMs: number,
): Promise<OwnAnswer> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
      redirect: 'manual',
      signal,
    });
    await answer.body?.cancel();
    return { status: answer.status };
  } catch (error) {
    return { problem: reasonOf(error, timeoutMs) };
  }
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'it failed';
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no connection';
  return `the connection failed (${code})`;
}
