/**
 * What is sealed of a webhook, in one place for those who store it (intake) and those who read it (processing, people who look, erasure):
 * JSON {headers, payload}, bound to the row by its id.
 */
import { fail } from '../contract/errors.ts';
import { isJsonObject, type JsonValue } from '../contract/http.ts';
import { sealedPlaces } from './vault/places.ts';
import type { Sealer, Vault } from './vault/index.ts';

export interface WebhookBody {
  /** Those of the request it came with; of secrets and signatures the caller keeps none. */
  readonly headers: Readonly<Record<string, string>>;
  /** This event's part of the body. */
  readonly payload: JsonValue;
  /** The payload as it came, where a person has mended it since. */
  readonly original?: JsonValue;
}

/** `id`: of the row, as in the database. What comes out goes with `sealer.version`. */
export function sealWebhookBody(sealer: Sealer, id: string, body: WebhookBody): Buffer {
  return sealer.seal(sealedPlaces.webhook(id), Buffer.from(JSON.stringify(body)));
}

/** Of a row of `webhook`. Throws internal when it is not what was sealed there. */
export async function openWebhookBody(
  vault: Vault,
  tenantId: string,
  row: { readonly id: string; readonly sealed: Buffer; readonly key_version: number },
): Promise<WebhookBody> {
  const opened = await vault.open(tenantId, sealedPlaces.webhook(row.id), row.key_version, row.sealed);
  const body: unknown = JSON.parse(opened.toString('utf8'));
  const { headers, payload, original } = isJsonObject(body) ? body : {};
  if (headers === undefined || !isJsonObject(headers) || payload === undefined)
    throw fail('internal', 'A stored webhook does not hold its headers and its payload.');
  return { headers: textsOf(headers), payload, ...(original === undefined ? {} : { original }) };
}

function textsOf(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
