/** Canvas' ways of writing ids, times and addresses, read once and carefully. Total. Called by the maps, the streams and the actions. */
import type { Account, MapContext } from 'plugboard/contract';
import { fromIso, textOf, toLocal } from 'plugboard/kit';

/** Ids come as text because we ask for it; a number is one Canvas forgot to turn. */
export type RawId = string | number | null | undefined;

export function idOf(value: RawId): string | null {
  return typeof value === 'number' ? String(value) : textOf(value);
}

/** ISO 8601 with whatever offset -> UTC. */
export function momentOf(value: string | null | undefined): string | null {
  const moment = fromIso(value);
  // Beyond the year 9999 ISO 8601 needs a sign, and nobody means such a date.
  return moment !== undefined && /^\d{4}-/.test(moment) ? moment : null;
}

/** The calendar date of a moment where the course is held; in UTC when Canvas does not say where. */
export function dayOf(value: string | null | undefined, zone: string | null | undefined): string | null {
  const moment = momentOf(value);
  return moment === null ? null : (toLocal(moment, textOf(zone) ?? 'UTC') ?? moment).slice(0, 10);
}

/** The zone of the account, found when it was connected. */
export function accountZone({ account }: MapContext): string | undefined {
  return account?.meta['time_zone'];
}

/** The account whose courses and people are read; undefined for somebody who only has courses of their own. */
export function accountIdOf(account: Account | undefined): string | undefined {
  return account?.meta['account_id'];
}

/** A page of the school's site, for people. */
export function pageOf({ settings }: MapContext, path: string): string | null {
  const domain = textOf(settings['domain']);
  return domain === null ? null : `https://${domain}${path}`;
}
