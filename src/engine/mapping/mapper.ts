/**
 * The port through which a tenant's own rules reach a page that is being prepared (sync/prepare.ts). Which rules are in force is
 * the hub's to know, how expressions are evaluated rule-mapper.ts's.
 */

/** An item after its stream's built-in map. */
export interface MappedItem {
  /** Canonical JSON of what the vendor sent, UTF-8. */
  readonly raw: Uint8Array;
  /** Unified data as JSON text. */
  readonly data: string;
}

export interface Remapped {
  /** Unified data as JSON text; as it came in wherever a rule failed. */
  readonly data: string;
  /** Which rules failed, and why; null when none did. */
  readonly problem: string | null;
}

export interface Mapper {
  /**
   * One answer per item, in their order; undefined: there are no rules, everything stays. Never throws for what a rule does;
   * throws PlugboardError when no rule can be evaluated at all.
   */
  apply(items: readonly MappedItem[]): Promise<readonly Remapped[] | undefined>;
}
