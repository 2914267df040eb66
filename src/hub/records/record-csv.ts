/**
 * Records as rows of CSV (RFC 4180). The columns follow from the model alone, so that every file of a model has the same ones, whatever
 * is in it: facts about the record, then the model's fields in their order; lists and objects as JSON.
 */
import { models, type ModelName } from '../../contract/models/index.ts';
import type { RecordView } from './record-views.ts';

/** Facts about the record begin with `record_`, but for those no field of a model is called like. */
const facts = {
  record_id: ({ id }: RecordView) => id,
  integration_id: ({ integration_id }: RecordView) => integration_id,
  provider: ({ provider }: RecordView) => provider,
  stream: ({ stream }: RecordView) => stream,
  vendor_id: ({ key }: RecordView) => key,
} as const;
const trailing = {
  record_changed_at: ({ changed_at }: RecordView) => changed_at,
  record_created_at: ({ created_at }: RecordView) => created_at,
  record_updated_at: ({ updated_at }: RecordView) => updated_at,
  record_deleted_at: ({ deleted_at }: RecordView) => deleted_at,
  record_problem: ({ problem }: RecordView) => problem,
} as const;

/** Lines end as RFC 4180 says. */
const lineEnd = '\r\n';
export const byteOrderMark = '\uFEFF';

export function csvHeader(model: ModelName): string {
  return csvLine([...Object.keys(facts), ...fieldsOf(model), ...Object.keys(trailing)]);
}

export function csvRow(model: ModelName, view: RecordView): string {
  const { data } = view;
  return csvLine([
    ...Object.values(facts).map((read) => read(view)),
    ...fieldsOf(model).map((field) => data?.[field]),
    ...Object.values(trailing).map((read) => read(view)),
  ]);
}

function fieldsOf(model: ModelName): readonly string[] {
  return Object.keys(models[model].shape);
}

function csvLine(values: readonly unknown[]): string {
  return values.map(cell).join(',') + lineEnd;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const safe = typeof value === 'string' ? harmless(value) : JSON.stringify(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Spreadsheets take a text that begins like a formula for one, and vendors' texts are anybody's: such a text gets an apostrophe in front,
 * which spreadsheets do not show. A decimal number is none and stays: `-110.00` is an amount.
 */
function harmless(text: string): string {
  if (/^-?\d+(\.\d+)?$/.test(text)) return text;
  return /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}
