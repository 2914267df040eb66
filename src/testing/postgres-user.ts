/**
 * A process that uses the embedded PostgreSQL, for tests that kill it: `node postgres-user.ts <data directory>
 * [durable]`. It prints one JSON line when it has the database (or why not), stops when its input ends, and otherwise stays.
 */
import { PlugboardError } from '../contract/errors.ts';
import { startEmbeddedPostgres } from '../store/embedded/index.ts';

const [dataDir, durable] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('usage: postgres-user.ts <data directory>');

try {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    durable: durable !== undefined,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const { adminUrl, port, joined } = postgres;
  process.stdout.write(`${JSON.stringify({ adminUrl, port, joined })}\n`);
  process.stdin.resume().once('end', () => {
    void postgres.stop().then(() => process.exit(0));
  });
} catch (error) {
  if (!(error instanceof PlugboardError)) throw error;
  process.stdout.write(`${JSON.stringify({ code: error.code, message: error.message })}\n`);
  process.exitCode = 1;
}
