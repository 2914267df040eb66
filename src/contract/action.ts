/**
 * A typed write. The engine validates `input`, remembers the caller's external reference so that asking twice acts once, and
 * sends whatever records come back down the same store path as a sync.
 */
import type { z } from 'zod';
import type { FieldNames } from './field-names.ts';
import type { Settings } from './fields.ts';
import type { ProviderHttp } from './http.ts';
import type { Account } from './stream.ts';

export interface ActionContext<In> {
  readonly http: ProviderHttp;
  readonly input: In;
  /** Stable for one external reference; give it to the vendor. A second step appends its own name (`${key}:line`). */
  readonly idempotencyKey: string;
  readonly settings: Settings;
  readonly account: Account | undefined;
  /** Key of the way in; for vendors whose ways lead to different APIs. */
  readonly method: string;
  /** By stream: what this installation calls its fields, where an override profile says so (`asDeclared`, `asInstalled`). */
  readonly names?: Readonly<Record<string, FieldNames>>;
  /** By stream: the list of an answer, where an override profile says that it is. Throws `decode_failed` when it is not. */
  readonly lists?: Readonly<Record<string, (body: unknown) => readonly unknown[]>>;
}

export interface ActionResult<Out> {
  readonly output: Out;
  /** Vendor items to store at once, so that what was just written is readable without waiting for a sync. */
  readonly records?: readonly { readonly stream: string; readonly items: readonly unknown[] }[];
}

export interface Action<In = unknown, Out = unknown> {
  readonly summary: string;
  readonly input: z.ZodType<In>;
  readonly output: z.ZodType<Out>;
  /** The stream whose POST this is (`POST /invoices` runs `create_invoice`). */
  readonly creates?: string;
  /** Fields of the output that are secrets: given to the caller who acted, kept nowhere, so missing when the answer is given again. */
  readonly sensitive?: readonly string[];
  run(context: ActionContext<In>): Promise<ActionResult<Out>>;
}

/** Declares an action; exists so that `run` is checked against both schemas. */
export function action<In, Out>(
  declared: Action<In, Out> & { readonly sensitive?: readonly (keyof Out & string)[] },
): Action<In, Out> {
  return declared;
}
