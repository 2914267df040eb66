/** So many requests at a time, on as many kept connections, and how long each took. */
import { Pool } from 'undici';
import { quantile, round2 } from './figures.ts';

export interface Load {
  readonly perS: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface PreparedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Throws Error when one is not answered with 2xx: a refused request is quickly done. */
export async function load(url: string, requests: readonly PreparedRequest[], inFlight: number): Promise<Load> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: inFlight, pipelining: 1 });
  const took: number[] = [];
  const waiting = requests.values();
  const one = async (): Promise<void> => {
    for (const { headers, body } of waiting) {
      const began = performance.now();
      const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
      await answer.body.dump();
      took.push(performance.now() - began);
      if (answer.statusCode >= 300) throw new Error(`${pathname} was answered ${answer.statusCode}`);
    }
  };
  try {
    const began = performance.now();
    await Promise.all(Array.from({ length: inFlight }, one));
    const seconds = (performance.now() - began) / 1000;
    return {
      perS: requests.length / seconds,
      p50Ms: round2(quantile(took, 0.5)),
      p99Ms: round2(quantile(took, 0.99)),
    };
  } finally {
    await pool.close();
  }
}
