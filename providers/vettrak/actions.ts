/**
 * What can be written to VETtrak. It has no idempotency keys: creating a client is safe to repeat because VETtrak looks for the person
 * first; the others are refused by VETtrak when they were done already, or do the same again.
 */
import {
  action,
  fail,
  models,
  z,
  xmlText,
  type ActionContext,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type MapContext,
} from 'plugboard/contract';
import { created, textAt } from 'plugboard/kit';
import { authOf, contentOf, itemsOf, read, resultOf, status, toJson, write } from './calls.ts';
import { mapAward, mapClient, mapEnrolment, mapUnitResult } from './maps.ts';
import { rawAward, rawClient, rawEnrolment, rawUnitResult } from './raw.ts';
import { unitItems } from './streams.ts';
import { localOf } from './values.ts';

const clientCode = z.string().regex(/^\S{1,10}$/, 'must be a client code as text, with its leading zeros');
const id = z.string().regex(/^[1-9]\d{0,9}$/, 'must be the id of a VETtrak record as text');
const name = z.string().trim().min(1).max(50);

type Context = Pick<ActionContext<unknown>, 'http'>;

/** Sends a call. In a list "no records" is an answer; here it means that what the call is about does not exist. */
async function send({ http }: Context, request: HttpRequest): Promise<HttpResponse> {
  const response = await http.send(request);
  const auth = authOf(response.body);
  if (auth?.status === status.none)
    throw fail('not_found', auth.message ?? 'VETtrak has no such record.', { vendorCode: String(status.none) });
  return response;
}

/** The one thing in an answer. */
function thingOf({ body }: HttpResponse, what: string): JsonObject {
  const content = contentOf(body);
  if (content === undefined) throw fail('decode_failed', `VETtrak answered no ${what}.`);
  return toJson(content);
}

function answer<Raw, Data>(
  schema: z.ZodType<Raw>,
  map: (raw: Raw, context: MapContext) => Data,
  item: JsonObject,
  context: MapContext,
): Data {
  const raw = schema.safeParse(item);
  if (!raw.success) throw fail('decode_failed', `VETtrak answered something unexpected: ${z.prettifyError(raw.error)}`);
  return map(raw.data, context);
}

// --- clients --------------------------------------------------------------------------------------------------------------

const clientInput = z.strictObject({
  first_name: name,
  last_name: name,
  date_of_birth: z.iso.date(),
  /** Needed, and not to be taken, where the site uses e-mail addresses as user names. */
  email: z.email().max(100).optional(),
  /** Default: the root division. */
  division_id: id.optional(),
});

const createClient = action({
  summary: 'Creates a client, or answers the one who has that name and date of birth already.',
  input: clientInput,
  output: created(models.student),
  creates: 'clients',
  async run(context) {
    const { input, settings } = context;
    const request = write(settings, 'AddClientAfterCheck', {
      sClie_Surname: input.last_name,
      sClie_Given: input.first_name,
      xsdClie_DOB: `${input.date_of_birth}T00:00:00`,
      divisionId: input.division_id ?? null,
      email: input.email ?? '',
    });
    // The same person is never made twice, so a call whose answer was lost may be repeated.
    const added = thingOf(await send(context, { ...request, safe: true }), 'client');
    const code = textAt(added, 'Clie_Code');
    if (code === undefined) throw fail('decode_failed', 'VETtrak did not answer the code of the client.');
    const detail = thingOf(await send(context, read(settings, 'GetClientDetails', { sClie_Code: code })), 'client');
    const item = { ...detail, Clie_Code: code };
    return {
      output: { id: code, data: answer(rawClient, mapClient, item, context) },
      records: [{ stream: 'clients', items: [item] }],
    };
  },
});

// --- enrolments -----------------------------------------------------------------------------------------------------------

const enrolmentInput = z.strictObject({
  student_id: clientCode,
  /** The occurrence, which must be enabled for a learning management system. */
  class_id: id,
});

const enrolClient = action({
  summary: 'Enrols a client in an occurrence that is enabled for a learning management system.',
  input: enrolmentInput,
  output: created(models.enrolment),
  creates: 'enrolments',
  async run(context) {
    const { input, settings } = context;
    const request = write(settings, 'AddLMSClientEnrolmentToOccurrence', {
      sClie_Code: input.student_id,
      iOccurrenceId: input.class_id,
    });
    const item = { Clie_Code: input.student_id, ...thingOf(await send(context, request), 'enrolment') };
    const enrolmentId = textAt(item, 'ID');
    if (enrolmentId === undefined) throw fail('decode_failed', 'VETtrak did not answer the id of the enrolment.');
    return {
      output: { id: enrolmentId, data: answer(rawEnrolment, mapEnrolment, item, context) },
      records: [{ stream: 'enrolments', items: [item] }],
    };
  },
});

// --- unit results ---------------------------------------------------------------------------------------------------------

const resultInput = z
  .strictObject({
    student_id: clientCode,
    enrolment_id: id,
    unit_code: z.string().trim().min(1).max(12),
    /** A name from the site's own list of results; letter case does not matter. */
    result: z.string().trim().min(1),
    starts_on: z.iso.date(),
    ends_on: z.iso.date(),
    /** 0 to 100; left out: not scored. */
    score_percent: z.number().int().min(0).max(100).optional(),
  })
  .refine(({ starts_on: start, ends_on: end }) => start <= end, {
    error: 'must not be before starts_on',
    path: ['ends_on'],
  });

/** The result's name as this site spells it. VETtrak itself would only say that the name is not valid. */
async function resultName(context: ActionContext<z.infer<typeof resultInput>>): Promise<string> {
  const { input, settings } = context;
  const { body } = await send(context, read(settings, 'GetResultTypes', {}));
  const names = itemsOf(body).flatMap((item) => {
    const key = Object.keys(item).find((one) => /name$/i.test(one));
    return textAt(item, key ?? '#text') ?? [];
  });
  const found = names.find((one) => one.toLowerCase() === input.result.toLowerCase());
  if (found !== undefined) return found;
  throw fail('invalid_request', `This site has no result "${input.result}". It has: ${names.join(', ')}.`, {
    problems: [{ path: 'result', message: `must be one of: ${names.join(', ')}` }],
  });
}

const recordUnitResult = action({
  summary: "Sets the result of a unit in an enrolment, by a name from the site's own list of results.",
  input: resultInput,
  output: created(models.outcome),
  async run(context) {
    const { input, settings, account } = context;
    const sResult_Name = await resultName(context);
    await send(
      context,
      write(settings, 'UpdateResult', {
        iEnro_ID: input.enrolment_id,
        sUnit_Code: input.unit_code,
        sResult_Name,
        xsdStart: `${input.starts_on}T00:00:00`,
        xsdFinish: `${input.ends_on}T00:00:00`,
        iPercentage: input.score_percent ?? -1,
      }),
    );
    const units = await send(
      context,
      read(settings, 'GetUnitsForEnrolmentIncludingLinked', { enrolmentId: input.enrolment_id }),
    );
    const items = unitItems(itemsOf(units.body), input.student_id, settings, account);
    const item = items.find(
      (one) =>
        textAt(one, 'Enun.ID') === input.enrolment_id &&
        textAt(one, 'Unit.code')?.toLowerCase() === input.unit_code.toLowerCase(),
    );
    if (item === undefined) throw fail('decode_failed', 'VETtrak recorded the result but does not list the unit.');
    return {
      output: {
        id: `${input.enrolment_id}:${textAt(item, 'Unit.code') ?? input.unit_code}`,
        data: answer(rawUnitResult, mapUnitResult, item, context),
      },
      records: [{ stream: 'unit_results', items: [item] }],
    };
  },
});

// --- awards ---------------------------------------------------------------------------------------------------------------

const awardInput = z.strictObject({
  enrolment_id: id,
  /** Name of an award type of the site (`Testamur`, `Statement of Attainment`). */
  type: z.string().trim().min(1).max(50),
  /** Left out: the site's next number. */
  number: z.string().trim().min(1).max(50).optional(),
  completed_on: z.iso.date().optional(),
  issued_on: z.iso.date().optional(),
  expires_on: z.iso.date().optional(),
});

const midnight = (date: string | undefined): string | null => (date === undefined ? null : `${date}T00:00:00`);

/** A day before VETtrak's own answer, whatever its clock and ours say. */
function shortlyBefore({ headers }: HttpResponse): string {
  const ms = Date.parse(headers['date'] ?? '');
  return Number.isNaN(ms) ? '1900-01-01T00:00:00Z' : new Date(ms - 86_400_000).toISOString();
}

const addAward = action({
  summary: 'Issues an award for an enrolment.',
  input: awardInput,
  output: created(models.certificate),
  creates: 'awards',
  async run(context) {
    const { input, settings } = context;
    const added = await send(
      context,
      write(settings, 'AddAward', {
        enrolmentId: input.enrolment_id,
        awardTypeName: input.type,
        parchmentNumber: input.number ?? '',
        recordedDate: midnight(input.issued_on),
        dateCompleted: midnight(input.completed_on),
        expiryDate: midnight(input.expires_on),
        issued: true,
        issuedDate: midnight(input.issued_on),
      }),
    );
    const number = xmlText(resultOf(added.body), 'ParchmentNumber');
    // VETtrak answers the number it printed and not the record: that is found among the newest.
    const sinceDate = localOf(shortlyBefore(added), settings);
    const newest = await send(context, read(settings, 'GetAwardsModifiedSince', { sinceDate }));
    const item = itemsOf(newest.body).find((one) => number !== undefined && textAt(one, 'Qucl_Cert') === number);
    const awardId = item === undefined ? undefined : textAt(item, 'Qucl_ID');
    if (item === undefined || awardId === undefined)
      throw fail('decode_failed', `VETtrak issued award ${number ?? ''} but does not list it.`);
    return {
      output: { id: awardId, data: answer(rawAward, mapAward, item, context) },
      records: [{ stream: 'awards', items: [item] }],
    };
  },
});

export const actions = {
  create_client: createClient,
  enrol_client: enrolClient,
  record_unit_result: recordUnitResult,
  add_award: addAward,
};
