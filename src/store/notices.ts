/**
 * What the database calls out when a transaction is committed (NOTIFY), for whoever must know at once and not only at his next look. A
 * connection of its own, made when somebody first listens and made again when it breaks. Nothing may depend on it: behind a transaction pooler
 * nothing is heard, and what was called while the connection was away is lost; so whoever listens also looks from time to time.
 */
import pg from 'pg';
import type { Clock } from '../engine/ports.ts';
import type { StoreLog } from './database.ts';
import { login } from './login.ts';

export interface Notices {
  /**
   * `hear` is called for each notice with what it says, and with '' when the connection is there (again): what was called meanwhile is not
   * known. Answers how to stop.
   */
  listen(channel: NoticeChannel, hear: (said: string) => void): () => void;
  close(): Promise<void>;
}

/** Each is called out by the trigger, function or statement that makes what it tells of. */
export type NoticeChannel = 'plugboard_outbox' | 'plugboard_deliveries' | 'plugboard_live' | 'plugboard_jobs';

export interface NoticesOptions {
  /** A direct connection. */
  readonly url: string;
  /** While the root key is being changed: see login.ts. */
  readonly nextPassword?: string | undefined;
  readonly clock: Clock;
  readonly log: StoreLog;
}

const firstPauseMs = 250;
const longestPauseMs = 30_000;

export function openNotices({ url, nextPassword, clock, log }: NoticesOptions): Notices {
  const listeners = new Map<NoticeChannel, Set<(said: string) => void>>();
  const closing = new AbortController();
  let staying: Promise<void> | undefined;
  let client: pg.Client | undefined;

  const tell = (channel: string, said = ''): void => {
    for (const [name, hears] of listeners) if (name === channel) for (const hear of hears) hear(said);
  };

  /** Resolves when the connection is gone. */
  const connectOnce = async (connected: () => void): Promise<void> => {
    const own = new pg.Client({
      ...login(url, nextPassword),
      application_name: 'plugboard notices',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    const gone = new Promise<void>((resolve) => {
      own.on('end', resolve);
      own.on('error', () => resolve());
    });
    own.on('notification', ({ channel, payload }) => tell(channel, payload));
    try {
      await own.connect();
      client = own;
      for (const channel of listeners.keys()) await own.query(`listen ${channel}`);
      connected();
      for (const channel of listeners.keys()) tell(channel);
      if (!closing.signal.aborted) await gone;
    } finally {
      client = undefined;
      await own.end().catch(() => undefined);
    }
  };

  const stay = async (): Promise<void> => {
    let wait = firstPauseMs;
    while (!closing.signal.aborted) {
      try {
        await connectOnce(() => (wait = firstPauseMs));
      } catch (error) {
        if (!closing.signal.aborted)
          log.warn({ err: error }, 'notices of the database cannot be heard; it is tried again');
      }
      await clock.sleep(wait, closing.signal).catch(() => undefined);
      wait = Math.min(wait * 2, longestPauseMs);
    }
  };

  return {
    listen(channel, hear) {
      const hears = listeners.get(channel) ?? new Set();
      const first = !listeners.has(channel);
      listeners.set(channel, hears.add(hear));
      staying ??= stay();
      // A failure is noticed as the connection's end.
      if (first && client !== undefined)
        client.query(`listen ${channel}`).then(
          () => tell(channel),
          () => undefined,
        );
      return () => void hears.delete(hear);
    },
    async close() {
      closing.abort(new Error('closing'));
      await client?.end().catch(() => undefined);
      await staying;
    },
  };
}
