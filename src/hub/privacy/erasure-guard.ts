/**
 * What of a page may be stored, given who was erased: their own records do not come back, and what names them comes without them. A run
 * holds each of its pages against the decisions it knows; the store refuses a page when there is a newer one (store/pages.ts), so that
 * nobody slips in who was read before and is stored after. A tenant without erasures pays one look at the start of a run.
 */
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '../../contract/http.ts';
import { fail } from '../../contract/errors.ts';
import { isPersonModel } from '../../contract/models/personal.ts';
import { emailsIn } from '../../contract/personal-text.ts';
import type { ChangedItem } from '../../engine/ports.ts';
import { stripper, type Strip } from '../../engine/sync/dropped-fields.ts';
import { addMarks, readDecisions, readEmailMarks, type Decisions, type NewMark } from '../../store/erasure-marks.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { Admission } from '../../store/pages.ts';
import type { HubContext } from '../context.ts';
import { markedPeople, markMaker, type MarkMaker } from './erasure-marks.ts';
import { matchOf, ownEmail, withoutThem, type MatchedStream } from './subject-match.ts';

export interface GuardedStream extends MatchedStream {
  readonly tenantId: string;
  readonly streamNo: number;
}

/** For whoever reads items of a stream: without the fields that are never kept, to begin with. */
export async function guardRun(
  context: HubContext,
  of: GuardedStream,
): Promise<{ readonly admission: Admission; readonly strip: Strip | undefined }> {
  const maker = await markMaker(context, of.tenantId);
  const read = () => context.store.inTenant(of.tenantId, (trx) => decisionsOf(trx, of));
  let known = await read();
  const { dropped } = known;
  const admission: Admission = {
    admit: async (changed) => {
      const { admitted, learned } = admit(maker, known, of, changed);
      if (learned.length > 0) await context.store.inTenant(of.tenantId, (trx) => addMarks(trx, of.tenantId, learned));
      return { changed: admitted, privacy: known.privacy };
    },
    decidedAnew: async () => {
      known = await read();
      if (isDeepStrictEqual(known.dropped, dropped)) return;
      // What was read holds fields that are not kept any more: the run goes on from its checkpoint, and reads without them.
      throw fail('conflict', `What is kept of ${of.stream} was changed while it was read.`, { retry: true });
    },
  };
  return { admission, strip: stripper(dropped) };
}

async function decisionsOf(trx: TenantTransaction, { tenantId, streamNo, stream }: GuardedStream): Promise<Decisions> {
  const found = await readDecisions(trx, tenantId, streamNo);
  if (found === undefined) throw fail('not_found', `The stream ${stream} is not there any more.`);
  return found;
}

/** For texts of vendors that are kept besides records: do they name somebody who was erased, by address? Undefined: nobody ever was. */
export async function namesErased(
  context: HubContext,
  tenantId: string,
): Promise<((text: string) => boolean) | undefined> {
  const marks = await context.store.inTenant(tenantId, (trx) => readEmailMarks(trx, tenantId));
  if (marks.size === 0) return undefined;
  const maker = await markMaker(context, tenantId);
  return (text) => [...emailsIn(text)].some((address) => marks.has(maker.email(address)));
}

const nothing = Buffer.from('{}');

interface Admitted {
  readonly admitted: readonly ChangedItem[];
  /** An erased person has further records, known by their address: they are remembered by their ids as well. */
  readonly learned: readonly NewMark[];
}

function admit(maker: MarkMaker, { marks }: Decisions, of: GuardedStream, changed: readonly ChangedItem[]): Admitted {
  if (marks.size === 0) return { admitted: changed, learned: [] };
  const wanted = markedPeople(maker, marks);
  const learned: NewMark[] = [];
  const admitted = changed.flatMap((item): readonly ChangedItem[] => {
    const parsed: unknown = item.data === null ? null : JSON.parse(item.data);
    const data = isJsonObject(parsed) ? parsed : null;
    const raw = item.raw === undefined ? undefined : Buffer.from(item.raw).toString('utf8');
    const match = matchOf(wanted, of, { key: item.key, data, raw });
    if (match === undefined) return [item];
    if (match === 'person') {
      const email = ownEmail(of.model, data);
      const erasureId = email === undefined ? undefined : marks.get(maker.email(email));
      if (erasureId !== undefined) learned.push(...marksOfRecord(maker, of, item.key, erasureId));
      return [];
    }
    const left = data === null ? null : JSON.stringify(withoutThem(wanted, of, data));
    return [{ ...item, raw: item.raw === undefined ? undefined : nothing, data: left }];
  });
  return { admitted, learned: learned.filter(({ mark }) => !marks.has(mark)) };
}

/** By which a person's record is known again. */
export function marksOfRecord(
  maker: MarkMaker,
  { integrationId, stream, model }: MatchedStream,
  key: string,
  erasureId: string,
): readonly NewMark[] {
  return [
    { mark: maker.record({ integrationId, stream }, key), kind: 'record', erasureId },
    ...(isPersonModel(model)
      ? [{ mark: maker.reference(integrationId, model, key), kind: 'reference', erasureId } as const]
      : []),
  ];
}
