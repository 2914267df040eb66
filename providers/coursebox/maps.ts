/** People, courses and what is in them -> unified models. Pure and total: what is unknown becomes null. Called by streams.ts and actions.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import { decimalOf, known, oneOf, textOf } from 'plugboard/kit';
import type { RawActivity, RawCourse, RawLearner, RawSection } from './raw.ts';
import { birthdayOf, idOf, linkOf, momentOf, zoneOf } from './values.ts';

// --- people ---------------------------------------------------------------------------------------------------------------

/** Mobile numbers in Australia begin with 04. */
function phonesOf(number: string | null): Models['student']['phones'] {
  if (number === null) return [];
  const mobile = /^(\+?61|0)4/.test(number.replaceAll(/[\s()-]/g, ''));
  return [{ kind: mobile ? 'mobile' : 'other', number }];
}

function addressesOf(raw: RawLearner): Models['student']['addresses'] {
  const [city, region, country] = [textOf(raw.city), textOf(raw.state), textOf(raw.country)];
  if (city === null && region === null && country === null) return [];
  return [{ kind: 'other', line1: null, line2: null, city, region, postcode: null, country }];
}

export function mapLearner(raw: RawLearner, context: MapContext): Models['student'] {
  return {
    first_name: textOf(raw.firstName),
    middle_name: null,
    last_name: textOf(raw.lastName),
    full_name: textOf(raw.fullName),
    email: textOf(raw.email),
    username: null,
    student_number: null,
    usi: null,
    date_of_birth: birthdayOf(raw.dateOfBirth, zoneOf(context)),
    gender: null,
    phones: phonesOf(textOf(raw.contactNumber)),
    addresses: addressesOf(raw),
    employer_id: null,
    status: textOf(raw.deletedAt) === null ? 'active' : 'deleted',
    last_seen_at: null,
    created_at: momentOf(raw.createdAt),
    updated_at: momentOf(raw.updatedAt),
    custom: known({ email_verified: raw.emailVerified, title: textOf(raw.title), headline: textOf(raw.headline) }),
  };
}

// --- courses --------------------------------------------------------------------------------------------------------------

const courseStatuses: Readonly<Record<string, Models['course']['status']>> = {
  draft: 'draft',
  published: 'published',
  archived: 'deleted',
};

function codesOf(codes: readonly string[] | null | undefined): string[] {
  return (codes ?? []).flatMap((code) => textOf(code) ?? []);
}

export function mapCourse(raw: RawCourse): Models['course'] {
  const id = String(raw.id);
  const units = codesOf(raw.unitCodes);
  return {
    name: textOf(raw.title) ?? id,
    // A course for one unit goes by the unit's code at every other system; one for several has no code of its own here.
    code: units.length === 1 ? (units[0] ?? null) : null,
    external_id: null,
    description: textOf(raw.description),
    category: null,
    status: oneOf(courseStatuses, raw.status, null),
    starts_on: null,
    ends_on: null,
    time_zone: null,
    fee: null,
    currency: null,
    qualification_id: null,
    student_count: null,
    url: null,
    created_at: momentOf(raw.createdAt),
    updated_at: momentOf(raw.updatedAt),
    custom: {
      unit_codes: units,
      ai_generated: raw.aiGenerated ?? null,
      ...known({
        source_type: textOf(raw.sourceType),
        language: textOf(raw.language),
        author_id: idOf(raw.authorId),
        section_count: raw.sectionCount,
        activity_count: raw.activityCount,
        estimated_minutes: raw.estimatedMinutes,
        published_at: momentOf(raw.publishedAt),
      }),
    },
  };
}

// --- what is in them ------------------------------------------------------------------------------------------------------

type Content = Pick<
  Models['activity'],
  'name' | 'type' | 'course_id' | 'parent_id' | 'position' | 'visible' | 'figures' | 'url' | 'updated_at' | 'custom'
>;

function contentOf(content: Content): Models['activity'] {
  return {
    kind: 'content',
    name: content.name,
    type: content.type,
    course_id: content.course_id,
    parent_id: content.parent_id,
    activity_id: null,
    student_id: null,
    student_name: null,
    position: content.position,
    visible: content.visible,
    state: null,
    progress_percent: null,
    figures: content.figures,
    url: content.url,
    due_at: null,
    completed_at: null,
    updated_at: content.updated_at,
    custom: content.custom,
  };
}

export function mapSection(raw: RawSection): Models['activity'] {
  return contentOf({
    name: textOf(raw.title),
    type: 'section',
    course_id: idOf(raw.courseId),
    parent_id: null,
    position: raw.order ?? null,
    visible: null,
    figures: { activities: raw.activities?.length ?? 0 },
    url: null,
    updated_at: momentOf(raw.updatedAt),
    custom: {},
  });
}

/** What the AI wrote is a draft until a person has looked at it: `ai_generated` and `reviewed_at` are always there to tell. */
export function mapActivity(raw: RawActivity): Models['activity'] {
  const generation = raw.generation ?? {};
  const questions = raw.questions ?? [];
  const status = textOf(raw.status);
  return contentOf({
    name: textOf(raw.title),
    type: textOf(raw.type),
    course_id: idOf(raw.courseId),
    parent_id: idOf(raw.sectionId),
    position: raw.order ?? null,
    visible: status === null ? null : status === 'published',
    figures: questions.length === 0 ? {} : { questions: questions.length },
    url: linkOf(raw.mediaUrl),
    updated_at: momentOf(raw.updatedAt),
    custom: {
      ai_generated: raw.aiGenerated ?? null,
      reviewed_at: momentOf(generation.reviewedAt),
      ...known({
        status,
        reviewed_by: idOf(generation.reviewedBy),
        generated_at: momentOf(generation.generatedAt),
        generated_by: textOf(generation.model),
        source_ids: generation.sourceIds?.map(String),
        max_score: decimalOf(raw.maxScore),
        html: textOf(raw.html),
        questions: questions.length === 0 ? null : questions,
        rubric: raw.rubric,
      }),
    },
  });
}
