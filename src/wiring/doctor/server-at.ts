/** Who answers at an address: our own server, another Plugboard, something else, nobody? Used by the checks of ports and public URL. */
import { z } from 'zod';
import { codeOf } from './finding.ts';

export type Answering =
  | { readonly who: 'ours' }
  | { readonly who: 'another_plugboard' }
  | { readonly who: 'stranger'; readonly status: number; readonly redirect: string | undefined }
  | { readonly who: 'nobody'; readonly code: string };

const health = z.object({ status: z.string(), installation: z.string() });
const patienceMs = 5_000;

/** `ids`: installation ids that are ours. Asks `<origin>/healthz`, follows nothing, sends nothing. */
export async function serverAt(origin: string, ids: readonly string[]): Promise<Answering> {
  try {
    const answer = await fetch(`${origin}/healthz`, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
    const said = health.safeParse(await answer.json().catch(() => undefined));
    if (said.success && answer.ok) return { who: ids.includes(said.data.installation) ? 'ours' : 'another_plugboard' };
    return { who: 'stranger', status: answer.status, redirect: originOf(answer.headers.get('location')) };
  } catch (error) {
    return { who: 'nobody', code: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : codeOf(error) };
  }
}

/** Without path and query: they may hold what is nobody's business. */
function originOf(location: string | null): string | undefined {
  const url = location === null ? null : URL.parse(location);
  return url === null ? undefined : url.origin;
}
