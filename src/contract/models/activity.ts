/**
 * Learning activity. `kind: content` is a thing in a course (a module, a page, a quiz); `completion` is how far one student is with
 * a thing or the whole course; `analytics` is what one student has done in a course so far.
 */
import { z } from 'zod';
import { moment, personReference, personal, reference } from './fields.ts';

export const activity = z.object({
  kind: z.enum(['content', 'completion', 'analytics']),
  name: z.string().nullable(),
  /** The vendor's type (`assign`, `quiz`, `module`). */
  type: z.string().nullable(),
  course_id: reference.nullable(),
  /** The activity this one lies in (a module's item). */
  parent_id: z.string().nullable(),
  /** `completion`: the activity completed; null when it is the whole course. */
  activity_id: z.string().nullable(),
  student_id: personReference('student').nullable(),
  student_name: personal(z.string().nullable()),
  position: z.number().int().nullable(),
  visible: z.boolean().nullable(),
  state: z.enum(['not_started', 'in_progress', 'completed', 'passed', 'failed']).nullable(),
  /** 0 to 100. */
  progress_percent: z.number().nullable(),
  /** Counts and levels the vendor computes, by its names (`page_views`). */
  figures: z.record(z.string(), z.number()),
  url: z.string().nullable(),
  due_at: moment.nullable(),
  completed_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
