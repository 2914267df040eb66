/**
 * F28: does a sealed value ever open wrongly, or fail to open when it should? Ciphertexts are moved across rows, columns, tables,
 * tenants and key versions, and bits are flipped: none may open. Then data keys and the root key are changed while readers and
 * refreshers in three processes' worth of stores go on: none may fail.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { rootKey, type RootKeys } from '../../src/store/root-key.ts';
import { renewDataKey, resealTenant, rewrapDataKeys } from '../../src/store/rotation.ts';
import { sealedPlaces, type SealedPlace, type Store } from '../../src/store/index.ts';
import { openTestStore, seedIntegration, type SeededIntegration } from '../../src/testing/store.ts';
import { seededRandom, type FaultOptions, type FaultResult, type SeededRandom } from './fault.ts';

const tenantCount = 10;
const random = { next: Math.random, bytes: randomBytes };

interface Tally {
  /** Attacks tried, and those that opened something. */
  attacks: number;
  opened: string[];
  /** Honest reads tried, and those that failed or read something else. */
  reads: number;
  failed: string[];
}

/** `rounds`: values that are attacked, each in every way; and reads made while keys change. */
export async function f28({ rounds, seed, appUrl }: FaultOptions): Promise<FaultResult> {
  const tally: Tally = { attacks: 0, opened: [], reads: 0, failed: [] };
  const old: RootKeys = { current: rootKey(randomBytes(32)), previous: undefined };
  const first = await openTestStore({ appUrl, rootKey: old });
  const integrations: SeededIntegration[] = [];
  for (let no = 0; no < tenantCount; no += 1) integrations.push(await seedCredential(first));
  await attack(first, integrations, rounds, seededRandom(seed), tally);
  await first.close();

  const both: RootKeys = { current: rootKey(randomBytes(32)), previous: old.current };
  await rotateUnderLoad(appUrl, both, integrations, rounds, tally);
  await afterwards(appUrl, old, { current: both.current, previous: undefined }, integrations, tally);

  return {
    id: 'F28',
    rounds,
    lost: tally.failed.length,
    doubled: 0,
    passed: tally.opened.length === 0 && tally.failed.length === 0,
    detail:
      `${tally.attacks} moved or changed ciphertexts, ${tally.opened.length} opened; ` +
      `${tally.reads} honest reads, half of them while data keys and root key changed, ${tally.failed.length} failed` +
      [...tally.opened, ...tally.failed]
        .slice(0, 3)
        .map((text) => `; ${text}`)
        .join(''),
  };
}

async function seedCredential(store: Store): Promise<SeededIntegration> {
  const seeded = await seedIntegration(store);
  await store.inTenant(seeded.tenantId, (trx) =>
    store.putCredential(trx, {
      ...seeded,
      method: 'oauth2',
      fields: { owner: seeded.tenantId },
      tokens: { access_token: '0' },
    }),
  );
  return seeded;
}

/** Every way to present a sealed value that is not the one it was sealed for. */
async function attack(
  store: Store,
  integrations: readonly SeededIntegration[],
  rounds: number,
  chance: SeededRandom,
  tally: Tally,
): Promise<void> {
  const tenants = integrations.map((integration) => integration.tenantId);
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

async function honestly(tally: Tally, read: () => Promise<boolean>): Promise<void> {
  tally.reads += 1;
  try {
    if (!(await read())) tally.failed.push('a value read was not the value written');
  } catch (error) {
    tally.failed.push(`a read failed: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

/** Readers and refreshers never stop while keys are changed under them. */
async function rotateUnderLoad(
  appUrl: string,
  roots: RootKeys,
  integrations: readonly SeededIntegration[],
  rounds: number,
  tally: Tally,
): Promise<void> {
  const stores = await Promise.all([1, 2, 3].map(() => openTestStore({ appUrl, rootKey: roots, connections: 3 })));
  const [rotator, ...others] = stores;
  if (rotator === undefined) throw new Error('no store');
  const stop = new AbortController();
  const load = [
    ...others.map(async (store, no) => {
      while (!stop.signal.aborted)
        for (const integration of integrations)
          await honestly(tally, () => readOrRefresh(store, integration, `worker ${no}`));
    }),
    (async () => {
      // A process that starts in the middle has nothing in memory.
      while (!stop.signal.aborted) {
        const fresh = await openTestStore({ appUrl, rootKey: roots, connections: 1 });
        for (const integration of integrations)
          await honestly(tally, () => readOrRefresh(fresh, integration, 'newcomer'));
        await fresh.close();
      }
    })(),
  ];
  try {
    const half = tally.reads + rounds / 2;
    const end = tally.reads + rounds;
    const changeDataKeys = async (until: number): Promise<void> => {
      do {
        for (const { tenantId } of integrations) {
          await renewDataKey(rotator, tenantId);
          await resealTenant(rotator, tenantId);
        }
      } while (tally.reads < until);
    };
    await changeDataKeys(half);
    await rewrapDataKeys(rotator, roots, random);
    await changeDataKeys(end);
  } finally {
    stop.abort();
    await Promise.all(load);
    await Promise.all(stores.map((store) => store.close()));
  }
}

/** Reads a credential and stores the next token. The token counts up, so one that was overwritten by a rotation shows. */
async function readOrRefresh(
  store: Store,
  { tenantId, integrationId }: SeededIntegration,
  owner: string,
): Promise<boolean> {
  const credentials = store.credentials(tenantId, integrationId);
  const before = await credentials.read();
  const held = await credentials.lease(owner, before.generation, 45_000);
  if (held === undefined) return before.fields['owner'] === tenantId;
  const token = Number(held.tokens?.access_token);
  const stored = await credentials.commit(owner, held.generation, { access_token: String(token + 1) });
  const after = await credentials.read();
  return stored && after.fields['owner'] === tenantId && Number(after.tokens?.access_token) > token;
}

/** The new root key alone is enough; the old one alone must be refused rather than open or destroy anything. */
async function afterwards(
  appUrl: string,
  old: RootKeys,
  current: RootKeys,
  integrations: readonly SeededIntegration[],
  tally: Tally,
): Promise<void> {
  const store = await openTestStore({ appUrl, rootKey: current });
  for (const integration of integrations) await honestly(tally, () => readOrRefresh(store, integration, 'afterwards'));
  await store.close();
  tally.attacks += 1;
  const reopened = await openTestStore({ appUrl, rootKey: old }).catch(() => undefined);
  if (reopened !== undefined) {
    tally.opened.push('the old root key still opens the vault');
    await reopened.close();
  }
}
