/**
 * The two things that making and dropping test databases needs. Apart from database.ts, because that one imports vitest,
 * which vitest's own process must not do.
 */
import { Client } from 'pg';

/** The same connection, to another database of the server. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** One statement on a connection of its own: databases cannot be created or dropped in a transaction or through a pool. */
export async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
