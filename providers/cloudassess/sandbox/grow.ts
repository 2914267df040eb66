/** Items grown for load, rendered from their number alone. Everybody grown is in the first qualification. Called by ../sandbox.ts. */
import type { Sandbox } from 'plugboard/contract';
import {
  outcomeCodes,
  secondsOf,
  type Enrolment,
  type Mark,
  type Outcome,
  type Student,
  type Submission,
} from './state.ts';

const firsts = ['Ana', 'Björn', 'Chiara', 'Đorđe', 'Émile', "D'arcy", '花子', 'Олена'];
const lasts = ['Ng', 'Åkesson', 'Ferrari', 'Petrović', 'Zola', "O'Brien", '山田', 'Шевченко'];

interface Item {
  readonly index: number;
  readonly generation: number;
  readonly at: number;
}

/** So that ids are in the order of their numbers. */
function id(prefix: string, index: number): string {
  return `${prefix}_g${String(index).padStart(8, '0')}`;
}

function student({ index, generation, at }: Item): Student {
  return {
    id: id('st', index),
    external_id: `G${index}`,
    first_name: firsts[index % firsts.length] ?? 'Ana',
    last_name: `${lasts[Math.floor(index / firsts.length) % lasts.length] ?? 'Ng'} ${index}`,
    email: `student.${index}.${generation}@students.example`,
    mobile: null,
    date_of_birth: '2001-02-28',
    usi: null,
    status: 'active',
    archived_at: null,
    created_at: '2026-05-01T00:00:00Z',
    updated_at: secondsOf(at),
  };
}

function enrolment({ index, generation, at }: Item): Enrolment {
  return {
    id: id('en', index),
    external_id: null,
    student_id: id('st', index),
    qualification_id: 'ql_1',
    intake_id: null,
    status: 'active',
    start_date: '2026-07-13',
    end_date: null,
    completed_at: null,
    progress_percent: generation % 101,
    units_total: 1,
    units_completed: 0,
    updated_at: secondsOf(at),
  };
}

const place = (index: number) => ({
  student_id: id('st', index),
  enrolment_id: id('en', index),
  assessment_id: 'at_11',
});

function submission({ index, generation, at }: Item): Submission {
  return {
    ...place(index),
    id: id('sub', index),
    attempt: 1 + generation,
    status: 'submitted',
    due_at: null,
    started_at: '2026-07-14T00:00:00Z',
    submitted_at: secondsOf(at),
    marked_at: null,
    marker_id: null,
    latest_mark_id: null,
    updated_at: secondsOf(at),
  };
}

function mark({ index, generation, at }: Item): Mark {
  return {
    ...place(index),
    id: id('mk', index),
    submission_id: id('sub', index),
    attempt: 1,
    result: 'satisfactory',
    score: 50 + ((index + generation) % 50),
    comment: null,
    assessor_id: 'as_3',
    marked_at: secondsOf(at),
    approval_status: 'approved',
    approved_by: 'as_3',
    approved_at: secondsOf(at),
    updated_at: secondsOf(at),
  };
}

function outcome({ index, generation, at }: Item): Outcome {
  const word = generation % 2 === 0 ? 'continuing' : 'competent';
  return {
    id: id('oc', index),
    enrolment_id: id('en', index),
    student_id: id('st', index),
    unit_id: 'un_1',
    unit_code: 'HLTAID009',
    unit_name: 'Provide cardiopulmonary resuscitation',
    outcome: word,
    outcome_code: outcomeCodes[word],
    activity_start_date: '2026-07-13',
    activity_end_date: null,
    approval_status: 'approved',
    approved_at: secondsOf(at),
    assessor_id: 'as_3',
    supersedes_id: null,
    updated_at: secondsOf(at),
  };
}

export const grow: Sandbox['grow'] = {
  students: student,
  enrolments: enrolment,
  submissions: submission,
  marks: mark,
  outcomes: outcome,
};
