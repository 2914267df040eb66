/** The few building blocks all models share, so that a date, an amount or a personal field looks the same everywhere. */
import { z } from 'zod';

/** Decimal string, `-110.00`. */
export const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
/** ISO 4217, upper case. */
export const currency = z.string().regex(/^[A-Z]{3}$/);
/** ISO 8601 moment in UTC, `2026-05-01T00:00:00.000Z`. */
export const moment = z.iso.datetime();
/** Calendar date without a zone, `2026-05-01`. */
export const date = z.iso.date();
/** The vendor's id of a record in another stream of the same integration. */
export const reference = z.string().min(1);

/** Marks a field as about a person: masked in logs and for viewers, found by a subject export, gone after an erasure. */
export function personal<T extends z.ZodType>(schema: T): T {
  return schema.meta({ personal: true });
}

/**
 * The vendor's id of a person's record of another stream of the same integration: whatever holds it is about that person, too.
 * Found by a subject export; after an erasure it no longer says whom it is about.
 */
export function personReference(model: 'student' | 'contact' | 'employee') {
  return reference.meta({ person: model });
}

export const address = z.object({
  kind: z.enum(['street', 'postal', 'billing', 'shipping', 'other']),
  line1: personal(z.string().nullable()),
  line2: personal(z.string().nullable()),
  city: z.string().nullable(),
  region: z.string().nullable(),
  postcode: z.string().nullable(),
  /** As the vendor gives it: ISO code or name. */
  country: z.string().nullable(),
});

export const lineItem = z.object({
  description: z.string().nullable(),
  /** Decimal string; may have fractions. */
  quantity: amount.nullable(),
  unit_amount: amount.nullable(),
  tax_amount: amount.nullable(),
  /** Line total as the vendor gives it, see the document's `tax_treatment`. */
  total: amount.nullable(),
  /** Ledger account by the vendor's code. */
  account_code: z.string().nullable(),
  tax_code: z.string().nullable(),
  product_id: reference.nullable(),
  /** Tracking category option ids. */
  tracking: z.array(z.string()),
});
