/**
 * One expression over JSON of the caller's own: what becomes of it, held by the same limits as tenants' mapping rules. Used by the hub
 * for the body of a delivery, and for a route's condition, look-ups and shape.
 */
import type { JsonObject } from '../../contract/http.ts';
import { evaluateInputs, type Outcome } from './evaluate.ts';
import type { Expressions } from './expressions.ts';

/**
 * One outcome per input, in their order. The fields of an input are what the expression names: `event.type` over `{event: {...}}`.
 * `group`: whose turn it is (the tenant). Whatever the expression does is an outcome; throws `internal` when no child can be started.
 */
export async function compute(
  expressions: Expressions,
  group: string,
  source: string,
  inputs: readonly JsonObject[],
): Promise<readonly Outcome[]> {
  const { outcomes } = await evaluateInputs(
    { expressions, group, rules: [source] },
    inputs.map((input) => [Buffer.from(JSON.stringify(input))]),
  );
  return outcomes.flat();
}
