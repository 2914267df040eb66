/** A course of the business as Moodle holds it: sections, activities and gradebook. Called by seed.ts. */
import type { Course as BusinessCourse } from 'plugboard/contract';
import { courseId, day, siteMade } from './ids.ts';
import type { Course, GradeItem, Module, Section } from './state.ts';

export interface SeededCourse {
  readonly course: Course;
  readonly sections: readonly Section[];
  readonly modules: readonly Module[];
  /** The course total first. */
  readonly items: readonly GradeItem[];
  /** Course module id of the handbook. */
  readonly page: number;
  readonly task: Part & { readonly teamsubmission: boolean };
  readonly quiz: Part;
}

interface Part {
  readonly cmid: number;
  readonly instance: number;
  readonly gradeItem: number;
}

export function seedCourse(from: BusinessCourse, startdate: number): SeededCourse {
  const id = courseId(from.id);
  const [forum, page, assign, quiz, label] = [1, 2, 3, 4, 5].map((number) => 1000 + id * 10 + number);
  const cmids = { forum: forum ?? 0, page: page ?? 0, assign: assign ?? 0, quiz: quiz ?? 0, label: label ?? 0 };
  const teamsubmission = from.kind === 'qualification' && from.units.length > 1;
  const course: Course = {
    id,
    shortname: from.code,
    fullname: from.title,
    idnumber: from.id,
    category: from.kind === 'qualification' ? 3 : 2,
    summary: `<p>${from.title}</p>`,
    format: 'topics',
    startdate,
    enddate: 0,
    visible: true,
    // A half-day workshop is not worth tracking.
    enablecompletion: from.kind !== 'short_course',
    // A qualification is complete when its units are, which nobody has told Moodle.
    criteria: from.kind === 'unit' ? [cmids.assign, cmids.quiz] : [],
    manual: true,
    timecreated: siteMade,
    timemodified: siteMade + id * day,
  };
  const module = (section: number, part: Partial<Module> & Pick<Module, 'id' | 'modname' | 'name'>): Module => ({
    course: id,
    section,
    instance: id,
    visible: true,
    completion: 0,
    allowsubmissionsfromdate: 0,
    duedate: 0,
    cutoffdate: 0,
    grade: 0,
    teamsubmission: false,
    intro: '',
    timemodified: course.timemodified,
    ...part,
  });
  return {
    course,
    sections: ['General', 'Learn', 'Assessment'].map((name, section) => ({
      id: 200 + id * 10 + section,
      course: id,
      section,
      name,
      visible: true,
    })),
    modules: [
      module(0, { id: cmids.forum, modname: 'forum', name: 'Announcements' }),
      module(1, { id: cmids.page, modname: 'page', name: 'Student handbook', completion: 1 }),
      module(2, {
        id: cmids.assign,
        modname: 'assign',
        name: `Assessment task: ${from.title}`,
        completion: 2,
        grade: 100,
        allowsubmissionsfromdate: startdate,
        duedate: startdate + 365 * day,
        teamsubmission,
        intro: `<p>Show what you can do: ${from.code}.</p>`,
      }),
      module(2, { id: cmids.quiz, modname: 'quiz', name: 'Knowledge check', completion: 2, grade: 10 }),
      module(2, { id: cmids.label, modname: 'label', name: 'For trainers only', visible: false }),
    ],
    items: [
      { id: 5000 + id * 10, course: id, itemtype: 'course', cmid: 0, name: '', grademax: 100 },
      {
        id: 5001 + id * 10,
        course: id,
        itemtype: 'mod',
        cmid: cmids.assign,
        name: `Assessment task: ${from.title}`,
        grademax: 100,
      },
      { id: 5002 + id * 10, course: id, itemtype: 'mod', cmid: cmids.quiz, name: 'Knowledge check', grademax: 10 },
    ],
    page: cmids.page,
    task: { cmid: cmids.assign, instance: id, gradeItem: 5001 + id * 10, teamsubmission },
    quiz: { cmid: cmids.quiz, instance: id, gradeItem: 5002 + id * 10 },
  };
}
