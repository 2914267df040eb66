/** What a conformance check is: a name, and a function that answers what it saw or throws why the provider fails. */
import type { Rig, RigOptions, Subject } from './rig.ts';

export interface Check {
  /** `pages: invoices`. Stable: reports are compared by it. */
  readonly name: string;
  /** Answers what was seen, in a few words. Throws Error (or whatever the engine threw) when the provider does not conform. */
  run(): Promise<string>;
}

/** Makes the checks that fit a provider. Each gets a sandbox of its own from `rig`. */
export type CheckMaker = (subject: Subject, withRig: WithRig) => readonly Check[];

export type WithRig = <T>(work: (rig: Rig) => Promise<T>, options?: RigOptions) => Promise<T>;

/** A failed expectation. */
export function insist(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

/** What a promise fails with; throws when it does not. */
export async function failureOf(work: Promise<unknown>, otherwise: string): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error(otherwise);
}
