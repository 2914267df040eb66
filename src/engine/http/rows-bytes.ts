/**
 * Pieces of a body on their way, as async generators that pull: nothing is read before somebody wants it, so a slow reader slows the
 * vendor down and memory stays small. Used by rows.ts and what it is made of.
 */
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream';
import { tooLarge, Unreadable } from './wire.ts';

export type Bytes = AsyncGenerator<Buffer, void, void>;

/** What may still come; shared by the parts of one body. */
export interface Allowance {
  readonly max: number;
  left: number;
}

export function allowance(max: number): Allowance {
  return { max, left: max };
}

/** Cuts what unpacks to more than it may, when it does and not after. */
export async function* capped(source: AsyncIterable<Buffer>, allowed: Allowance): Bytes {
  for await (const piece of source) {
    allowed.left -= piece.length;
    if (allowed.left < 0) throw new Unreadable(tooLarge(allowed.max));
    yield piece;
  }
}

/** At least `wanted` bytes of the beginning, or all there is; `all` gives them again, and the rest. */
export async function peek(source: Bytes, wanted: number): Promise<{ readonly head: Buffer; readonly all: Bytes }> {
  const held: Buffer[] = [];
  for (let size = 0; size < wanted;) {
    const next = await source.next();
    if (next.done === true) break;
    held.push(next.value);
    size += next.value.length;
  }
  const head = Buffer.concat(held);
  return { head, all: after(head, source) };
}

async function* after(head: Buffer, rest: Bytes): Bytes {
  try {
    if (head.length > 0) yield head;
    yield* rest;
  } finally {
    await rest.return();
  }
}

/** Sends the pieces through a stream. What goes wrong before it stays what it was; what goes wrong in it is put into words. */
export async function* through<Out>(
  source: AsyncIterable<Buffer>,
  stream: Transform,
  words: (error: unknown) => Unreadable,
): AsyncGenerator<Out, void, void> {
  let before: { readonly error: unknown } | undefined;
  const watched = async function* (): Bytes {
    try {
      yield* source;
    } catch (error) {
      before = { error };
      throw error;
    }
  };
  // How it ended is met where its output is read.
  pipeline(watched, stream, () => undefined);
  try {
    for await (const out of stream) yield out;
  } catch (error) {
    throw before === undefined ? words(error) : before.error;
  } finally {
    stream.destroy();
  }
}
