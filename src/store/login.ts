/**
 * How a process signs in as the application role. Its password follows from the root key; while that is being changed the role may get
 * the next password at any moment (`plugboard migrate` with the new key alone), and processes that run must go on: every new
 * connection finds out which one is accepted. Used by database.ts, queue.ts and index.ts.
 */
import pg from 'pg';

/** As the driver and the queue take it. */
export interface Login {
  readonly connectionString?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly database?: string;
  readonly ssl?: boolean;
  readonly password?: () => Promise<string>;
}

/** `nextPassword`: undefined unless the root key is being changed. */
export function login(url: string, nextPassword: string | undefined): Login {
  if (nextPassword === undefined) return { connectionString: url };
  // Read by the driver, so that what an address may hold (TLS, sockets) means the same.
  const { host, port, user, database, ssl, password } = new pg.Client({ connectionString: url });
  return {
    host,
    port,
    ssl,
    ...(user === undefined ? {} : { user }),
    ...(database === undefined ? {} : { database }),
    password: async () => ((await isAccepted(url)) ? (password ?? '') : nextPassword),
  };
}

/** Does the password in the address still hold? Throws when the database cannot be reached. */
async function isAccepted(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, application_name: 'plugboard sign-in' });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '28P01') return false;
    throw error;
  } finally {
    await client.end();
  }
}
