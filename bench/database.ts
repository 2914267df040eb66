/** A durable PostgreSQL of a benchmark's own, migrated, in a temporary directory that is removed at the end. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { startEmbeddedPostgres } from '../src/store/embedded/index.ts';
import { appUrlOf, migrate } from '../src/store/migrate.ts';
import { appPassword, loadRootKey } from '../src/store/root-key.ts';
import { compose, type Composition } from '../src/wiring/composition.ts';
import { openRegistry } from '../src/wiring/registry.ts';

/** What is to be ended at the end, the latest first. */
export type Closing = (() => Promise<unknown> | void)[];

export interface BenchDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Of a process of the product that is to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** The hub in this process, for asking. */
  compose(hostMap: string): Promise<Composition>;
}

export async function openDatabase(closing: Closing): Promise<BenchDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'plugboard-bench-'));
  chmodSync(dataDir, 0o755);
  closing.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  closing.push(() => postgres.stop());
  const rootKeyText = randomBytes(32).toString('hex');
  const rootKey = loadRootKey({ env: { PLUGBOARD_ROOT_KEY: rootKeyText }, dataDir, embedded: false });
  await migrate({ ownerUrl: postgres.adminUrl, appPassword: appPassword(rootKey) });
  const appUrl = appUrlOf(postgres.adminUrl, appPassword(rootKey));
  return {
    ownerUrl: postgres.adminUrl,
    appUrl,
    env: {
      PLUGBOARD_DATA_DIR: dataDir,
      PLUGBOARD_PORT: '0',
      PLUGBOARD_ROOT_KEY: rootKeyText,
      DATABASE_URL: postgres.adminUrl,
    },
    async compose(hostMap) {
      const composition = await compose({
        appUrl,
        rootKey,
        registry: openRegistry(),
        environmentApps: new Map(),
        hostMap,
        egressAllow: [],
        publicUrl: () => 'http://127.0.0.1:1',
        log: pino({ level: 'silent' }),
        supervise: false,
      });
      closing.push(() => composition.close());
      return composition;
    },
  };
}

export async function closeAll(closing: Closing): Promise<void> {
  for (const one of closing.splice(0).toReversed()) await one();
}
