/** Which versions of its API this Brightspace offers: another release each month, the oldest ones retired now and then. */
import type { JsonValue } from 'plugboard/contract';
import type { Context } from './state.ts';

export type Product = 'lp' | 'le';

/** Minor versions of 1, first and last. */
const offered: Readonly<Record<string, Readonly<Record<Product, readonly [number, number]>>>> = {
  current: { lp: [45, 53], le: [74, 92] },
  // A year on: what is known still works, and there is more.
  newer: { lp: [49, 61], le: [80, 104] },
  // Two years on.
  retired: { lp: [58, 70], le: [100, 120] },
  // A site nobody has upgraded.
  old: { lp: [9, 30], le: [9, 60] },
};

function rangeOf(context: Context, product: Product): readonly [number, number] {
  const range = offered[context.switches['versions'] ?? 'current']?.[product];
  if (range === undefined) throw new Error('the switch "versions" has a value without versions');
  return range;
}

export function isOffered(context: Context, product: Product, version: string): boolean {
  const [first, last] = rangeOf(context, product);
  const minor = /^1\.(\d{1,3})$/.exec(version)?.[1];
  return minor !== undefined && Number(minor) >= first && Number(minor) <= last;
}

export function versionsOf(context: Context): JsonValue {
  const of = (product: Product) => {
    const [first, last] = rangeOf(context, product);
    const supported = Array.from({ length: last - first + 1 }, (_, index) => `1.${first + index}`);
    return { ProductCode: product, LatestVersion: `1.${last}`, SupportedVersions: supported };
  };
  // Other parts of the product have versions of their own.
  return [{ ProductCode: 'bas', LatestVersion: '2.5', SupportedVersions: ['2.5'] }, of('le'), of('lp')];
}
