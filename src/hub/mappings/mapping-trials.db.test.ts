/** Rules tried out on stored records, storing nothing: preview and diff. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { mappingAnew, type MappingAnew } from '../../testing/mapping-anew.ts';
import { clearDesk, desk, someLoans } from '../../testing/shelf-loans.ts';
import { showRecordId } from '../records/record-views.ts';

let server: LendingServer;
let library: Library;
let anew: MappingAnew;
beforeAll(async () => {
  server = await lendingServer();
  anew = mappingAnew(server, () => library);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  vi.restoreAllMocks();
  clearDesk();
  library = await server.library();
});

const now = () => server.clock.now();
const hub = () => server.hub.mappings;
const upper = { target: 'name', expression: '$uppercase(raw.reader)' };
const shelfmark = { target: 'custom.shelfmark', expression: '"S" & $substring(raw.id, 1)' };

describe('trying rules out', () => {
  beforeEach(async () => {
    desk.loans = someLoans(25, now());
    await library.read();
  });

  test('on a few records: raw, before, after, what changes, what went wrong, what answered nothing', async () => {
    const { data } = await hub().preview(server.system, library.slug, anew.loans(), {
      rules: [
        upper,
        shelfmark,
        { target: 'status', expression: '"gone"' },
        { target: 'options', expression: 'raw.optoins' },
      ],
      limit: 2,
    });
    expect(data).toHaveLength(2);
    // Those of the page stored last, whichever that is.
    const n = Number(data[0]?.key.slice(1));
    expect(data[0]).toMatchObject({
      raw: { id: data[0]?.key, reader: `Reader ${n}` },
      unified: { name: `Reader ${n}`, custom: {} },
      before: { name: `Reader ${n}` },
      after: { name: `READER ${n}`, status: 'active', custom: { shelfmark: `S${data[0]?.key.slice(1)}` } },
      changes: [
        { field: 'name', before: `Reader ${n}`, after: `READER ${n}` },
        { field: 'custom.shelfmark', after: `S${data[0]?.key.slice(1)}` },
      ],
      errors: [{ target: 'status', message: expect.stringContaining('archived') }],
      unset: ['options'],
    });
    expect((await anew.records())[0]?.data).toMatchObject({ name: 'Reader 0' });
  });

  test('on records that are named, with a saved version', async () => {
    await anew.save([upper]);
    await anew.save([shelfmark]);
    const { stream_no: streamNo } = await library.stream();
    const id = showRecordId({ streamNo, key: 'l0013' });
    const first = await hub().preview(server.system, library.slug, anew.loans(), { records: [id], version: 1 });
    expect(first.data).toMatchObject([{ id, changes: [{ field: 'name', after: 'READER 13' }] }]);
    const latest = await hub().preview(server.system, library.slug, anew.loans(), { records: [id] });
    expect(latest.data).toMatchObject([{ id, changes: [{ field: 'custom.shelfmark', after: 'S0013' }] }]);
    const none = hub().preview(server.system, library.slug, anew.loans(), {
      records: [showRecordId({ streamNo, key: 'nobody' })],
    });
    await expect(none).rejects.toMatchObject({ code: 'not_found' });
    const both = hub().preview(server.system, library.slug, anew.loans(), { rules: [], version: 1 });
    await expect(both).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('on all: counts, fields and samples, exactly what applying then does', async () => {
    await anew.save([
      { target: 'name', expression: 'raw.id < "l0010" ? $uppercase(raw.reader)' },
      { target: 'status', expression: 'raw.id = "l0020" ? "lost"' },
    ]);
    const diff = await hub().diff(server.system, library.slug, anew.loans());
    expect(diff).toMatchObject({ examined: 25, complete: true, would_change: 11, would_fail: 1, fields: { name: 10 } });
    expect(diff.sample).toHaveLength(11);
    expect(diff.sample.find(({ key }) => key === 'l0020')).toMatchObject({
      changes: [],
      problem: /^mapping rules: status/,
    });
    const { rederivation } = await anew.apply();
    expect(rederivation).toMatchObject({ state: 'partial', read: 25, changed: 11, failed: 1 });
    expect(await hub().diff(server.system, library.slug, anew.loans())).toMatchObject({
      would_change: 0,
      would_fail: 1,
    });
  });

  test('stops after so many records, and says so', async () => {
    const diff = await hub().diff(server.system, library.slug, anew.loans(), { rules: [upper], limit: 10 });
    expect(diff).toMatchObject({ examined: 10, complete: false, would_change: 10 });
    const all = await hub().diff(server.system, library.slug, anew.loans(), { rules: [upper], limit: 25 });
    expect(all).toMatchObject({ examined: 25, complete: true });
  });
});
