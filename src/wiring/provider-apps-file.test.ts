import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { shelf } from '../testing/shelf-vendor.ts';
import { readProviderApps } from './provider-apps-file.ts';
import { openRegistry } from './registry.ts';

const directory = mkdtempSync(join(tmpdir(), 'plugboard-apps-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const registry = openRegistry({ shelf: async () => ({ default: shelf }) });
const path = join(directory, 'apps.json');

function put(text: string, mode = 0o600): void {
  writeFileSync(path, text);
  chmodSync(path, mode);
}

it('is read when its owner, and at most a group, may read it', async () => {
  expect(await readProviderApps(undefined, registry)).toEqual(new Map());
  for (const mode of [0o600, 0o400, 0o640, 0o440]) {
    put('{"shelf": {"client_id": "id", "client_secret": "s"}}', mode);
    expect((await readProviderApps(path, registry)).get('shelf')?.client).toMatchObject({ clientId: 'id' });
  }
});

it('is refused when others may read or change it, and says how to mend that', async () => {
  for (const mode of [0o644, 0o604, 0o660, 0o666]) {
    put('{}', mode);
    await expect(readProviderApps(path, registry)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(`mode ${mode.toString(8)}`),
      details: { next: expect.stringContaining(`chmod 600 ${path}`) },
    });
  }
});

it('that is not there, a directory, or no JSON is named, and not quoted', async () => {
  await expect(readProviderApps(join(directory, 'none.json'), registry)).rejects.toThrow('which cannot be read');
  await expect(readProviderApps(directory, registry)).rejects.toMatchObject({ code: 'invalid_request' });
  for (const text of ['{"shelf": {"client_secret": "hush-hush}', 'hush-hush', '']) {
    put(text);
    const refused = readProviderApps(path, registry);
    await expect(refused).rejects.toThrow('which is not JSON');
    await expect(refused).rejects.not.toThrow('hush');
  }
});
