/**
 * Writing what came of an enrolment: results of units, outcomes of assessments, units that are added or taken away. No public page says how
 * JR Plus takes them: paths and elements are our proposal. Called by actions.ts.
 */
import { action, fail, models, z, type JsonObject } from 'plugboard/contract';
import { codeOfResult, textAt } from 'plugboard/kit';
import { list, part, remove, write } from './calls.ts';
import { enrolmentOf } from './actions-enrolments.ts';
import { streams, withOwner } from './streams.ts';
import { elements, findRow, identifier, mapped, unitCode, update, withId, type Context } from './writing.ts';

/** Where an enrolment's units, or its assessments, are. */
function pathOf(enrolment: string, below: 'enrolment_units' | 'assessments'): string {
  return `enrolments/${part(enrolment)}/${below}`;
}

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

function findUnit(context: Context, enrolment: string, code: string): Promise<JsonObject | undefined> {
  const request = list(pathOf(enrolment, 'enrolment_units'));
  return findRow(context, 'unit_results', request, (row) => same(textAt(row, 'unit-code'), code));
}

/** The unit as it is listed now, and whose it is: the list itself does not say. */
async function unitAnswer(context: Context, enrolment: JsonObject, code: string) {
  const id = textAt(enrolment, 'enrolment-identifier') ?? '';
  const row = await findUnit(context, id, code);
  if (row === undefined) throw fail('not_found', `Enrolment ${id} has no unit ${code}.`);
  const items = withOwner([row], { student: textAt(enrolment, 'party-identifier') ?? null, enrolment: id });
  const [item = row] = items;
  return {
    output: { id: streams.unit_results.key(item) ?? '', data: mapped(streams.unit_results, item, context) },
    records: [{ stream: 'unit_results', items }],
  };
}

const results = [
  'competent',
  'not_yet_competent',
  'withdrawn',
  'rpl_granted',
  'rpl_not_granted',
  'credit_transfer',
  'superseded',
  'continuing',
  'non_assessable_completed',
  'non_assessable_not_completed',
  'not_started',
] as const;
const withoutEnd: readonly string[] = ['continuing', 'not_started'];

const outcomeInput = z
  .strictObject({
    enrolment_id: identifier,
    unit_code: unitCode,
    /** Recorded with its national outcome identifier (competent: 20). */
    result: z.enum(results),
    starts_on: z.iso.date().optional(),
    /** Needed for every result that says the unit is over. */
    ends_on: z.iso.date().optional(),
  })
  .refine(({ result, ends_on: end }) => end !== undefined || withoutEnd.includes(result), {
    error: 'is needed for this result',
    path: ['ends_on'],
  })
  .refine(({ starts_on: start, ends_on: end }) => start === undefined || end === undefined || start <= end, {
    error: 'must not be before starts_on',
    path: ['ends_on'],
  });

export const recordUnitOutcome = action({
  summary: 'Records the result of a unit in an enrolment, with its national outcome code.',
  input: outcomeInput,
  output: withId(models.outcome),
  async run(context) {
    const { input } = context;
    const enrolment = await enrolmentOf(context, input.enrolment_id);
    const body = elements(context, 'unit_results', {
      'outcome-identifier-avetmiss': codeOfResult(input.result),
      'start-date': input.starts_on,
      'end-date': input.ends_on,
    });
    const path = `${pathOf(input.enrolment_id, 'enrolment_units')}/${part(input.unit_code)}`;
    await update(context, path, 'enrolment-unit', body);
    return unitAnswer(context, enrolment, input.unit_code);
  },
});

export const addUnit = action({
  summary: 'Adds a unit to an enrolment. One that is there already is answered as it is.',
  input: z.strictObject({ enrolment_id: identifier, unit_code: unitCode, starts_on: z.iso.date().optional() }),
  output: withId(models.outcome),
  creates: 'unit_results',
  async run(context) {
    const { input, http } = context;
    const enrolment = await enrolmentOf(context, input.enrolment_id);
    if ((await findUnit(context, input.enrolment_id, input.unit_code)) === undefined) {
      const body = elements(context, 'unit_results', { 'unit-code': input.unit_code, 'start-date': input.starts_on });
      await http.send(write('POST', pathOf(input.enrolment_id, 'enrolment_units'), 'enrolment-unit', body));
    }
    return unitAnswer(context, enrolment, input.unit_code);
  },
});

export const removeUnit = action({
  summary: 'Takes a unit without a result out of an enrolment. `removed` is false when it was not in it.',
  input: z.strictObject({ enrolment_id: identifier, unit_code: unitCode }),
  output: z.object({ removed: z.boolean() }),
  async run(context) {
    const { input, http } = context;
    await enrolmentOf(context, input.enrolment_id);
    const there = await findUnit(context, input.enrolment_id, input.unit_code);
    if (there === undefined) return { output: { removed: false } };
    await http.send(remove(`${pathOf(input.enrolment_id, 'enrolment_units')}/${part(input.unit_code)}`));
    return { output: { removed: true } };
  },
});

const statusWords = {
  not_submitted: 'Not Submitted',
  submitted: 'Submitted',
  satisfactory: 'Satisfactory',
  not_satisfactory: 'Not Satisfactory',
} as const;

const assessmentInput = z.strictObject({
  enrolment_id: identifier,
  assessment_id: identifier,
  status: z.enum(['not_submitted', 'submitted', 'satisfactory', 'not_satisfactory']),
  mark: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,2})?$/, 'must be a number as text, like 81.5')
    .optional(),
  assessed_on: z.iso.date().optional(),
});

export const recordAssessmentOutcome = action({
  summary: 'Records whether the work for an assessment is satisfactory, with a mark where there is one.',
  input: assessmentInput,
  output: withId(models.submission),
  async run(context) {
    const { input } = context;
    const enrolment = await enrolmentOf(context, input.enrolment_id);
    const body = elements(context, 'assessments', {
      'assessment-status': statusWords[input.status],
      mark: input.mark,
      'assessed-on': input.assessed_on,
    });
    const path = pathOf(input.enrolment_id, 'assessments');
    await update(context, `${path}/${part(input.assessment_id)}`, 'assessment', body);
    const row = await findRow(context, 'assessments', list(path), (one) => textAt(one, 'id') === input.assessment_id);
    if (row === undefined)
      throw fail('decode_failed', `JR Plus recorded the outcome but does not list assessment ${input.assessment_id}.`);
    const owner = { student: textAt(enrolment, 'party-identifier') ?? null, enrolment: input.enrolment_id };
    const items = withOwner([row], owner);
    const [item = row] = items;
    return {
      output: { id: streams.assessments.key(item) ?? '', data: mapped(streams.assessments, item, context) },
      records: [{ stream: 'assessments', items }],
    };
  },
});
