/**
 * The marks of people who are not to be stored again: HMACs, under a key of the tenant's, of an e-mail address, of the vendor's id of a
 * record in its stream, and of that id as others name it. The key is derived once and for all: it does not change with the data key.
 */
import { createHmac } from 'node:crypto';
import { normalEmail } from '../../contract/personal-text.ts';
import type { PersonModel } from '../../contract/models/personal.ts';
import type { HubContext } from '../context.ts';
import type { MatchedStream, Wanted } from './subject-match.ts';

export interface MarkMaker {
  /** Base64, each of them. */
  email(address: string): string;
  record(of: Pick<MatchedStream, 'integrationId' | 'stream'>, key: string): string;
  reference(integrationId: string, model: PersonModel, key: string): string;
}

/** Must be among what outlives version 1 of a data key, see store/key-destruction.ts. */
const purpose = 'erasure marks';

export async function markMaker({ store }: Pick<HubContext, 'store'>, tenantId: string): Promise<MarkMaker> {
  const secret = await store.vault.derive(tenantId, 1, purpose);
  const mark = (...of: readonly string[]): string =>
    createHmac('sha256', secret).update(JSON.stringify(of)).digest('base64');
  return {
    email: (address) => mark('email', normalEmail(address)),
    record: ({ integrationId, stream }, key) => mark('record', integrationId, stream, key),
    reference: (integrationId, model, key) => mark('reference', integrationId, model, key),
  };
}

/** Everybody these marks stand for. */
export function markedPeople(maker: MarkMaker, marks: ReadonlyMap<string, string>): Wanted {
  return {
    email: (address) => marks.has(maker.email(address)),
    record: (of, key) => marks.has(maker.record(of, key)),
    reference: (integrationId, model, key) => marks.has(maker.reference(integrationId, model, key)),
  };
}
