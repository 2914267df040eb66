/**
 * The audit trail: who did what, append-only, chained per tenant (hash = sha256(previous hash, canonical row)). The head of each
 * chain is signed with ed25519, so that cutting off the tail shows. The signing key follows from the platform's data key (HKDF),
 * which the root key wraps: it survives a change of the root key, and the head names the version it was signed with.
 * What this cannot show: a chain put back whole, entries and head, to an earlier state. For that, keep heads elsewhere.
 * Entries hold ids and codes, nothing personal: they outlive an erasure. Used by the hub's use-cases and `plugboard audit verify`.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '../engine/ports.ts';
import type { Database, TenantTransaction } from './database.ts';
import { platformTenant, type Vault } from './vault/index.ts';

export interface AuditEntry {
  /** Whose chain; `platformTenant` for what concerns no tenant. The transaction must be this tenant's. */
  readonly tenantId: string;
  /** `tenant_key:k_1a2b`, as nameOf(principal) gives it. */
  readonly actor: string;
  /** `integration.connected`, `api_key.created`. */
  readonly action: string;
  /** Id of what it was done to. */
  readonly target: string;
  /** Ids, codes and counts. No names, addresses or other values of people. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export type AuditVerdict =
  | { readonly ok: true; readonly entries: number; readonly head: string | undefined }
  /** `badSeq` is the first entry that is not as it was written, or that is missing. */
  | { readonly ok: false; readonly entries: number; readonly badSeq: number; readonly reason: string };

export interface Audit {
  /**
   * Adds an entry within the caller's transaction. Holds the tenant's chain until that ends: call it last.
   */
  append(trx: TenantTransaction, entry: AuditEntry): Promise<void>;
  /** Recomputes a tenant's chain and checks the signed head. */
  verify(tenantId: string): Promise<AuditVerdict>;
}

interface StoredEntry {
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly details: object;
  readonly previous: Buffer;
  readonly hash: Buffer;
}

const beginning = Buffer.alloc(32);
const readAtOnce = 500;

export function openAudit(database: Database, vault: Vault, clock: Clock): Audit {
  const signingKeys = signingKeysOf(vault);
  return {
    async append(trx, entry) {
      const { version } = await vault.keyFor(platformTenant);
      const key = await signingKeys(version);
      const tenantId = entry.tenantId;
      // A lock of its own, because the first entry of a chain has no head to lock. Taken before the head is read.
      await sql`select pg_advisory_xact_lock(hashtextextended('audit:' || ${tenantId}::text, 0))`.execute(trx);
      const head = await trx
        .selectFrom('audit_head')
        .where('tenant_id', '=', tenantId)
        .select(['seq', 'hash'])
        .executeTakeFirst();
      const details = entry.details ?? {};
      const row = {
        seq: (head?.seq ?? 0) + 1,
        at: new Date(clock.now()),
        actor: entry.actor,
        action: entry.action,
        target: entry.target,
        previous: head?.hash ?? beginning,
      };
      const hash = hashOf(tenantId, { ...row, details });
      await trx
        .insertInto('audit_entry')
        .values({ tenant_id: tenantId, ...row, details: JSON.stringify(details), hash })
        .execute();
      const signed = {
        seq: row.seq,
        hash,
        signature: sign(null, headText(tenantId, row.seq, hash), key),
        key_version: version,
        signed_at: row.at,
      };
      await trx
        .insertInto('audit_head')
        .values({ tenant_id: tenantId, ...signed })
        .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(signed))
        .execute();
    },
    // One moment for head and entries, or an entry appended in between would look like a forged one.
    verify: (tenantId) =>
      database.inTenant(tenantId, (trx) => verifyChain(trx, tenantId, signingKeys), { isolation: 'repeatable read' }),
  };
}

async function verifyChain(
  trx: TenantTransaction,
  tenantId: string,
  keys: (version: number) => Promise<KeyObject>,
): Promise<AuditVerdict> {
  let last: Pick<StoredEntry, 'seq' | 'hash'> = { seq: 0, hash: beginning };
  for (;;) {
    const entries = await trx
      .selectFrom('audit_entry')
      .where('tenant_id', '=', tenantId)
      .where('seq', '>', last.seq)
      .selectAll()
      .orderBy('seq')
      .limit(readAtOnce)
      .execute();
    for (const entry of entries) {
      const problem = problemOf(tenantId, last, entry);
      if (problem !== undefined) return { ok: false, entries: last.seq, badSeq: last.seq + 1, reason: problem };
      last = entry;
    }
    if (entries.length < readAtOnce) break;
  }

  const head = await trx.selectFrom('audit_head').where('tenant_id', '=', tenantId).selectAll().executeTakeFirst();
  const bad = (badSeq: number, reason: string): AuditVerdict => ({ ok: false, entries: last.seq, badSeq, reason });
  if (head === undefined)
    return last.seq === 0 ? { ok: true, entries: 0, head: undefined } : bad(1, 'the signed head is missing');
  const publicKey = createPublicKey(await keys(head.key_version));
  if (!verify(null, headText(tenantId, head.seq, head.hash), publicKey, head.signature)) {
    return bad(head.seq, 'the head does not carry our signature');
  }
  if (head.seq > last.seq) return bad(last.seq + 1, `the tail is cut off: the signed head is entry ${head.seq}`);
  if (head.seq < last.seq) return bad(head.seq + 1, 'the entry is not covered by the signed head');
  if (!head.hash.equals(last.hash)) return bad(head.seq, 'the last entry is not the one the head was signed for');
  return { ok: true, entries: last.seq, head: last.hash.toString('hex') };
}

function problemOf(tenantId: string, last: { seq: number; hash: Buffer }, entry: StoredEntry): string | undefined {
  if (entry.seq !== last.seq + 1) return `the entry is missing; the next one there is ${entry.seq}`;
  if (!entry.previous.equals(last.hash)) return 'the entry does not follow the one before it';
  if (!entry.hash.equals(hashOf(tenantId, entry))) return 'the entry was changed';
  return undefined;
}

function hashOf(tenantId: string, entry: Omit<StoredEntry, 'hash'>): Buffer {
  // jsonb keeps its own order of names: sorted, both ends write the same text.
  const details = Object.entries(entry.details).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const canonical = JSON.stringify([
    tenantId,
    entry.seq,
    entry.at.toISOString(),
    entry.actor,
    entry.action,
    entry.target,
    details,
  ]);
  return createHash('sha256').update(entry.previous).update(canonical).digest();
}

function headText(tenantId: string, seq: number, hash: Buffer): Buffer {
  return Buffer.from(`plugboard audit head ${tenantId} ${seq} ${hash.toString('hex')}`);
}

/** The signing key by version of the platform's data key, remembered once derived. */
function signingKeysOf(vault: Vault): (version: number) => Promise<KeyObject> {
  const known = new Map<number, KeyObject>();
  return async (version) => {
    const found = known.get(version);
    if (found !== undefined) return found;
    const seed = await vault.derive(platformTenant, version, 'audit signing');
    // A PKCS #8 envelope around the 32 bytes of an ed25519 seed, the only form Node takes.
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    known.set(version, key);
    return key;
  };
}
