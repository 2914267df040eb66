/** Brightspace's ways of writing ids, times, texts and addresses, read once and carefully. Total. Called by the maps and streams. */
import type { MapContext } from 'plugboard/contract';
import { fromIso, textOf, toLocal } from 'plugboard/kit';

/** The same id is a number in one block and a text in the next. */
export type RawId = string | number | null | undefined;

export function idOf(value: RawId): string | null {
  return typeof value === 'number' ? String(value) : textOf(value);
}

/** `2026-03-01T02:00:00.000Z`, always UTC. */
export function momentOf(value: string | null | undefined): string | null {
  return fromIso(value) ?? null;
}

/** The calendar date of a moment where the organisation is; in UTC when that is not known. */
export function dayOf(value: string | null | undefined, { account }: MapContext): string | null {
  const moment = momentOf(value);
  return moment === null ? null : (toLocal(moment, account?.meta['time_zone'] ?? 'UTC') ?? moment).slice(0, 10);
}

/** A rich text: its plain form, or what it has. */
export function wordsOf(
  rich: { Text?: string | null | undefined; Html?: string | null | undefined } | null | undefined,
) {
  return textOf(rich?.Text) ?? textOf(rich?.Html);
}

/** An address on the site or elsewhere; null for what leads nowhere by http. */
export function addressOf(path: string | null | undefined, { settings }: MapContext): string | null {
  const [domain, text] = [textOf(settings['domain']), textOf(path)];
  if (text === null) return null;
  const url = domain === null ? URL.parse(text) : URL.parse(text, `https://${domain}`);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : null;
}
