/**
 * Buffers for grown pages, used again once their page is sent. Fresh ones would be garbage of a megabyte a page, and collecting
 * it cost more than all the rest of serving. Filled by grown.ts, given back by provider-server.ts.
 */

const smallest = 64 * 1024;
/** What may lie unused. */
const keptBytes = 32 * 1024 * 1024;

const free = new Map<number, ArrayBuffer[]>();
const lent = new WeakSet<ArrayBufferLike>();
let unused = 0;

/** Its content is anything. Valid until it is given back; one that never is, is ordinary garbage. */
export function borrow(bytes: number): Buffer {
  // A few items come from Node's own pool: too small to be worth a whole piece of ours.
  if (bytes < smallest / 4) return Buffer.allocUnsafe(bytes);
  let capacity = smallest;
  while (capacity < bytes) capacity *= 2;
  const known = free.get(capacity)?.pop();
  if (known !== undefined) unused -= capacity;
  const memory = known ?? new ArrayBuffer(capacity);
  lent.add(memory);
  return Buffer.from(memory, 0, bytes);
}

/** Ignores buffers that were not borrowed here. */
export function giveBack(buffer: Buffer): void {
  const { buffer: memory } = buffer;
  if (!(memory instanceof ArrayBuffer) || !lent.delete(memory) || unused + memory.byteLength > keptBytes) return;
  const sameSize = free.get(memory.byteLength) ?? [];
  free.set(memory.byteLength, sameSize);
  sameSize.push(memory);
  unused += memory.byteLength;
}
