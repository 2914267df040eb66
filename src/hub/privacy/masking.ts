/**
 * What somebody sees who may look but is not told about people (the role viewer, a key with the right `view`): fields that their model
 * marks as personal, own fields of the tenant, and what the vendor sent are masked. Whether is decided by `seesPeople` (principal.ts); each
 * use-case that shows records asks here.
 */
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import { changeValues, isPersonal } from '../../contract/models/personal.ts';
import { isModel } from '../../engine/mapping/rules.ts';
import type { FieldChange, MappingDiff, MappingPreview } from '../mappings/mapping-views.ts';
import { seesPeople, type Principal } from '../access/principal.ts';
import type { RecordDetail, RecordVersionView, RecordView } from '../records/record-views.ts';

/** Stands where a value is that the caller does not see. Null stays null. */
export const masked = '[masked]';

/** Unified data; of a model that says nothing about people it is shown as it is. */
export function maskData<Data extends object | null>(model: string, data: Data): Data | JsonObject {
  if (data === null || !isJsonObject(data)) return data;
  if (!isModel(model)) return maskEverything(data);
  if (!isPersonal(model)) return data;
  return changeValues(model, data, (value, { kind }) =>
    kind === 'personal' || (kind === 'custom' && typeof value !== 'boolean') ? masked : value,
  );
}

/** Of what the vendor sent nobody says what is personal: its shape is shown, and no text or number. */
export function maskRaw(raw: unknown): unknown {
  if (typeof raw === 'string' || typeof raw === 'number') return masked;
  if (Array.isArray(raw)) return raw.map(maskRaw);
  return isJsonObject(raw) ? maskEverything(raw) : raw;
}

function maskEverything(value: JsonObject): JsonObject {
  const shown: unknown = Object.fromEntries(Object.entries(value).map(([name, field]) => [name, maskRaw(field)]));
  return isJsonObject(shown) ? shown : {};
}

/** Records as this caller sees them. */
export function shownRecord<View extends RecordView>(principal: Principal, view: View): View {
  return seesPeople(principal) ? view : { ...view, data: maskData(view.model, view.data) };
}

export function shownDetail(principal: Principal, view: RecordDetail): RecordDetail {
  const shown = shownRecord(principal, view);
  return seesPeople(principal) || !('raw' in shown) ? shown : { ...shown, raw: maskRaw(shown.raw) };
}

export function shownVersion(principal: Principal, model: string, view: RecordVersionView): RecordVersionView {
  return seesPeople(principal) ? view : { ...view, data: maskData(model, view.data) };
}

/** A right to change mappings is none to see people. */
export function shownPreview(principal: Principal, model: string, preview: MappingPreview): MappingPreview {
  if (seesPeople(principal)) return preview;
  return {
    data: preview.data.map((one) => ({
      ...one,
      raw: maskRaw(one.raw),
      unified: maskData(model, one.unified),
      before: maskData(model, one.before),
      after: maskData(model, one.after),
      changes: one.changes.map(maskChange),
    })),
  };
}

export function shownDiff(principal: Principal, diff: MappingDiff): MappingDiff {
  if (seesPeople(principal)) return diff;
  return { ...diff, sample: diff.sample.map((one) => ({ ...one, changes: one.changes.map(maskChange) })) };
}

/** Which field, and whether it was and is there. */
function maskChange(change: FieldChange): FieldChange {
  return {
    field: change.field,
    ...('before' in change ? { before: maskRaw(change.before) } : {}),
    ...('after' in change ? { after: maskRaw(change.after) } : {}),
  };
}
