/** A worker and what is to be mapped anew: jobs, what an upgrade asks for, and what a dead process left behind. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Provider } from '../contract/index.ts';
import { lendingServer, type LendingServer, type Library } from '../testing/lending-server.ts';
import { mappingAnew } from '../testing/mapping-anew.ts';
import { clearDesk, lendingRegistry, lendingShelf, upgradedShelf } from '../testing/shelf-loans.ts';

let provider: Provider = lendingShelf;
let server: LendingServer;
beforeAll(async () => {
  clearDesk();
  server = await lendingServer({ registry: { ...lendingRegistry, load: async () => provider } });
});
afterAll(() => server?.stop());

test('it is all done', async () => {
  const [library, other]: [Library, Library] = [await server.library(), await server.library()];
  const [anew, behind] = [mappingAnew(server, () => library), mappingAnew(server, () => other)];
  await behind.pages(2);
  await anew.pages(1);
  const replaced = await anew.begin();
  const dead = await anew.begin('raw.id');
  // A command line that was killed: running, without a job, silent.
  await anew.setRow(dead, { state: 'running', attempts: 1, heartbeat_at: new Date(Date.now() - 40_000) });
  provider = upgradedShelf(2, (reader) => `Dr ${reader}`);
  await server.startWorker();
  await vi.waitFor(
    async () => {
      expect((await anew.row(replaced)).state).toBe('superseded');
      // By the newer map, perhaps, whose work includes its own.
      expect(['succeeded', 'superseded']).toContain((await anew.row(dead)).state);
      expect(new Set(await anew.names())).toEqual(new Set(Array.from({ length: 10 }, (_, i) => `l000${i}`)));
      expect(await behind.last()).toMatchObject({ state: 'succeeded', reason: 'map_version', changed: 20 });
    },
    { timeout: 20_000, interval: 100 },
  );
});
