/** A person who learns: a VETtrak client, a Moodle or Canvas user. */
import { z } from 'zod';
import { address, date, moment, personal } from './fields.ts';

export const student = z.object({
  first_name: personal(z.string().nullable()),
  middle_name: personal(z.string().nullable()),
  last_name: personal(z.string().nullable()),
  full_name: personal(z.string().nullable()),
  email: personal(z.string().nullable()),
  username: personal(z.string().nullable()),
  /** The number the organisation itself gives: SIS id, id number, client code. */
  student_number: z.string().nullable(),
  /** Australia's Unique Student Identifier. */
  usi: personal(z.string().nullable()),
  date_of_birth: personal(date.nullable()),
  gender: personal(z.enum(['female', 'male', 'other']).nullable()),
  phones: z.array(z.object({ kind: z.enum(['mobile', 'home', 'work', 'other']), number: personal(z.string()) })),
  addresses: z.array(address),
  /** The vendor's id of the employer. */
  employer_id: z.string().nullable(),
  status: z.enum(['active', 'suspended', 'deleted']).nullable(),
  last_seen_at: moment.nullable(),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
