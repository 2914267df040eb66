/**
 * F29: does the audit trail show what somebody with every right in the database did to it? Entries are edited, deleted, swapped,
 * renumbered, forged and hashed anew, the tail is cut, the signed head is taken away, moved and made to fit. `verify` must refuse each
 * and name the first entry that is not as it was written. Half the chains were signed with a platform key that is destroyed since.
 * What nothing in the database can show: chain and head put back together to an earlier state; for that heads are kept elsewhere.
 */
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { claimRotation, oldKeysLiveMs, requestRotation, workOnRotation } from '../../src/store/rotation.ts';
import { platformTenant, type Store } from '../../src/store/index.ts';
import { newRootKeys, openTestStore } from '../../src/testing/store.ts';
import { seededRandom, type FaultOptions, type FaultResult, type SeededRandom } from './fault.ts';

/** Entries of each chain; the last is longer than what is read at once. */
const lengths = [1, 2, 3, 5, 8, 20, 40, 520];

interface Chain {
  readonly tenantId: string;
  readonly length: number;
}

/** What was done, and the entry that must be named for it. */
interface Tampering {
  readonly what: string;
  readonly badSeq: number;
}

interface Attack {
  /** Chains that are long enough for it. */
  readonly from: number;
  /** `no`: an entry of the chain, not the last where `from` is 2. */
  readonly strike: (owner: Owner, chain: Chain, no: number, stranger: Chain) => Promise<number>;
}

/** Somebody with every right. `$T` in a statement stands for the chain. */
type Owner = (sql: string, chain: Chain, values?: readonly unknown[]) => Promise<pg.QueryResult>;

/** `rounds`: tamperings, each followed by a look at the whole chain. */
export async function f29({ rounds, seed, appUrl, ownerUrl }: FaultOptions): Promise<FaultResult> {
  const chance = seededRandom(seed);
  const store = await openTestStore({ appUrl, rootKey: newRootKeys() });
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const owner: Owner = (sql, { tenantId }, values = []) =>
    client.query(sql.replaceAll('$T', `tenant_id = '${tenantId}'`), [...values]);
  try {
    const chains = await makeChains(store);
    await client.query('create table kept_entry as table audit_entry');
    await client.query('create table kept_head as table audit_head');
    const whole = await Promise.all(chains.map(({ tenantId }) => store.audit.verify(tenantId)));
    const [unseen, misnamed]: [string[], string[]] = [[], []];
    const tried = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1) {
      const { chain, what, badSeq } = await tamper(owner, chains, round, chance);
      tried.set(what, (tried.get(what) ?? 0) + 1);
      const verdict = await store.audit.verify(chain.tenantId);
      if (verdict.ok) unseen.push(`${what} in a chain of ${chain.length}`);
      else if (verdict.badSeq !== badSeq) misnamed.push(`${what}: entry ${badSeq}, named ${verdict.badSeq}`);
      await putBack(owner, chain);
    }
    const again = await Promise.all(chains.map(({ tenantId }) => store.audit.verify(tenantId)));
    const falsely = [...whole, ...again].filter((verdict) => !verdict.ok).length;
    return {
      id: 'F29',
      rounds,
      lost: unseen.length,
      doubled: misnamed.length + falsely,
      passed: unseen.length + misnamed.length + falsely === 0,
      detail:
        `${rounds} tamperings of ${tried.size} kinds in ${chains.length} chains, ${unseen.length} unseen, ${misnamed.length} with another entry ` +
        `named than the first bad one; ${falsely} of ${whole.length + again.length} untouched chains refused` +
        [...unseen, ...misnamed]
          .slice(0, 3)
          .map((text) => `; ${text}`)
          .join(''),
    };
  } finally {
    await client.end();
    await store.close();
  }
}

async function makeChains(store: Store): Promise<readonly Chain[]> {
  const chains: Chain[] = [];
  const make = async () => {
    for (const length of lengths) {
      const tenantId = randomUUID();
      await store.inTenant(tenantId, async (trx) => {
        for (let no = 1; no <= length; no += 1) {
          const details = { no, ok: true, none: null, text: `entry ${no}` };
          await store.audit.append(trx, {
            tenantId,
            actor: 'system:f29',
            action: 'thing.done',
            target: `thing ${no}`,
            details,
          });
        }
      });
      chains.push({ tenantId, length });
    }
  };
  await make();
  await renewPlatformKey(store);
  await make();
  return chains;
}

/** The key that signed the heads so far is destroyed. */
async function renewPlatformKey(store: Store): Promise<void> {
  let now = Date.now();
  const request = { tenantId: platformTenant, rotation: randomUUID(), actor: 'system:f29', now: new Date(now) };
  await requestRotation(store, request);
  const signal = new AbortController().signal;
  for (const _ of ['new key', 'old key destroyed']) {
    const held = await claimRotation(store, new Date(now), ['queued', 'waiting'], platformTenant);
    if (held === undefined) throw new Error('the rotation of the platform’s key is not due');
    await workOnRotation(store, held, { now: () => now, signal });
    now += oldKeysLiveMs;
  }
}

const edit = (column: string, value: string): Attack => ({
  from: 1,
  strike: async (owner, chain, no) => {
    await owner(`update audit_entry set ${column} = ${value} where $T and seq = ${no}`, chain);
    return no;
  },
});

const attacks: Readonly<Record<string, Attack>> = {
  'actor edited': edit('actor', `'somebody:else'`),
  'action edited': edit('action', `action || '.'`),
  'target edited': edit('target', `upper(target)`),
  'details edited': edit('details', `details || '{"ok": false}'`),
  'moment edited': edit('at', `at + interval '1 ms'`),
  'hash edited': edit('hash', `sha256('anything')`),
  'link edited': edit('previous', `sha256('anything')`),
  'entry deleted': {
    from: 1,
    strike: async (owner, chain, no) => {
      await owner(`delete from audit_entry where $T and seq = ${no}`, chain);
      return no;
    },
  },
  'entry deleted, the rest renumbered': {
    from: 2,
    strike: async (owner, chain, no) => {
      await owner(`delete from audit_entry where $T and seq = ${no}`, chain);
      await owner(`update audit_entry set seq = -seq + 1 where $T and seq > ${no}`, chain);
      await owner(`update audit_entry set seq = -seq where $T and seq < 0`, chain);
      return no;
    },
  },
  'entries swapped': {
    from: 2,
    strike: async (owner, chain, no) => {
      await owner(
        `update audit_entry set seq = ${no} + ${no + 1} - seq - 1000000 where $T and seq in (${no}, ${no + 1})`,
        chain,
      );
      await owner(`update audit_entry set seq = seq + 1000000 where $T and seq < 0`, chain);
      return no;
    },
  },
  'tail cut': {
    from: 2,
    strike: async (owner, chain, no) => {
      await owner(`delete from audit_entry where $T and seq > ${no}`, chain);
      return no + 1;
    },
  },
  'tail cut, the head made to fit': {
    from: 2,
    strike: async (owner, chain, no) => {
      await owner(`delete from audit_entry where $T and seq > ${no}`, chain);
      await owner(
        `update audit_head h set seq = ${no}, hash = (select e.hash from audit_entry e where e.tenant_id = h.tenant_id and e.seq = ${no}) where $T`,
        chain,
      );
      return no;
    },
  },
  'entry edited, everything after it hashed anew': {
    from: 1,
    strike: async (owner, chain, no) => {
      await owner(`update audit_entry set actor = 'somebody:else' where $T and seq = ${no}`, chain);
      await hashAnew(owner, chain, no);
      // Only the signature tells: it covers the last one.
      return chain.length;
    },
  },
  'the same, and the head made to fit': {
    from: 1,
    strike: async (owner, chain, no) => {
      await owner(`update audit_entry set actor = 'somebody:else' where $T and seq = ${no}`, chain);
      const hash = await hashAnew(owner, chain, no);
      await owner(`update audit_head set hash = $1 where $T`, chain, [hash]);
      return chain.length;
    },
  },
  'entry forged behind the head': {
    from: 1,
    strike: async (owner, chain) => {
      await owner(
        `insert into audit_entry select tenant_id, seq + 1, at, actor, action, target, details, hash, hash from audit_entry where $T and seq = ${chain.length}`,
        chain,
      );
      await hashAnew(owner, { ...chain, length: chain.length + 1 }, chain.length + 1);
      return chain.length + 1;
    },
  },
  'head taken away': {
    from: 1,
    strike: async (owner, chain) => {
      await owner(`delete from audit_head where $T`, chain);
      return 1;
    },
  },
  'head of another chain': {
    from: 1,
    strike: async (owner, chain, _no, stranger) => {
      await owner(
        `update audit_head h set signature = s.signature, key_version = s.key_version
           from (select * from kept_head where tenant_id = '${stranger.tenantId}') s where h.tenant_id = '${chain.tenantId}'`,
        chain,
      );
      return chain.length;
    },
  },
  'signature edited': {
    from: 1,
    strike: async (owner, chain, no) => {
      await owner(
        `update audit_head set signature = set_bit(signature, ${no % 512}, 1 - get_bit(signature, ${no % 512})) where $T`,
        chain,
      );
      return chain.length;
    },
  },
};

async function tamper(
  owner: Owner,
  chains: readonly Chain[],
  round: number,
  chance: SeededRandom,
): Promise<Tampering & { readonly chain: Chain }> {
  const kinds = Object.entries(attacks);
  const [what, attack] = kinds[round % kinds.length] ?? chance.pick(kinds);
  const chain = chance.pick(chains.filter(({ length }) => length >= attack.from));
  const stranger = chance.pick(chains.filter((other) => other !== chain));
  const no = 1 + chance.below(chain.length - (attack.from - 1));
  return { chain, what, badSeq: await attack.strike(owner, chain, no, stranger) };
}

/** As anybody can who has read our source. Answers the last hash. */
async function hashAnew(owner: Owner, chain: Chain, from: number): Promise<Buffer> {
  const { rows } = await owner('select * from audit_entry where $T and seq >= $1 order by seq', chain, [from - 1]);
  let previous = Buffer.alloc(32);
  for (const row of rows) {
    if (Number(row.seq) >= from) {
      const details = Object.entries(row.details).toSorted(([a], [b]) => (a < b ? -1 : 1));
      const text = [chain.tenantId, Number(row.seq), row.at.toISOString(), row.actor, row.action, row.target, details];
      row.hash = createHash('sha256').update(previous).update(JSON.stringify(text)).digest();
      await owner('update audit_entry set previous = $1, hash = $2 where $T and seq = $3', chain, [
        previous,
        row.hash,
        row.seq,
      ]);
    }
    previous = row.hash;
  }
  return previous;
}

async function putBack(owner: Owner, chain: Chain): Promise<void> {
  await owner('delete from audit_entry where $T', chain);
  await owner('delete from audit_head where $T', chain);
  await owner('insert into audit_entry select * from kept_entry where $T', chain);
  await owner('insert into audit_head select * from kept_head where $T', chain);
}
