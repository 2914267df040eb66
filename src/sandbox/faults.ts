/**
 * Faults that can be switched on: everything a vendor does wrong on a bad day. `faultsOf` decides which fault a request meets;
 * fault-answers.ts spoils the answer. Called by the server of each provider; steered through the control port.
 */
import { z, type JsonValue } from '../contract/index.ts';
import type { Random } from './random.ts';

const jsonValue: z.ZodType<JsonValue> = z.json();

const target = {
  provider: z.string(),
  /** Absent: every method. */
  method: z.string().toUpperCase().optional(),
  /** Regular expression over the path. Absent: every path. */
  path: z.string().refine(isPattern, 'is not a regular expression').optional(),
  /** Part of the matching requests that meet the fault. */
  rate: z.number().min(0).max(1).default(1),
  /** Over after so many. Absent: until switched off. */
  times: z.int().min(1).optional(),
  /** So many matching requests pass unharmed first. */
  skip: z.int().min(0).default(0),
};

/** What can be sent to `POST /faults`. The first group happens instead of the vendor's work, the second after it was done. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    ...target,
    status: z.int().min(200).max(599),
    /** Seconds. */
    retry_after: z.number().min(0).optional(),
    retry_after_as: z.enum(['seconds', 'date']).default('seconds'),
    headers: z.record(z.string(), z.string()).default({}),
    body: jsonValue.optional(),
  }),
  /** Adds to any other fault. */
  z.strictObject({ kind: z.literal('delay'), ...target, ms: z.int().min(0).max(3_600_000) }),
  /** Never answers; the connection stays open. */
  z.strictObject({ kind: z.literal('hang'), ...target }),
  z.strictObject({ kind: z.literal('reset'), ...target }),
  z.strictObject({ kind: z.literal('html'), ...target }),
  z.strictObject({ kind: z.literal('gzip_bomb'), ...target, megabytes: z.int().min(1).max(4096).default(256) }),
  /** Half the body, as if that were all. */
  z.strictObject({ kind: z.literal('truncate'), ...target }),
  /** Half the body, then the connection breaks. */
  z.strictObject({ kind: z.literal('cut'), ...target }),
  z.strictObject({ kind: z.literal('content_type'), ...target, value: z.string() }),
  /** Another value at a dotted path of a JSON answer (`Invoices.0.Total`): wrong types, empty lists, odd characters. */
  z.strictObject({ kind: z.literal('alter'), ...target, at: z.string().min(1), value: jsonValue }),
  /** The work is done, the caller never hears of it. */
  z.strictObject({ kind: z.literal('lose_answer'), ...target }),
]);

export type Fault = z.infer<typeof faultSchema>;
/** As it is sent: what has a default may be left out. */
export type FaultInput = z.input<typeof faultSchema>;

export interface FaultStatus {
  readonly id: string;
  readonly fault: Fault;
  /** Requests that matched, and those that met the fault. */
  readonly matched: number;
  readonly met: number;
}

export interface Faults {
  add(fault: Fault): FaultStatus;
  remove(id: string): boolean;
  clear(): void;
  list(): readonly FaultStatus[];
  /** The faults this request meets: all delays together, and at most one other. Counts them. */
  meet(request: { readonly provider: string; readonly method: string; readonly path: string }): {
    readonly delayMs: number;
    readonly fault: Fault | undefined;
  };
}

export function faultsOf(random: Random): Faults {
  let next = 1;
  let active: { id: string; fault: Fault; pattern: RegExp; matched: number; met: number }[] = [];
  const status = ({ id, fault, matched, met }: FaultStatus): FaultStatus => ({ id, fault, matched, met });
  return {
    add(fault) {
      const entry = { id: `fault_${next++}`, fault, pattern: new RegExp(fault.path ?? ''), matched: 0, met: 0 };
      active.push(entry);
      return status(entry);
    },
    remove(id) {
      const before = active.length;
      active = active.filter((entry) => entry.id !== id);
      return active.length < before;
    },
    clear() {
      active = [];
    },
    list: () => active.map(status),
    meet({ provider, method, path }) {
      let delayMs = 0;
      let chosen: Fault | undefined;
      for (const entry of active) {
        const { fault } = entry;
        if (fault.provider !== provider && fault.provider !== '*') continue;
        if ((fault.method !== undefined && fault.method !== method) || !entry.pattern.test(path)) continue;
        if (chosen !== undefined && fault.kind !== 'delay') continue;
        entry.matched += 1;
        if (entry.matched <= fault.skip || entry.met >= (fault.times ?? Infinity) || random.fraction() >= fault.rate)
          continue;
        entry.met += 1;
        if (fault.kind === 'delay') delayMs += fault.ms;
        else chosen = fault;
      }
      return { delayMs, fault: chosen };
    },
  };
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}
