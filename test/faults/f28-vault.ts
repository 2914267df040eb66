/**
 * F28: does a sealed value ever open wrongly, or fail to open when it should? Ciphertexts are moved across rows, columns, tables,
 * tenants and key versions, and bits are flipped: none may open. Then data keys and the root key are changed under readers and
 * writers (f28-rotation.ts): none may fail. The broken build destroys old keys without looking who still holds them.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { rootKey, type RootKeys } from '../../src/store/root-key.ts';
import { sealedPlaces, type SealedPlace, type Store } from '../../src/store/index.ts';
import { openTestStore } from '../../src/testing/store.ts';
import { honestly, readOrRefresh, rotateUnderLoad, seedValues, type Seeded, type Tally } from './f28-rotation.ts';
import { seededRandom, type FaultOptions, type FaultResult, type SeededRandom } from './fault.ts';

const tenantCount = 6;

/** `rounds`: values that are attacked, each in every way; and half as many honest reads in each phase of the rotations. */
export function f28(options: FaultOptions): Promise<FaultResult> {
  return play(options, false);
}

/** Passes when it is seen that keys were destroyed while processes still sealed with them. */
export async function f28Broken(options: FaultOptions): Promise<FaultResult> {
  const result = await play(options, true);
  return { ...result, id: 'F28-broken', passed: result.lost > 0 };
}

async function play({ rounds, seed, appUrl, ownerUrl }: FaultOptions, broken: boolean): Promise<FaultResult> {
  const tally: Tally = { attacks: 0, opened: [], reads: 0, failed: [] };
  const old: RootKeys = { current: rootKey(randomBytes(32)), previous: undefined };
  const first = await openTestStore({ appUrl, rootKey: old });
  const seeded: Seeded[] = [];
  for (let no = 0; no < tenantCount; no += 1) seeded.push(await seedValues(first));
  if (!broken) await attack(first, seeded, rounds, seededRandom(seed), tally);
  await first.close();

  const both: RootKeys = { current: rootKey(randomBytes(32)), previous: old.current };
  const chance = seededRandom(seed);
  const rotated = await rotateUnderLoad(
    { appUrl, ownerUrl, old, both, seeded, reads: rounds / 2, chance, broken },
    tally,
  );
  if (!broken) await afterwards(appUrl, old, { current: both.current, previous: undefined }, seeded, tally);

  return {
    id: 'F28',
    rounds,
    lost: tally.failed.length,
    doubled: 0,
    passed: tally.opened.length === 0 && tally.failed.length === 0 && rotated.destroyed > 0,
    detail:
      `${tally.attacks} moved or changed ciphertexts, ${tally.opened.length} opened; ${tally.reads} honest reads and writes while ` +
      `${rotated.renewed} data keys were renewed (${rotated.resealed} values sealed anew, ${rotated.destroyed} old keys destroyed, ` +
      `${rotated.kills} rotations killed half way, ${rotated.refused} late values refused and sealed anew) and the root key changed (${rotated.wrapped} data keys wrapped), ${tally.failed.length} failed` +
      [...tally.opened, ...tally.failed]
        .slice(0, 3)
        .map((text) => `; ${text}`)
        .join(''),
  };
}

/** Every way to present a sealed value that is not the one it was sealed for. */
async function attack(
  store: Store,
  seeded: readonly Seeded[],
  rounds: number,
  chance: SeededRandom,
  tally: Tally,
): Promise<void> {
  const tenants = seeded.map(({ tenantId }) => tenantId);
  for (const tenant of tenants) await store.vault.renewKey(tenant);
  for (let round = 0; round < rounds; round += 1) {
    const tenant = chance.pick(tenants);
    const stranger = chance.pick(tenants.filter((other) => other !== tenant));
    const place = chance.pick([
      sealedPlaces.credential,
      sealedPlaces.providerApp,
      sealedPlaces.oauthState,
      sealedPlaces.rawPage,
    ])(randomUUID());
    const plaintext = randomBytes(chance.below(200));
    const { sealed, keyVersion } = await store.vault.seal(tenant, place, plaintext);
    const otherVersion = keyVersion === 1 ? 2 : 1;
    const attacks: readonly (readonly [string, string, SealedPlace, number, Buffer])[] = [
      ['another row', tenant, { ...place, row: randomUUID() }, keyVersion, sealed],
      ['another column', tenant, { ...place, column: 'wrapped' }, keyVersion, sealed],
      ['another table', tenant, { ...place, table: 'data_key' }, keyVersion, sealed],
      [
        'parts of the place shifted',
        tenant,
        { ...place, table: `${place.table}${place.row}`, row: '' },
        keyVersion,
        sealed,
      ],
      ['another tenant', stranger, place, keyVersion, sealed],
      ['another key version', tenant, place, otherVersion, sealed],
      ['a flipped bit', tenant, place, keyVersion, flip(sealed, chance.below(sealed.length * 8))],
      [
        'a flipped bit of the tag',
        tenant,
        place,
        keyVersion,
        flip(sealed, (sealed.length - 16) * 8 + chance.below(128)),
      ],
      ['a shorter value', tenant, place, keyVersion, sealed.subarray(0, chance.below(sealed.length))],
      ['a longer value', tenant, place, keyVersion, Buffer.concat([sealed, randomBytes(1)])],
    ];
    for (const [what, ...presented] of attacks) {
      tally.attacks += 1;
      const opened = await store.vault.open(...presented).catch(() => undefined);
      if (opened !== undefined) tally.opened.push(`${what} opened`);
    }
    await honestly(tally, async () => (await store.vault.open(tenant, place, keyVersion, sealed)).equals(plaintext));
  }
}

function flip(sealed: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(sealed);
  flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return flipped;
}

/** The new root key alone is enough; the old one alone must be refused rather than open or destroy anything. */
async function afterwards(
  appUrl: string,
  old: RootKeys,
  current: RootKeys,
  seeded: readonly Seeded[],
  tally: Tally,
): Promise<void> {
  const store = await openTestStore({ appUrl, rootKey: current });
  for (const one of seeded) await honestly(tally, () => readOrRefresh(store, one, 'afterwards'));
  await store.close();
  tally.attacks += 1;
  const reopened = await openTestStore({ appUrl, rootKey: old }).catch(() => undefined);
  if (reopened !== undefined) {
    tally.opened.push('the old root key still opens the vault');
    await reopened.close();
  }
}
