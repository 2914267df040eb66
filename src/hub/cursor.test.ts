import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCursors } from './cursor.ts';

const keyOf = async (tenantId: string) => createHash('sha256').update(tenantId).digest();
const cursors = createCursors(keyOf);
const mine = '0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e2f';
const other = '0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e30';
const Position = z.object({ key: z.string(), seq: z.number().int() });
const refused = { code: 'invalid_request', message: 'This cursor is not one of this list.' };

describe('cursors', () => {
  it('come back as they went out, in a form that fits into a URL', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.integer(), async (key, seq) => {
        const text = await cursors.write(mine, 'things', { key, seq });
        expect(text).toMatch(/^[\w-]+$/);
        expect(await cursors.read(mine, 'things', text, Position)).toEqual({ key: key.toWellFormed(), seq });
      }),
    );
  });

  it('of another tenant, of another list or of another shape are refused', async () => {
    const text = await cursors.write(mine, 'things', { key: 'a', seq: 1 });
    await expect(cursors.read(other, 'things', text, Position)).rejects.toMatchObject(refused);
    await expect(cursors.read(mine, 'others', text, Position)).rejects.toMatchObject(refused);
    await expect(cursors.read(mine, 'things', text, z.object({ id: z.string() }))).rejects.toMatchObject(refused);
  });

  it('of another tenant are refused even if both had the same key', async () => {
    const oneKey = createCursors(async () => Buffer.alloc(32, 1));
    await expect(
      oneKey.read(other, 'things', await oneKey.write(mine, 'things', { key: 'a', seq: 1 }), Position),
    ).rejects.toMatchObject(refused);
  });

  it('with any byte changed, cut or made up are refused', async () => {
    const text = await cursors.write(mine, 'things', { key: 'a', seq: 1 });
    const bytes = Buffer.from(text, 'base64url');
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (place, flip) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(place) ^ flip, place);
        await expect(cursors.read(mine, 'things', changed.toString('base64url'), Position)).rejects.toMatchObject(
          refused,
        );
        await expect(
          cursors.read(mine, 'things', bytes.subarray(0, place).toString('base64url'), Position),
        ).rejects.toMatchObject(refused);
      }),
      { numRuns: 50 },
    );
    for (const made of ['', 'x', '\0', '%', 'ü'.repeat(50)])
      await expect(cursors.read(mine, 'things', made, Position)).rejects.toMatchObject(refused);
  });

  it('end with the last page', async () => {
    const rows = [1, 2, 3].map((seq) => ({ key: 'k', seq }));
    const of = { tenantId: mine, list: 'things', limit: 2 };
    const page = await cursors.page(
      of,
      rows,
      ({ key, seq }) => ({ key, seq }),
      ({ seq }) => seq,
    );
    expect(page.data).toEqual([1, 2]);
    expect(await cursors.read(mine, 'things', page.next_cursor ?? '', Position)).toEqual({ key: 'k', seq: 2 });
    expect(
      await cursors.page(
        of,
        rows.slice(0, 2),
        ({ key, seq }) => ({ key, seq }),
        ({ seq }) => seq,
      ),
    ).toEqual({ data: [1, 2], next_cursor: null });
  });
});
