/**
 * What can be written to a Coursebox portal. Making and changing a person are calls the vendor describes; the others are our proposal.
 * Coursebox knows no idempotency keys: a person is looked up by e-mail address first, and enrolling, cancelling and publishing twice
 * does nothing twice.
 */
import { randomBytes } from 'node:crypto';
import {
  action,
  asDeclared,
  asInstalled,
  fail,
  models,
  PlugboardError,
  z,
  type ActionContext,
  type HttpRequest,
  type JsonObject,
  type MapContext,
} from 'plugboard/contract';
import { created, given, isObject, textAt } from 'plugboard/kit';
import { bareList, rowWith } from './lists.ts';
import { mapEnrolment } from './maps-work.ts';
import { mapCourse, mapLearner } from './maps.ts';
import { rawCourse, rawEnrolment, rawGeneration, rawLearner } from './raw.ts';
import { personPath } from './site.ts';
import { idOf, momentOf } from './values.ts';

/** An id of Coursebox; nothing else may get into a path. */
const id = z.string().regex(/^[\w-]{1,64}$/, 'must be an id of Coursebox');
const line = z.string().trim().min(1).max(255);
const moment = z.iso.datetime({ offset: true });
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/, 'must be a language like en or en-AU');

/** What actions know of where they run. */
type Place = Pick<ActionContext<unknown>, 'http' | 'settings' | 'account' | 'names' | 'lists'>;
type Entity = 'learners' | 'enrolments' | 'courses';

// --- sending --------------------------------------------------------------------------------------------------------------

async function send({ http }: Place, request: HttpRequest): Promise<JsonObject> {
  const { body } = await http.send(request);
  if (!isObject(body)) throw fail('decode_failed', 'Coursebox answered something other than what was asked for.');
  return body;
}

/** Writes a row of a list in this installation's names, and reads the answer in ours. */
async function write(place: Place, entity: Entity, request: HttpRequest, row: JsonObject): Promise<JsonObject> {
  const names = place.names?.[entity];
  return asDeclared(await send(place, { ...request, body: { json: asInstalled(row, names) } }), names);
}

function answer<Raw extends { readonly id: string | number }, Data>(
  schema: z.ZodType<Raw>,
  map: (raw: Raw, context: MapContext) => Data,
  item: JsonObject,
  context: MapContext,
): { id: string; data: Data } {
  const raw = schema.safeParse(item);
  if (!raw.success)
    throw fail('decode_failed', `Coursebox answered something unexpected: ${z.prettifyError(raw.error)}`);
  return { id: String(raw.data.id), data: map(raw.data, context) };
}

// --- people ---------------------------------------------------------------------------------------------------------------

function personOf(place: Place, learner: string): Promise<JsonObject> {
  return send(place, { url: personPath(learner) }).then((item) => asDeclared(item, place.names?.['learners']));
}

/** The person with that address, also where the portal keeps it in small letters. */
async function findByEmail(place: Place, email: string): Promise<JsonObject | undefined> {
  for (const spelling of new Set([email, email.toLowerCase()])) {
    const found = await lookUp(place, spelling);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Undefined also where the portal has no list of people to look into. */
async function lookUp(place: Place, email: string): Promise<JsonObject | undefined> {
  const names = place.names?.['learners'];
  const list = place.lists?.['learners'] ?? bareList;
  try {
    const { body } = await place.http.send(rowWith('/api/WineUsers', names?.['email'] ?? 'email', email));
    const found = list(body).flatMap((row) => (isObject(row) ? [asDeclared(row, names)] : []));
    // A server that does not understand the question answers anybody.
    return found.find((item) => textAt(item, 'email')?.toLowerCase() === email.toLowerCase());
  } catch (error) {
    if (error instanceof PlugboardError && error.code === 'not_found') return undefined;
    throw error;
  }
}

const createLearner = action({
  summary:
    'Creates a learner with a password nobody knows: they set their own by "forgot password". Somebody with this address is answered as they are.',
  input: z.strictObject({
    first_name: line,
    last_name: line,
    email: z.email().max(255),
    /** Coursebox takes nobody under 18: say that this person is not. */
    adult: z.literal(true),
    /** Links the account to an offer, and with it to a course. */
    offer_code: line.optional(),
    marketing_emails: z.boolean().default(false),
  }),
  output: created(models.student),
  creates: 'learners',
  async run(context) {
    const { input } = context;
    const known = await findByEmail(context, input.email);
    const item = known ?? (await makePerson(context, input));
    return { output: answer(rawLearner, mapLearner, item, context), records: [{ stream: 'learners', items: [item] }] };
  },
});

async function makePerson(
  place: Place,
  input: {
    first_name: string;
    last_name: string;
    email: string;
    offer_code?: string | undefined;
    marketing_emails: boolean;
  },
): Promise<JsonObject> {
  const made = await send(place, {
    method: 'POST',
    url: '/api/wineusers/createAccount',
    body: {
      json: {
        data: {
          user: {
            firstName: input.first_name,
            lastName: input.last_name,
            email: input.email,
            // Nobody is to know it, so it comes from nothing that could be asked again, and is kept nowhere.
            password: `${randomBytes(24).toString('base64url')}aA1!`,
          },
          offerCode: input.offer_code ?? '',
          marketingEmails: input.marketing_emails,
          is18Plus: true,
        },
      },
    },
  });
  const learner = textAt(asDeclared(made, place.names?.['learners']), 'id');
  if (learner === undefined) throw fail('decode_failed', 'Coursebox did not say which account it made.');
  // The answer says little; the person says all.
  return personOf(place, learner);
}

const updateLearner = action({
  summary: 'Changes what a portal knows of a learner.',
  input: z
    .strictObject({
      learner_id: id,
      first_name: line.optional(),
      last_name: line.optional(),
      email: z.email().max(255).optional(),
      phone: line.nullable().optional(),
      date_of_birth: z.iso.date().nullable().optional(),
      city: line.nullable().optional(),
      state: line.nullable().optional(),
      country: line.nullable().optional(),
    })
    .refine((input) => Object.values(input).filter((value) => value !== undefined).length > 1, {
      error: 'give at least one thing to change',
      path: ['learner_id'],
    }),
  output: created(models.student),
  async run(context) {
    const { learner_id: learner, date_of_birth: birthday, ...input } = context.input;
    const attributes = given({
      firstName: input.first_name,
      lastName: input.last_name,
      email: input.email,
      contactNumber: input.phone,
      dateOfBirth: typeof birthday === 'string' ? `${birthday}T00:00:00.000Z` : birthday,
      city: input.city,
      state: input.state,
      country: input.country,
    });
    await send(context, {
      method: 'POST',
      url: '/api/WineUsers/updateMainAttributes',
      query: { id: learner },
      body: { json: { id: learner, attributes: asInstalled(attributes, context.names?.['learners']) } },
    });
    const item = await personOf(context, learner);
    return { output: answer(rawLearner, mapLearner, item, context), records: [{ stream: 'learners', items: [item] }] };
  },
});

// --- enrolments -----------------------------------------------------------------------------------------------------------

const enrolLearner = action({
  summary: 'Puts a learner into a course. Asking again for the same learner and course gives the same enrolment.',
  input: z.strictObject({ learner_id: id, course_id: id, expires_at: moment.optional() }),
  output: created(models.enrolment),
  creates: 'enrolments',
  async run(context) {
    const { learner_id: userId, course_id: courseId, expires_at: until } = context.input;
    const row = given({ userId, courseId, expiresAt: until === undefined ? undefined : (momentOf(until) ?? until) });
    const item = await write(context, 'enrolments', { method: 'POST', url: '/api/enrolments' }, row);
    const output = answer(rawEnrolment, mapEnrolment, item, context);
    return { output, records: [{ stream: 'enrolments', items: [item] }] };
  },
});

const cancelEnrolment = action({
  summary: 'Takes a learner out of a course. What they did there stays.',
  input: z.strictObject({ enrolment_id: id }),
  output: created(models.enrolment),
  async run(context) {
    const request = { method: 'PATCH', url: `/api/enrolments/${context.input.enrolment_id}` } as const;
    const item = await write(context, 'enrolments', request, { status: 'cancelled' });
    const output = answer(rawEnrolment, mapEnrolment, item, context);
    return { output, records: [{ stream: 'enrolments', items: [item] }] };
  },
});

// --- courses --------------------------------------------------------------------------------------------------------------

const createCourse = action({
  summary: 'Creates an empty course, as a draft.',
  input: z.strictObject({
    title: line,
    description: z.string().max(100_000).optional(),
    language: language.optional(),
    /** National codes of the units it is for. */
    unit_codes: z
      .array(z.string().regex(/^[A-Za-z0-9]{4,12}$/, 'must be a code like HLTAID011'))
      .max(50)
      .optional(),
  }),
  output: created(models.course),
  creates: 'courses',
  async run(context) {
    const { unit_codes: unitCodes, ...input } = context.input;
    const item = await write(
      context,
      'courses',
      { method: 'POST', url: '/api/courses' },
      given({ ...input, unitCodes }),
    );
    return { output: answer(rawCourse, mapCourse, item, context), records: [{ stream: 'courses', items: [item] }] };
  },
});

const publishCourse = action({
  summary: 'Publishes a course, so that learners see it. What the AI wrote in it should have been reviewed before.',
  input: z.strictObject({ course_id: id }),
  output: created(models.course),
  async run(context) {
    const request = { method: 'PATCH', url: `/api/courses/${context.input.course_id}` } as const;
    const item = await write(context, 'courses', request, { status: 'published' });
    return { output: answer(rawCourse, mapCourse, item, context), records: [{ stream: 'courses', items: [item] }] };
  },
});

// --- the AI ---------------------------------------------------------------------------------------------------------------

const generation = z.object({
  id: z.string(),
  status: z.enum(['queued', 'running', 'completed', 'failed', 'unknown']),
  /** 0 to 100. */
  progress_percent: z.number().nullable(),
  /** The course it made; a draft. */
  course_id: z.string().nullable(),
  error: z.string().nullable(),
  created_at: z.string().nullable(),
  finished_at: z.string().nullable(),
});

function generationOf(item: JsonObject): z.infer<typeof generation> {
  const parsed = rawGeneration.safeParse(item);
  if (!parsed.success)
    throw fail('decode_failed', `Coursebox answered something unexpected: ${z.prettifyError(parsed.error)}`);
  const raw = parsed.data;
  const status = generation.shape.status.safeParse(raw.status);
  return {
    id: String(raw.id),
    status: status.success ? status.data : 'unknown',
    progress_percent: raw.progress ?? null,
    course_id: idOf(raw.courseId),
    error: raw.error?.message ?? raw.error?.code ?? null,
    created_at: momentOf(raw.createdAt),
    finished_at: momentOf(raw.finishedAt),
  };
}

const generateCourse = action({
  summary:
    'Has the AI write a course from a prompt or from pages. Answers a job: ask get_course_generation every ten seconds, for half an hour at most.',
  input: z
    .strictObject({
      title: line,
      prompt: z.string().trim().min(1).max(20_000).optional(),
      source_urls: z
        .array(z.url({ protocol: /^https$/ }))
        .min(1)
        .max(20)
        .optional(),
      language: language.default('en'),
      sections: z.number().int().min(1).max(20).optional(),
      include_quiz: z.boolean().optional(),
    })
    .refine(({ prompt, source_urls: sources }) => (prompt === undefined) !== (sources === undefined), {
      error: 'give either a prompt or source_urls',
      path: ['prompt'],
    }),
  output: generation,
  async run(context) {
    const { source_urls: sourceUrls, include_quiz: includeQuiz, ...input } = context.input;
    const json = given({ ...input, sourceUrls, includeQuiz });
    const job = await send(context, { method: 'POST', url: '/api/courseGenerations', body: { json } });
    return { output: generationOf(job) };
  },
});

const getCourseGeneration = action({
  summary: 'Says how far the AI is with a course. When it is done, the draft is stored among the courses.',
  input: z.strictObject({ generation_id: id }),
  output: generation,
  async run(context) {
    const output = generationOf(await send(context, { url: `/api/courseGenerations/${context.input.generation_id}` }));
    if (output.status !== 'completed' || output.course_id === null) return { output };
    const course = await send(context, { url: `/api/courses/${encodeURIComponent(output.course_id)}` });
    return { output, records: [{ stream: 'courses', items: [asDeclared(course, context.names?.['courses'])] }] };
  },
});

export const actions = {
  create_learner: createLearner,
  update_learner: updateLearner,
  enrol_learner: enrolLearner,
  cancel_enrolment: cancelEnrolment,
  create_course: createCourse,
  publish_course: publishCourse,
  generate_course: generateCourse,
  get_course_generation: getCourseGeneration,
};
