/**
 * Is a record about somebody, and what is left of it when they are forgotten? One set of rules for what is stored (an erasure, an export)
 * and for what is about to be stored (erasure-guard.ts). A record of a person's model whose own e-mail address or id it is: that person.
 * One that names such a record by its id, or holds the address anywhere: about them.
 */
import { emailsIn, normalEmail, replaceEmails } from '../../contract/personal-text.ts';
import { changeValues, eachValue, isPersonModel, type PersonModel } from '../../contract/models/personal.ts';
import { isModel } from '../../engine/mapping/rules.ts';
import type { JsonObject } from '../../contract/http.ts';

/** The stream a record is of. */
export interface MatchedStream {
  readonly integrationId: string;
  readonly stream: string;
  readonly model: string;
}

/** Who is looked for. Addresses as `normalEmail` makes them. */
export interface Wanted {
  email(address: string): boolean;
  record(of: MatchedStream, key: string): boolean;
  /** Is this the id of one of their records of a model? */
  reference(integrationId: string, model: PersonModel, key: string): boolean;
}

export interface Matched {
  readonly key: string;
  readonly data: JsonObject | null;
  /** What the vendor sent, as text. */
  readonly raw?: string | undefined;
}

/** `person`: it is their own record. `related`: it says something about them. */
export type Match = 'person' | 'related' | undefined;

export function matchOf(wanted: Wanted, of: MatchedStream, { key, data, raw }: Matched): Match {
  if (wanted.record(of, key)) return 'person';
  const own = ownEmail(of.model, data);
  if (own !== undefined && wanted.email(own)) return 'person';
  if (data !== null && mentioned(wanted, of, data)) return 'related';
  return raw !== undefined && [...emailsIn(raw)].some((address) => wanted.email(address)) ? 'related' : undefined;
}

/** The address of the person a record is; undefined: it is no person's, or has none. */
export function ownEmail(model: string, data: JsonObject | null): string | undefined {
  const email = isPersonModel(model) ? data?.['email'] : undefined;
  return typeof email === 'string' && email.includes('@') ? normalEmail(email) : undefined;
}

function mentioned(wanted: Wanted, { integrationId, model }: MatchedStream, data: JsonObject): boolean {
  if (!isModel(model)) return [...emailsIn(JSON.stringify(data))].some((address) => wanted.email(address));
  let found = false;
  eachValue(model, data, (value, place) => {
    if (found || typeof value !== 'string') return;
    found =
      place.kind === 'reference'
        ? wanted.reference(integrationId, place.model, value)
        : [...emailsIn(value)].some((address) => wanted.email(address));
  });
  return found;
}

/** Stands in a text where something about an erased person was. */
export const erasedMark = '[erased]';

/**
 * A related record without them: nothing personal, no id of theirs, nothing in `custom`, and `clean` over all other texts. Amounts, states
 * and dates stay: accounts must still add up.
 */
export function withoutThem(
  wanted: Wanted,
  { integrationId, model }: MatchedStream,
  data: JsonObject,
  clean: (text: string) => string = (text) => text,
): JsonObject {
  if (!isModel(model)) return {};
  return changeValues(model, data, (value, place) => {
    if (place.kind === 'personal') return undefined;
    if (place.kind === 'custom') return typeof value === 'boolean' ? value : undefined;
    if (typeof value !== 'string') return value;
    if (place.kind === 'reference' && wanted.reference(integrationId, place.model, value)) return undefined;
    return withoutEmails(wanted, clean(value));
  });
}

/** Other people's addresses stay. */
export function withoutEmails(wanted: Pick<Wanted, 'email'>, text: string): string {
  return replaceEmails(text, (address) => (wanted.email(normalEmail(address)) ? erasedMark : address));
}

/** What makes a person's record recognisable in free text: names, numbers, addresses; nothing that thousands share. */
export function wordsOf(model: string, data: JsonObject | null): readonly string[] {
  if (data === null || !isModel(model)) return [];
  const words = new Set<string>();
  eachValue(model, data, (value, place) => {
    if (place.kind !== 'personal' || typeof value !== 'string') return;
    const text = value.trim();
    const telling = /[\p{N}@]/u.test(text) || /\S\s+\S/.test(text);
    // A date of birth is many people's; so is a short number.
    if (text.length >= 6 && text.length <= 200 && telling && !/^\d{4}-\d\d-\d\d/.test(text)) words.add(text);
  });
  const [first, last] = [data['first_name'], data['last_name']];
  if (typeof first === 'string' && typeof last === 'string' && first !== '' && last !== '')
    words.add(`${first} ${last}`);
  return [...words];
}
