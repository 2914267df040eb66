/**
 * Which version of its API is spoken with a site. Brightspace adds one each month and takes old ones away, so none can be written down
 * for good: the newest one that was tried, when the site has it. Called by site.ts when the site is connected.
 * @link https://docs.valence.desire2learn.com/basic/version.html
 */
import { fail, isJsonObject } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { versionFact, type Product } from './lists.ts';

/** Versions this folder was written for, first and last. */
const tried: Readonly<Record<Product, { readonly least: string; readonly most: string }>> = {
  lp: { least: '1.50', most: '1.53' },
  le: { least: '1.80', most: '1.92' },
};

const products: readonly Product[] = ['lp', 'le'];

/** `1.9` is older than `1.10`; undefined for what is no version, which must not get into a path. */
function rank(version: string): number | undefined {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})$/.exec(version) ?? [];
  return major === undefined || minor === undefined ? undefined : Number(major) * 10_000 + Number(minor);
}

/**
 * The newest version not newer than `most`. When the site has taken all of those away, the oldest it still has, which differs least
 * from what is known. Undefined when it has none from `least` on.
 */
export function chooseVersion(
  offered: readonly string[],
  { least, most }: { readonly least: string; readonly most: string },
): string | undefined {
  const ranked = offered
    .flatMap((version) => {
      const place = rank(version);
      return place === undefined || place < (rank(least) ?? 0) ? [] : [{ version, place }];
    })
    .toSorted((a, b) => a.place - b.place);
  const known = ranked.filter(({ place }) => place <= (rank(most) ?? 0));
  return (known.at(-1) ?? ranked[0])?.version;
}

/** Facts of the account: the version of each product. Undefined when the answer is not that of a Brightspace. Throws unsupported. */
export function agreeOn(body: unknown): Readonly<Record<string, string>> | undefined {
  if (!Array.isArray(body)) return undefined;
  const facts: Record<string, string> = {};
  for (const product of products) {
    const found = body.find((one: unknown) => textAt(one, 'ProductCode') === product);
    if (!isJsonObject(found)) return undefined;
    const listed = found['SupportedVersions'];
    const offered = [...(Array.isArray(listed) ? listed : []), found['LatestVersion']].filter(
      (one) => typeof one === 'string',
    );
    const chosen = chooseVersion(offered, tried[product]);
    if (chosen === undefined) {
      const latest = textAt(found, 'LatestVersion') ?? 'no version';
      throw fail(
        'unsupported',
        `This Brightspace offers ${latest} of its API (${product}); Plugboard needs ${tried[product].least} or newer. Ask D2L for an upgrade.`,
      );
    }
    facts[versionFact[product]] = chosen;
  }
  return facts;
}
